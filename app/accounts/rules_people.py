"""Rules of the people who sign in: slots, administrators, links to technicians. Pure."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from app.kernel.errors import DomainError
from app.kernel.functions import Function


@dataclass(frozen=True)
class Slots:
    """How many active accounts of each kind a company may have; None: without limit."""

    secretary: int | None
    technician: int | None


@dataclass(frozen=True)
class Use:
    """How many active accounts of each kind a company has.

    An active secretary account uses a secretary slot, a technician's login a technician slot; a
    technician without a login none; a hybrid one secretary slot (product reference 2.4).
    """

    secretary: int
    technician: int


@dataclass(eq=False)
class SecretarySlotsTakenError(DomainError):
    """Every secretary slot is in use."""

    limit: int
    in_use: int


@dataclass(eq=False)
class TechnicianSlotsTakenError(DomainError):
    """Every technician slot is in use."""

    limit: int
    in_use: int


@dataclass(eq=False)
class SlotsBelowUseError(DomainError):
    """A limit may not be set below what is in use."""

    wanted: int
    in_use: int


@dataclass(eq=False)
class UsernameTakenError(DomainError):
    """Another account of the company has this user name."""

    username: str
    field: str = "username"


@dataclass(eq=False)
class EmailTakenError(DomainError):
    """Another account of the company has this address."""

    email: str
    field: str = "email"


@dataclass(eq=False)
class LastAdministratorError(DomainError):
    """The last active administrator can be neither disabled nor stripped of the flag."""


@dataclass(eq=False)
class OwnAccountError(DomainError):
    """Nobody disables the account they work with."""


@dataclass(eq=False)
class TechnicianLinkedError(DomainError):
    """The technician has a login of its own or is linked to somebody else."""

    name: str
    field: str = "technician"


@dataclass(eq=False)
class AlreadyTechnicianError(DomainError):
    """The account already works as a technician."""

    name: str


@dataclass(eq=False)
class OfficeOnlyLinkError(DomainError):
    """Only a secretary account is linked by hand; a technician's login has its technician."""


def ensure_slot(is_office: bool, slots: Slots, use: Use) -> None:  # noqa: FBT001  the kind
    """Raise unless one more active account of a kind may exist.

    Raises:
        SecretarySlotsTakenError, TechnicianSlotsTakenError: All slots of the kind are in use.
    """
    if is_office:
        if slots.secretary is not None and use.secretary >= slots.secretary:
            raise SecretarySlotsTakenError(slots.secretary, use.secretary)
    elif slots.technician is not None and use.technician >= slots.technician:
        raise TechnicianSlotsTakenError(slots.technician, use.technician)


def ensure_not_below_use(wanted: Slots, use: Use) -> None:
    """Raise `SlotsBelowUseError` when a limit would be below what is in use."""
    for limit, in_use in ((wanted.secretary, use.secretary), (wanted.technician, use.technician)):
        if limit is not None and limit < in_use:
            raise SlotsBelowUseError(limit, in_use)


def brought(codes: Iterable[str], functions: dict[str, Function], card: str) -> frozenset[str]:
    """Return codes with what is switched on together with them.

    The subsections of the card never bring the card itself: without it they are kept as stored
    and have no effect (product reference 2.7).

    Args:
        codes: What was ticked.
        functions: The catalogue by code.
        card: Code of the function that opens the card.
    """
    found: set[str] = set()
    todo = list(codes)
    while todo:
        code = todo.pop()
        if code in found:
            continue
        found.add(code)
        function = functions[code]
        todo += function.needs if function.brings else function.needs - {card}
    return frozenset(found)


def digest(text: str) -> str:
    """Return a short fingerprint of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
