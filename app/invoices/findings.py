"""What a check of an electronic invoice finds. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Severity(Enum):
    """Whether the exchange system would reject the file, or only people would complain."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One finding, with the code that the exchange system uses."""

    code: str
    severity: Severity = Severity.ERROR
    #: Line of the document; None: the document as a whole.
    line: int | None = None
    #: Part of a broad code that has a sentence of its own, e.g. "postcode" of 00200.
    topic: str = ""
    #: Values for the sentence (`messages.CHECKS`).
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return the key of the sentence."""
        return f"{self.code}.{self.topic}" if self.topic else self.code


def plain(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings to show: the schema's own words only where none of ours explain."""
    if not any(one.code == "00200" and one.topic for one in findings):
        return findings
    return tuple(one for one in findings if one.code != "00200" or one.topic)


def errors(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings that would have the file rejected."""
    return tuple(one for one in findings if one.severity is Severity.ERROR)
