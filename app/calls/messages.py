"""Sentences of the calls."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.calls import rules
from app.calls.rules import CallState, Channel, Coverage, Priority
from app.kernel.errors import DomainError

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.CallNotOpenError: _("Call %(number)s is no longer open."),
    rules.CancelReasonMissingError: _("Say why the call is cancelled."),
    rules.ForeignDeviceError: _(
        "One of the devices is not at this client's plant: tick them again."
    ),
    rules.CallScheduledError: _(
        "Call %(number)s has an appointment: cancel the appointment first."
    ),
    rules.OpenCallExistsError: _(
        "This plant has an open call. Save again with “Another matter” ticked to open a second "
        "one; otherwise add a reminder to the open call."
    ),
}

STATES = {
    CallState.TO_SCHEDULE: _("To be scheduled"),
    CallState.SCHEDULED: _("Scheduled"),
    CallState.WAITING_PART: _("Waiting for a part"),
    CallState.WAITING_CLIENT: _("Waiting for the client"),
    CallState.CLOSED: _("Dealt with"),
    CallState.CANCELLED: _("Cancelled"),
}
PRIORITIES = {
    Priority.URGENT: _("Urgent"),
    Priority.NORMAL: _("Normal"),
    Priority.PLANNABLE: _("Can be planned"),
}
CHANNELS = {
    Channel.PHONE: _("Phone"),
    Channel.DESK: _("At the desk"),
    Channel.EMAIL: _("E-mail"),
    Channel.MESSAGE: _("Message"),
    Channel.WEB: _("Web"),
    Channel.FIELD: _("From a technician"),
}
COVERAGES = {
    Coverage.CLIENT: _("The client"),
    Coverage.CONTRACT: _("The contract"),
    Coverage.WARRANTY: _("The warranty"),
    Coverage.OWNER: _("The owner"),
}

#: Days to the first visit, by group (see `app.interventions.queries_calls`).
WAITS = {
    "0": _("The same day"),
    "1": _("The day after"),
    "2-3": _("After 2 or 3 days"),
    "4-7": _("After 4 to 7 days"),
    "8": _("After more than 7 days"),
    "none": _("Not visited yet"),
}
