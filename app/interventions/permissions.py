"""The switches of the interventions domain: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Interventions")

FUNCTIONS = (
    Function(
        "reports.own",
        _("Fill in the reports of own appointments"),
        SECTION,
        needs=frozenset({"agenda.read"}),
    ),
    Function(
        "reports.lead",
        _("Lead technician: complete everybody's interventions"),
        SECTION,
        needs=frozenset({"agenda.all", "reports.own"}),
    ),
    Function(
        "card_interventions.read",
        _("Interventions of the card"),
        SECTION,
        needs=frozenset({"clients.read"}),
    ),
    Function("interventions.read", _("See all interventions and reports"), SECTION, is_office=True),
    Function(
        "interventions.write",
        _("Write and correct reports in the office"),
        SECTION,
        needs=frozenset({"interventions.read", "agenda.all"}),
        is_office=True,
    ),
    Function("prices.read", _("See prices and amounts"), SECTION),
    Function(
        "payments.take",
        _("Record payments taken on site"),
        SECTION,
        needs=frozenset({"prices.read"}),
    ),
)
