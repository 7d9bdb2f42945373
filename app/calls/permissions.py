"""The switches of the calls domain: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Calls")

FUNCTIONS = (
    Function(
        "card_calls.read",
        _("Calls of the card"),
        SECTION,
        needs=frozenset({"clients.read"}),
        brings=False,
    ),
    Function(
        "calls.read",
        _("See the calls section"),
        SECTION,
        help=_("Lists the jobs still to be scheduled."),
    ),
    Function(
        "calls.write",
        _("Change calls and carry them out"),
        SECTION,
        needs=frozenset({"calls.read"}),
    ),
)
