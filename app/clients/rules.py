"""Rules of the client card. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.kernel.errors import DomainError
from app.kernel.names import is_company_name, split_person_name, tidy_name
from app.kernel.phones import InvalidPhoneError, parse_phone

#: Longest addition to the private note of a card, characters.
NOTE_LENGTH = 2000


@dataclass(eq=False)
class NoteMissingError(DomainError):
    """Nothing was written."""

    field: str = "text"


class ClientState(Enum):
    """Whether a card is in use."""

    ACTIVE = "active"
    ARCHIVED = "archived"
    #: Merged into another card; its number leads there.
    MERGED = "merged"


class GroupKind(Enum):
    """What ties the cards under a main card."""

    BUILDING = "building"
    OWNER = "owner"


class ReportCopies(Enum):
    """Who gets a copy of the reports on the plants of a group, besides the customer."""

    HEAD = "head"
    MANAGER = "manager"


class Payer(Enum):
    """Who receives the invoice."""

    OCCUPANT = "occupant"
    GROUP_HEAD = "group_head"


class ResponsibleRole(Enum):
    """Who answers for the plant by law (responsabile dell'impianto)."""

    OCCUPANT = "occupant"
    OWNER = "owner"
    MANAGER = "manager"
    THIRD_PARTY = "third_party"


class ContactKind(Enum):
    """What kind of address a contact point is."""

    PHONE = "phone"
    EMAIL = "email"


class DuplicateReason(Enum):
    """Why two cards may be the same."""

    TAX_CODE = "tax_code"
    VAT_NUMBER = "vat_number"
    PHONE = "phone"
    NAME_AND_PLACE = "name_and_place"
    #: The comune is not typed yet.
    NAME = "name"
    ADDRESS = "address"


#: "Codice destinatario" of who has none: the invoice waits in the tax agency's mailbox.
#: Source: Agenzia delle Entrate, Specifiche tecniche fatturazione elettronica, CodiceDestinatario.
NO_RECIPIENT = "0000000"


@dataclass(eq=False)
class NameMissingError(DomainError):
    """A card without a name."""

    field: str = "last_name"


@dataclass(eq=False)
class ReasonMissingError(DomainError):
    """A flag was raised without saying why."""

    field: str


@dataclass(eq=False)
class GroupTooDeepError(DomainError):
    """Groups have two levels: a main card stands under no other."""

    name: str
    field: str = "group_head"


@dataclass(eq=False)
class HasMembersError(DomainError):
    """A main card with others under it cannot become a plain one."""

    name: str
    field: str = "is_group_head"


@dataclass(eq=False)
class CopiesNotOfGroupError(DomainError):
    """Only a main card has reports of its group sent on."""

    field: str = "report_copies"


@dataclass(eq=False)
class CopyAddressMissingError(DomainError):
    """Whoever is to get copies has no e-mail address."""

    field: str = "report_copies"


@dataclass(eq=False)
class BadContactError(DomainError):
    """A line of telephones or addresses that cannot be read."""

    text: str
    field: str


@dataclass(eq=False)
class MergeRefusedError(DomainError):
    """Two cards that cannot become one."""

    name: str


@dataclass(eq=False)
class HasHistoryError(DomainError):
    """A card with history is archived, never deleted."""

    name: str


@dataclass(eq=False)
class OccupantDateError(DomainError):
    """The new occupant cannot start before the one of today."""

    day: date
    field: str = "starts_on"


def display_name(*, is_firm: bool, last_name: str, first_name: str, company_name: str) -> str:
    """Return what lists show: the firm's name, or surname and name.

    Raises:
        NameMissingError: Nothing to show.
    """
    name = company_name if is_firm else f"{last_name} {first_name}"
    if not name.strip():
        raise NameMissingError("company_name" if is_firm else "last_name")
    return name.strip()


def facts_of_typed(text: str) -> dict[str, str]:
    """Return the fields of a new card that a text looked for in vain belongs to.

    A telephone, the name of a firm, or surname and name; nothing for the empty text.
    """
    if not text.strip():
        return {}
    try:
        return {"phones": parse_phone(text).display}
    except InvalidPhoneError:
        if is_company_name(text):
            return {"is_firm": "y", "company_name": tidy_name(text)}
    name = split_person_name(text)
    return {"last_name": name.last_name, "first_name": name.first_name}


def check_flags(
    *, is_excluded: bool, exclusion_reason: str, needs_attention: bool, attention_reason: str
) -> None:
    """Refuse a flag without its reason."""
    if is_excluded and not exclusion_reason:
        raise ReasonMissingError("exclusion_reason")
    if needs_attention and not attention_reason:
        raise ReasonMissingError("attention_reason")


def check_copies(copies: ReportCopies | None, *, is_group_head: bool, address: str) -> None:
    """Refuse copies of reports that could never leave.

    Args:
        copies: Who is to get them; None: nobody, always accepted.
        is_group_head: The card is the main card of a group.
        address: E-mail address of whoever is to get them.

    Raises:
        CopiesNotOfGroupError: A plain card.
        CopyAddressMissingError: No address.
    """
    if copies is None:
        return
    if not is_group_head:
        raise CopiesNotOfGroupError
    if not address:
        raise CopyAddressMissingError


def ensure_note(text: str) -> None:
    """Raise `NoteMissingError` unless something is to be noted."""
    if not text.strip():
        raise NoteMissingError
