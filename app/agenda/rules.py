"""Rules of the agenda. Pure."""

from enum import Enum


class AppointmentState(Enum):
    """Where an appointment stands."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    TRAVELLING = "travelling"
    ON_SITE = "on_site"
    COMPLETED = "completed"
    TO_RESUME = "to_resume"
    NOT_DONE = "not_done"
    CANCELLED = "cancelled"
