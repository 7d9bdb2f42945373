"""The switch of the register: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Administration")

FUNCTIONS = (
    Function("audit.read", _("See the activity log"), SECTION, is_office=True, is_admin=True),
)
