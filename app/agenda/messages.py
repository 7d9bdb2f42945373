"""What the user reads when the agenda refuses or warns."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.agenda import rules, rules_series
from app.agenda.rules import AppointmentState, Warn
from app.agenda.rules_series import Every, Scope
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
    rules_series.RepeatEndError: _("Write either the last day or how many times, not both."),
    rules_series.RepeatTooLongError: _(
        "Too many: at most %(most)s appointments and none after %(last)s. Make the rest later."
    ),
    rules_series.RepeatSingleError: _("It would happen only once: write a later day."),
    rules_series.NothingChosenError: _("Leave at least one date ticked."),
    rules_series.StaleSeriesError: _(
        "Somebody changed another appointment of this series while you had it open. Look at the "
        "dates again, then repeat your change."
    ),
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

#: Warnings about a day on which nobody works: a series leaves it out unless told otherwise.
CLOSED = frozenset({Warn.HOLIDAY, Warn.CLOSED})

EVERY = {
    Every.WEEK: _("Every week"),
    Every.TWO_WEEKS: _("Every two weeks"),
    Every.MONTH_DAY: _("Every month, on the same day"),
    Every.MONTH_WEEKDAY: _("Every month, on the same weekday"),
    Every.YEAR: _("Every year"),
}

SCOPES = {
    Scope.ONE: _("Only this one"),
    Scope.FOLLOWING: _("This one and those that follow"),
    Scope.ALL: _("The whole series"),
}
