"""Sentences and words of the office's notes."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.kernel.errors import DomainError
from app.notes import rules
from app.notes.rules import NoteColour, NoteKind, Repeat

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.ReminderDayMissingError: _("Choose the day of the reminder."),
    rules.HourNotReadableError: _("Write the hour as hours and minutes, for example 09:30."),
    rules.NoteDeviceElsewhereError: _("This device does not stand at that client's plant."),
}

KINDS = {NoteKind.REMINDER: _("Reminder"), NoteKind.POST_IT: _("Post-it")}

COLOURS = {
    NoteColour.YELLOW: _("Yellow"),
    NoteColour.GREEN: _("Green"),
    NoteColour.BLUE: _("Blue"),
    NoteColour.PINK: _("Pink"),
}

REPEATS = {
    Repeat.NEVER: _("Once only"),
    Repeat.DAY: _("Every day"),
    Repeat.WEEK: _("Every week"),
    Repeat.MONTH: _("Every month"),
    Repeat.YEAR: _("Every year"),
}
