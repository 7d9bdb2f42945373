"""Sentences of what is due."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.devices.rules import DateKind, MoveCause
from app.kernel.errors import DomainError
from app.maintenance import rules
from app.maintenance.rules import Clock, FollowState

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.CallBackDayError: _("Say on which day to call back, from today on."),
    rules.NotNotedError: _("A booking is made in the agenda."),
}

STATES = {
    FollowState.TO_CONTACT: _("To be contacted"),
    FollowState.MESSAGE_SENT: _("Message sent"),
    FollowState.CALL_BACK: _("Call back"),
    FollowState.BOOKED: _("Booked"),
    FollowState.REFUSED: _("Refuses"),
    FollowState.UNREACHABLE: _("Cannot be reached"),
}

TONES = {
    FollowState.TO_CONTACT: "neutral",
    FollowState.MESSAGE_SENT: "info",
    FollowState.CALL_BACK: "warning",
    FollowState.BOOKED: "success",
    FollowState.REFUSED: "danger",
    FollowState.UNREACHABLE: "warning",
}

CLOCKS = {
    Clock.MAINTENANCE: _("Maintenance"),
    Clock.CONTROL: _("Efficiency control (REE)"),
    Clock.LEAK_CHECK: _("Leak check (F-gas)"),
}

DATE_KINDS: dict[DateKind, LazyString] = {
    DateKind.MAINTENANCE: _("Maintenance"),
    DateKind.CONTROL: _("Efficiency control (REE)"),
    DateKind.LEAK_CHECK: _("Leak check (F-gas)"),
}
MOVE_CAUSES: dict[MoveCause, LazyString] = {
    MoveCause.NEW_RULE: _("A rule of the law began or ended"),
    MoveCause.PERIODS: _("The periods of the law were changed"),
    MoveCause.COMPANY: _("The company data were changed"),
}
