"""Sentences of the dashboard."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.dashboard import rules
from app.kernel.errors import DomainError

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.PeriodNotReadableError: _("Write the date as day/month/year."),
    rules.PeriodBackwardsError: _("The last day is before the first one."),
    rules.PeriodTooLongError: _("Choose %(years)s years at most."),
}

PRESETS = {
    "month": _("This month"),
    "last_month": _("Last month"),
    "season": _("This season"),
    "year": _("This year"),
}

LATE = {
    "year": _("Overdue by more than a year"),
    "quarter": _("Overdue by 3 to 12 months"),
    "late": _("Overdue by less than 3 months"),
}
