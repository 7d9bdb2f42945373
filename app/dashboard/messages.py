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

#: Unpaid invoices by day of payment.
UNPAID = {
    "later": _("Not due yet"),
    "month": _("Overdue by 30 days at most"),
    "quarter": _("Overdue by 31 to 90 days"),
    "older": _("Overdue by more than 90 days"),
}

#: Contracts whose renewal is to be decided, by the end of their term.
RENEWALS = {
    "expired": _("Ended, not renewed"),
    "month": _("Ends within 30 days"),
    "later": _("Ends within 60 days"),
}

#: The first day of a company: step -> (what to do, why, endpoint, label of the button).
FIRST_STEPS = {
    "company": (
        _("Company data"),
        _("Name, VAT number and address: they head reports, mails and documents."),
        "CompanyProfileView.form",
        _("Fill in"),
    ),
    "technician": (
        _("First technician"),
        _("Without a technician nothing can be booked."),
        "TechnicianView.add",
        _("Add a technician"),
    ),
    "clients": (
        _("Clients"),
        _("From a spreadsheet, also that of the former program, or one by one."),
        "ImportView.form",
        _("Import clients"),
    ),
    "appointment": (
        _("First appointment"),
        _("Choose a free hour and a client: the technician finds it on the phone."),
        "AgendaView.new",
        _("Book it"),
    ),
}
