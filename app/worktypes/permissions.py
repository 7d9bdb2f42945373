"""The switches of the lists a company may edit: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Configuration")

FUNCTIONS = (
    Function(
        "settings.read", _("See the lists: kinds of work, phrases, prices"), SECTION, is_office=True
    ),
    Function(
        "settings.write",
        _("Change the lists: kinds of work, phrases, prices"),
        SECTION,
        needs=frozenset({"settings.read"}),
        is_office=True,
    ),
)
