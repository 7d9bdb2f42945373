"""Rules of the client card. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.kernel.errors import DomainError

_TELEPHONE = re.compile(r"\+?[\d ./-]{5,24}")


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


def typed_name(text: str) -> dict[str, str]:
    """Return the fields of a new card that a text looked for in vain belongs to.

    Digits are a telephone; otherwise the first word is the surname, as in the lists.
    """
    text = " ".join(text.split())
    if _TELEPHONE.fullmatch(text):
        return {"phones": text}
    last_name, _space, first_name = text.partition(" ")
    return {
        name: value.title() if value.islower() else value
        for name, value in (("last_name", last_name), ("first_name", first_name))
        if value
    }


def check_flags(
    *, is_excluded: bool, exclusion_reason: str, needs_attention: bool, attention_reason: str
) -> None:
    """Refuse a flag without its reason."""
    if is_excluded and not exclusion_reason:
        raise ReasonMissingError("exclusion_reason")
    if needs_attention and not attention_reason:
        raise ReasonMissingError("attention_reason")
