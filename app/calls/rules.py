"""Rules of calls. Pure."""

from enum import Enum


class CallState(Enum):
    """Where a call stands."""

    TO_SCHEDULE = "to_schedule"
    SCHEDULED = "scheduled"
    WAITING_PART = "waiting_part"
    WAITING_CLIENT = "waiting_client"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Priority(Enum):
    """How soon somebody must go."""

    URGENT = "urgent"
    NORMAL = "normal"
    PLANNABLE = "plannable"


class Channel(Enum):
    """How the request came."""

    PHONE = "phone"
    DESK = "desk"
    EMAIL = "email"
    MESSAGE = "message"
    WEB = "web"
    FIELD = "field"


class Coverage(Enum):
    """Who is expected to pay."""

    CLIENT = "client"
    CONTRACT = "contract"
    WARRANTY = "warranty"
    OWNER = "owner"
