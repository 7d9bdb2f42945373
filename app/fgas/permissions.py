"""The switches of the F-gas register: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Devices")

FUNCTIONS = (
    Function(
        "fgas.read",
        _("See the F-gas register"),
        SECTION,
        needs=frozenset({"devices.read"}),
        is_office=True,
        help=_("A technician notes work on a circuit in the own visits without this, too."),
    ),
    Function(
        "fgas.write",
        _("Keep the F-gas register"),
        SECTION,
        needs=frozenset({"fgas.read"}),
        is_office=True,
    ),
)
