"""Filters and globals of the templates."""

from datetime import UTC, date, datetime
from decimal import Decimal

from flask import Flask
from flask_babel import gettext
from markupsafe import Markup

from app.web.access import access
from app.web.formats import format_date, format_moment, format_number, to_rome
from app.web.shell import shell_context


def day(value: date | datetime | None) -> str:
    """Return "05/03/2026"; an instant is taken in Italian time."""
    if value is None:
        return ""
    return format_date(to_rome(value) if isinstance(value, datetime) else value)


def instant(value: datetime | None) -> str:
    """Return "05/03/2026 14:30", Italian time."""
    return "" if value is None else format_moment(value)


def stored_instant(value: datetime | None) -> str:
    """Return "05/03/2026 14:30", Italian time, of an instant FAB stores as naive UTC."""
    return "" if value is None else format_moment(value.replace(tzinfo=UTC))


def hour(value: datetime | None) -> str:
    """Return "14:30", Italian time."""
    return "" if value is None else f"{to_rome(value):%H:%M}"


def euro(value: Decimal | None) -> str:
    """Return "€ 1.234,50" with a space that does not break."""
    return "" if value is None else Markup("€&nbsp;{}").format(format_number(round(value, 2)))


def number(value: Decimal | float | None) -> str:
    """Return a number with comma decimals, without useless zeros."""
    if value is None:
        return ""
    plain = value if isinstance(value, Decimal) else Decimal(repr(value))
    plain = plain.normalize()
    return format_number(plain.quantize(1) if plain == plain.to_integral() else plain)


def kw(value: Decimal | float | None) -> str:
    """Return "24,5 kW"."""
    return "" if value is None else Markup("{}&nbsp;kW").format(number(value))


def in_words(sentence: object) -> str:
    """Return a sentence in the reader's language; a per cent sign in it means itself.

    Sentences of libraries come in English, ours are translated already and may quote what was
    typed: the `_` of templates would take it for a format.
    """
    return gettext(str(sentence))


def install(app: Flask) -> None:
    """Give the templates their filters and globals."""
    app.jinja_env.filters.update(
        day=day,
        instant=instant,
        stored_instant=stored_instant,
        hour=hour,
        euro=euro,
        number=number,
        kw=kw,
        in_words=in_words,
    )
    app.jinja_env.globals["access"] = access
    app.context_processor(shell_context)
