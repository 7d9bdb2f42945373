"""The switches of what is due: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Maintenance due")

FUNCTIONS = (
    Function(
        "maintenance.read",
        _("See what is due"),
        SECTION,
        needs=frozenset({"clients.all", "devices.read"}),
        is_office=True,
        help=_("Search of maintenance, efficiency controls and leak checks that fall due."),
    ),
    Function(
        "maintenance.write",
        _("Note contacts, send reminders, book what is due"),
        SECTION,
        needs=frozenset({"maintenance.read"}),
        is_office=True,
    ),
)
