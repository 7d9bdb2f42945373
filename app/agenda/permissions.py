"""The switches of the agenda: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Agenda")

FUNCTIONS = (
    Function(
        "agenda.read",
        _("Own appointments"),
        SECTION,
        help=_("Sees only the appointments assigned to this person."),
    ),
    Function(
        "agenda.all",
        _("See the agenda of all technicians"),
        SECTION,
        needs=frozenset({"agenda.read"}),
    ),
    Function(
        "agenda.write",
        _("Change the agenda of all technicians"),
        SECTION,
        needs=frozenset({"agenda.all"}),
    ),
)
