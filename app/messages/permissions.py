"""The switches of messages to customers: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Messages")

FUNCTIONS = (
    Function(
        "messages.read",
        _("See messages to customers"),
        SECTION,
        needs=frozenset({"clients.all"}),
        is_office=True,
    ),
    Function(
        "messages.write",
        _("Write to customers, note who wants no messages, deal with what failed"),
        SECTION,
        needs=frozenset({"messages.read"}),
        is_office=True,
    ),
)
