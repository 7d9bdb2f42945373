"""The switches of the interventions domain: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Interventions")

#: Screens that several functions open; which rows show there is the row rule's business.
_CARD = frozenset({("can_show", "interventions"), ("can_show", "ree")})
_LIST = _CARD | {("can_list", "interventions"), ("can_list", "ree")}

FUNCTIONS = (
    Function(
        "reports.own",
        _("Fill in the reports of own appointments"),
        SECTION,
        needs=frozenset({"agenda.read"}),
        also=_CARD,
    ),
    Function(
        "reports.correct",
        _("Correct own reports after sending them"),
        SECTION,
        needs=frozenset({"reports.own"}),
        help=_(
            "Only reports this person took part in. Each correction is a new revision with its "
            "reason; the earlier one stays."
        ),
    ),
    Function(
        "reports.lead",
        _("Lead technician: complete everybody's interventions"),
        SECTION,
        needs=frozenset({"agenda.all", "reports.own"}),
        also=_LIST,
    ),
    Function(
        "card_interventions.read",
        _("Interventions of the card"),
        SECTION,
        needs=frozenset({"clients.read"}),
        also=_LIST,
        brings=False,
    ),
    Function(
        "interventions.read",
        _("See all interventions and reports"),
        SECTION,
        also=_LIST,
        is_office=True,
    ),
    Function(
        "interventions.write",
        _("Write and correct reports in the office"),
        SECTION,
        needs=frozenset({"interventions.read", "agenda.all"}),
        also=frozenset({("can_write", "ree")}),
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
