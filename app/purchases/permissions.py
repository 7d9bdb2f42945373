"""The switches of the purchases: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Supplier invoices")

FUNCTIONS = (
    Function(
        "purchases.read",
        _("See supplier invoices and what is to be paid"),
        SECTION,
        needs=frozenset({"prices.read"}),
        is_office=True,
    ),
    Function(
        "purchases.write",
        _("Take in supplier invoices, note payments"),
        SECTION,
        needs=frozenset({"purchases.read"}),
        is_office=True,
    ),
)
