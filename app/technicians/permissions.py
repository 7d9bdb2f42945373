"""The switches of the technicians' configuration: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Configuration")

FUNCTIONS = (
    Function("technicians.read", _("See the technicians' configuration"), SECTION, is_office=True),
    Function(
        "technicians.write",
        _("Change technicians and absences"),
        SECTION,
        needs=frozenset({"technicians.read"}),
        is_office=True,
    ),
)
