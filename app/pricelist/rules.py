"""Rules of the price list. Pure."""

from enum import Enum


class ItemKind(Enum):
    """What a line of the price list is."""

    PART = "part"
    LABOUR = "labour"
    CALL_OUT = "call_out"
    SERVICE = "service"
