"""The switches of import and export: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Configuration")

FUNCTIONS = (
    Function(
        "imports.write",
        _("Import lists of clients"),
        SECTION,
        needs=frozenset({"clients.add", "devices.write"}),
        is_office=True,
    ),
    Function("exports.read", _("Export lists to spreadsheets"), SECTION, is_office=True),
)
