"""What the user reads when the agenda refuses or warns."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.agenda import rules
from app.agenda.rules import AppointmentState, Warn
from app.kernel.errors import DomainError

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.SlotOrderError: _("The end must come after the start."),
    rules.SlotTooLongError: _("An appointment may last one month at most: check the dates."),
    rules.SubjectMissingError: _("Choose a client, or write a title for an entry without client."),
    rules.TechnicianUnknownError: _("Choose a technician who works here."),
    rules.TeamMissingError: _("Choose at least one technician."),
    rules.ReasonMissingError: _("Write why the appointment is cancelled."),
    rules.AppointmentClosedError: _(
        "This appointment is over: it was completed or cancelled and can no longer change."
    ),
    rules.StaleAppointmentError: _(
        "Somebody changed this appointment while you had it open. Look at it again, then repeat "
        "your change."
    ),
    rules.DeviceForeignError: _("Choose devices of this client."),
    rules.AppointmentStandsError: _("This appointment is not cancelled: nothing to restore."),
    rules.StampOrderError: _("Hours must follow one another: on my way, arrived, left."),
    rules.StampInFutureError: _("An hour cannot be in the future."),
    rules.CallTakenError: _("This call cannot be scheduled: it already is, or it is closed."),
}

STATES = {
    AppointmentState.PLANNED: _("Planned"),
    AppointmentState.CONFIRMED: _("Confirmed"),
    AppointmentState.TRAVELLING: _("Travelling"),
    AppointmentState.ON_SITE: _("On site"),
    AppointmentState.COMPLETED: _("Completed"),
    AppointmentState.TO_RESUME: _("To be resumed"),
    AppointmentState.NOT_DONE: _("Not done"),
    AppointmentState.CANCELLED: _("Cancelled"),
}

#: A sign for each state: colour alone says nothing to who cannot tell it.
MARKS = {
    AppointmentState.PLANNED: "○",
    AppointmentState.CONFIRMED: "✓",
    AppointmentState.TRAVELLING: "➜",
    AppointmentState.ON_SITE: "●",
    AppointmentState.COMPLETED: "✔",
    AppointmentState.TO_RESUME: "↻",
    AppointmentState.NOT_DONE: "✕",
    AppointmentState.CANCELLED: "⊘",
}

WARNINGS = {
    Warn.OVERLAP: _(
        "%(name)s already has another appointment at that time: %(other)s, %(start)s-%(end)s."
    ),
    Warn.ABSENCE: _("%(name)s is absent at that time."),
    Warn.OUTSIDE_HOURS: _("It is outside the working hours of %(name)s."),
    Warn.HOLIDAY: _("That day is a holiday: %(name)s."),
    Warn.CLOSED: _("The company is closed on that day: %(name)s."),
    Warn.CERTIFICATE: _("The qualification of %(name)s has expired: %(other)s."),
    Warn.NO_PHONE: _("There is no phone number on the card of %(name)s."),
}
