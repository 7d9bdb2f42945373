"""The switches of the quotes: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Quotes")

FUNCTIONS = (
    Function(
        "card_quotes.read",
        _("Quotes of the card"),
        SECTION,
        needs=frozenset({"clients.read"}),
        brings=False,
    ),
    Function(
        "quotes.read",
        _("See the quotes section"),
        SECTION,
        needs=frozenset({"clients.all", "prices.read"}),
        is_office=True,
    ),
    Function(
        "quotes.write",
        _("Write, send and convert quotes"),
        SECTION,
        needs=frozenset({"quotes.read"}),
        is_office=True,
    ),
)
