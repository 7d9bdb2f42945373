"""The switches of the office's notes: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Office notes")

FUNCTIONS = (
    Function("notes.read", _("See the office's reminders and post-its"), SECTION, is_office=True),
    Function(
        "notes.write",
        _("Write reminders and post-its"),
        SECTION,
        needs=frozenset({"notes.read"}),
        is_office=True,
    ),
)
