"""How a stored value is written for people: Italian dates, decimals with a comma."""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from babel.dates import format_date as format_day
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from app.kernel.dates import local_clock


def to_rome(moment: datetime) -> datetime:
    """Return an aware instant as Italian wall-clock time; a naive one unchanged."""
    return moment if moment.tzinfo is None else local_clock(moment)


def format_date(day: date) -> str:
    """Return "05/03/2026"; years before 1000 keep four digits."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def format_month(day: date, *, with_year: bool = True) -> str:
    """Return "marzo 2026", or "marzo", in the language of the page."""
    return format_day(day, "MMMM yyyy" if with_year else "MMMM", locale=get_locale())


def format_moment(moment: datetime) -> str:
    """Return "05/03/2026 14:30", Italian time."""
    local = to_rome(moment)
    return f"{format_date(local)} {local:%H:%M}"


def format_number(number: Decimal | float, *, grouped: bool = True) -> str:
    """Return a number with comma decimals and, if `grouped`, dots between thousands."""
    if isinstance(number, float):
        number = Decimal(repr(number))
    if not number.is_finite():
        return str(number)
    text = f"{number:,f}" if grouped else f"{number:f}"
    return text.translate(str.maketrans(",.", ".,"))


def display(value: Any) -> Any:
    """Return a value as people read it; None becomes the empty string, `Markup` is kept."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Decimal | float):
        return format_number(value)
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, date):
        return format_date(value)
    return _other(value)


def _other(value: Any) -> Any:
    if isinstance(value, Markup):
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, list | tuple | set):
        return ", ".join(str(display(item)) for item in value)
    return str(value)
