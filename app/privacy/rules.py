"""What a signed privacy form says, and when it has to be asked for again. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from app.kernel.errors import DomainError


class Asked(Enum):
    """Why the form is to be signed."""

    NEVER = "never"
    #: Somebody else lives there now.
    NEW_OCCUPANT = "new_occupant"
    #: The company's text is another one since.
    NEW_NOTICE = "new_notice"


@dataclass(eq=False)
class NoticeMissingError(DomainError):
    """The company has not written its privacy notice yet."""


@dataclass(eq=False)
class NoticeChangedError(DomainError):
    """The notice on the screen is no longer the company's."""


@dataclass(eq=False)
class AnswerMissingError(DomainError):
    """A purpose was answered neither yes nor no; `field` is the one of the form."""

    field: str


@dataclass(eq=False)
class PrivacySignerMissingError(DomainError):
    """Nobody is named beside the signature."""

    field: str = "signer_name"


@dataclass(eq=False)
class NothingToRevokeError(DomainError):
    """No consent was chosen that is still given."""

    field: str = "purposes"


@dataclass(frozen=True)
class SignedForm:
    """The latest form of a card, as far as asking again goes.

    Attributes:
        notice_version: Version of the notice it showed.
        occupancy_id: Who held the plant then; None: not known.
    """

    notice_version: int
    occupancy_id: int | None


@dataclass(frozen=True)
class Answer:
    """One purpose of a form.

    Attributes:
        code: Stable name of the purpose.
        text: What was asked.
        was_given: The answer under the signature.
        is_given: The answer as it holds now, after revocations.
    """

    code: str
    text: str
    was_given: bool
    is_given: bool


def asked_because(
    latest: SignedForm | None, *, notice_version: int, occupancy_id: int | None
) -> Asked | None:
    """Return why the form is to be signed; None: it was, and holds.

    Args:
        latest: The latest form signed for the plant.
        notice_version: Version of the notice in force.
        occupancy_id: Who holds the plant today.
    """
    if latest is None:
        return Asked.NEVER
    if latest.occupancy_id != occupancy_id:
        return Asked.NEW_OCCUPANT
    return Asked.NEW_NOTICE if latest.notice_version != notice_version else None


def answered(
    purposes: Iterable[Mapping[str, str]], given: Mapping[str, bool | None]
) -> list[dict[str, Any]]:
    """Return each purpose with its answer, as the form keeps them.

    Args:
        purposes: Code and text of what is asked, in order.
        given: Code -> yes or no; None: not answered.

    Raises:
        AnswerMissingError: One was not answered: silence is no consent and no refusal.
    """
    asked = list(purposes)
    for one in asked:
        if given.get(one["code"]) is None:
            raise AnswerMissingError(field_of(one["code"]))
    return [{**one, "given": given[one["code"]]} for one in asked]


def answers(stored: Iterable[Mapping[str, Any]], revoked: Iterable[str]) -> list[Answer]:
    """Return the answers of a form as they hold after revocations."""
    gone = frozenset(revoked)
    return [
        Answer(one["code"], one["text"], one["given"], one["given"] and one["code"] not in gone)
        for one in stored
    ]


def revocable(held: Iterable[Answer], wanted: Iterable[str]) -> list[str]:
    """Return the codes to revoke, in the order of the form.

    Raises:
        NothingToRevokeError: None of those chosen is given.
    """
    chosen = frozenset(wanted)
    codes = [one.code for one in held if one.is_given and one.code in chosen]
    if not codes:
        raise NothingToRevokeError
    return codes


def ensure_signer(name: str) -> None:
    """Refuse a signature without a name."""
    if not name.strip():
        raise PrivacySignerMissingError


def field_of(code: str) -> str:
    """Return the name of a purpose's field."""
    return f"purpose_{code}"
