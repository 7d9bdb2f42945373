"""The switches of the contracts: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Contracts")

FUNCTIONS = (
    Function(
        "card_contracts.read",
        _("Contracts of the card"),
        SECTION,
        needs=frozenset({"clients.read"}),
        brings=False,
    ),
    Function(
        "contracts.read",
        _("See the contracts section"),
        SECTION,
        needs=frozenset({"clients.all", "prices.read"}),
        is_office=True,
    ),
    Function(
        "contracts.write",
        _("Write, renew and end contracts"),
        SECTION,
        needs=frozenset({"contracts.read"}),
        is_office=True,
    ),
)
