"""The switches of the privacy forms: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Clients")

FUNCTIONS = (
    Function(
        "privacy.read",
        _("Privacy forms of the card"),
        SECTION,
        needs=frozenset({"clients.read"}),
        brings=False,
        help=_("A technician has the form signed in the own visits without this, too."),
    ),
    Function(
        "privacy.write",
        _("Have privacy forms signed in the office, note revocations"),
        SECTION,
        needs=frozenset({"privacy.read"}),
        is_office=True,
    ),
)
