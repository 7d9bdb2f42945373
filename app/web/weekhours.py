"""The field for the hours of a week: two spans a day, Monday first."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from markupsafe import Markup, escape
from wtforms import Field

from app.kernel.weekhours import SPANS, HoursOrderError, HoursUnreadableError, read_week

WEEKDAYS = (
    lazy_gettext("Monday"),
    lazy_gettext("Tuesday"),
    lazy_gettext("Wednesday"),
    lazy_gettext("Thursday"),
    lazy_gettext("Friday"),
    lazy_gettext("Saturday"),
    lazy_gettext("Sunday"),
)


class WeekHoursControl:
    """A table of hours; the button that copies Monday works with scripts only."""

    validation_attrs = ()

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        described = escape(kwargs.get("aria-describedby", ""))
        rows = Markup("").join(self._row(field, weekday) for weekday in range(len(WEEKDAYS)))
        return Markup(
            '<div class="week-hours" id="{}" role="group" aria-labelledby="{}-label"'
            ' aria-describedby="{}" data-week-hours>{}'
            '<button type="button" class="btn btn-sm" data-copy-monday hidden>{}</button></div>'
        ).format(field.id, field.id, described, rows, _("Copy Monday until Friday"))

    def _row(self, field: Any, weekday: int) -> Markup:
        day = str(WEEKDAYS[weekday])
        cells = Markup("").join(
            Markup(
                '<input type="time" class="form-control" name="{}" value="{}" aria-label="{}">'
            ).format(field.name, field.cell(weekday, place), _label(day, place))
            for place in range(SPANS * 2)
        )
        return Markup('<div class="week-day"><span>{}</span>{}</div>').format(day, cells)


class WeekHoursField(Field):
    """Hours of a week, as `app.kernel.weekhours` stores them."""

    widget: Any = WeekHoursControl()

    def cell(self, weekday: int, place: int) -> str:
        """Return what an input shows: what was typed, else what is stored."""
        if self.raw_data:
            at = weekday * SPANS * 2 + place
            return str(self.raw_data[at]) if at < len(self.raw_data) else ""
        spans = (self.data or {}).get(str(weekday), [])
        span, end = divmod(place, 2)
        return str(spans[span][end]) if span < len(spans) else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the week, or say which day cannot be read."""
        if not valuelist:
            return
        try:
            self.data = read_week(valuelist)
        except HoursUnreadableError as error:
            day = str(WEEKDAYS[error.weekday])
            raise ValueError(_("%(day)s: write both hours, as 08:30 and 12:30.", day=day)) from None
        except HoursOrderError as error:
            day = str(WEEKDAYS[error.weekday])
            raise ValueError(
                _("%(day)s: each hour must come after the one before it.", day=day)
            ) from None


def week_text(hours: Mapping[str, Any]) -> str:
    """Return the hours of a week in one line; nothing for hours that say nothing."""
    parts = []
    for weekday, day in enumerate(WEEKDAYS):
        spans = (hours or {}).get(str(weekday)) or ()
        if spans:
            told = ", ".join(f"{start}-{end}" for start, end in spans)
            parts.append(f"{day} {told}")
    return "; ".join(parts)


def _label(day: str, place: int) -> str:
    names = (
        _("%(day)s, morning from", day=day),
        _("%(day)s, morning until", day=day),
        _("%(day)s, afternoon from", day=day),
        _("%(day)s, afternoon until", day=day),
    )
    return names[place]
