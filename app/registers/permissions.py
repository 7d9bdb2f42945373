"""The switches of the regional registers: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Regional registers")

FUNCTIONS = (
    Function(
        "registers.export",
        _("Prepare files for the regional register and keep the fee stickers"),
        SECTION,
        needs=frozenset({"interventions.read"}),
        is_office=True,
        help=_("Which reports are ready, the files to hand over, what was sent when, stickers."),
    ),
)
