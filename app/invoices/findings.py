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
    #: Values for the sentence (`messages.CHECKS`).
    facts: Mapping[str, str] = field(default_factory=dict)


def errors(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings that would have the file rejected."""
    return tuple(one for one in findings if one.severity is Severity.ERROR)
