"""The switches of outgoing mail: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Messages")

FUNCTIONS = (
    Function("mail.read", _("See outgoing mail"), SECTION, is_office=True),
    Function(
        "mail.write",
        _("Send again mail that failed"),
        SECTION,
        needs=frozenset({"mail.read"}),
        is_office=True,
    ),
)
