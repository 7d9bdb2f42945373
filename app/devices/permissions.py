"""The switches of the devices domain: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Devices")

FUNCTIONS = (
    Function(
        "devices.read",
        _("Devices of the card"),
        SECTION,
        needs=frozenset({"clients.read"}),
        brings=False,
        field_also=frozenset({"devices.write"}),
        help=_("A technician also adds and corrects devices, and never deletes them."),
    ),
    Function(
        "devices.write", _("Add and correct devices"), SECTION, needs=frozenset({"devices.read"})
    ),
    Function(
        "devices.delete",
        _("Replace, remove and delete devices"),
        SECTION,
        needs=frozenset({"devices.write"}),
        is_office=True,
    ),
)
