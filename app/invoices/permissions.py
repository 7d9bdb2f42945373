"""The switches of the invoices domain: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Invoices")

FUNCTIONS = (
    Function(
        "card_invoices.read",
        _("Invoices of the card"),
        SECTION,
        needs=frozenset({"clients.read", "prices.read"}),
        also=frozenset({("can_show", "invoices"), ("can_list", "invoices")}),
        brings=False,
    ),
    Function(
        "invoices.read",
        _("See all invoices and what is unpaid"),
        SECTION,
        needs=frozenset({"prices.read"}),
        also=frozenset({("can_show", "invoices"), ("can_list", "invoices")}),
        is_office=True,
    ),
    Function(
        "invoices.write",
        _("Make, issue and send invoices, record payments"),
        SECTION,
        needs=frozenset({"invoices.read", "clients.all"}),
        is_office=True,
    ),
)
