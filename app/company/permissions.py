"""The switches of the company data: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Administration")

FUNCTIONS = (
    Function("company.read", _("See the company data"), SECTION, is_office=True, is_admin=True),
    Function(
        "company.write",
        _("Change the company data"),
        SECTION,
        needs=frozenset({"company.read"}),
        is_office=True,
        is_admin=True,
    ),
    Function(
        "accounts.read", _("See accounts and profiles"), SECTION, is_office=True, is_admin=True
    ),
    Function(
        "accounts.write",
        _("Change accounts and profiles"),
        SECTION,
        needs=frozenset({"accounts.read"}),
        is_office=True,
        is_admin=True,
    ),
)
