"""Rules of the client card. Pure."""

from enum import Enum


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
