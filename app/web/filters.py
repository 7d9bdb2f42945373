"""Filters of a list: what each reads from the address, asks the database and shows.

A filter is an immutable declaration shared by all requests; the result of reading the
arguments (`FilterResult`) belongs to one request. Arguments are named ``f_<name>``, with
``_from`` and ``_to`` for ranges.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, select
from sqlalchemy import types as sa
from werkzeug.datastructures import MultiDict

from app.kernel.dates import local_day_bounds, start_of_local_day
from app.web import values
from app.web.formats import display
from app.web.lists import FilterField, Label, Option

Arguments = MultiDict[str, str]


@dataclass(frozen=True)
class ActiveFilter:
    """One active filter: its chip and the arguments to drop to remove it."""

    label: Label
    value: str
    arguments: tuple[str, ...]


@dataclass
class FilterResult:
    """What the arguments of one request say about one filter."""

    fields: list[FilterField] = field(default_factory=list)
    conditions: list[ColumnElement[bool]] = field(default_factory=list)
    active: list[ActiveFilter] = field(default_factory=list)


@dataclass(frozen=True)
class ListFilter:
    """A filter of a list.

    Args:
        name: Unique in the list; arguments are named after it.
        label: What the form and the chip say.
    """

    name: str
    label: Label

    @property
    def argument(self) -> str:
        """Return the name of the filter's argument."""
        return f"f_{self.name}"

    def read(self, arguments: Arguments) -> FilterResult:
        """Return what one request's arguments say; never raises."""
        raise NotImplementedError


@dataclass(frozen=True)
class TextFilter(ListFilter):
    """Rows whose text contains what was typed, upper and lower case alike."""

    column: Any

    def read(self, arguments: Arguments) -> FilterResult:
        typed = arguments.get(self.argument, "")
        result = FilterResult()
        error = None
        try:
            text = values.read_text(typed)
        except values.ValueFormatError:
            text, error = "", _("This text is too long or contains unusable characters.")
        result.fields.append(FilterField(self.argument, self.label, "text", typed, error=error))
        if text:
            result.conditions.append(self._condition(text))
            result.active.append(ActiveFilter(self.label, text, (self.argument,)))
        return result

    def _condition(self, text: str) -> ColumnElement[bool]:
        return contains(self.column, text)


@dataclass(frozen=True)
class RelatedTextFilter(TextFilter):
    """Rows whose related row has a text that contains what was typed.

    Args:
        column: Text of the related table.
        key: Foreign key of the listed table.
        related_key: Primary key of the related table.
    """

    key: Any
    related_key: Any

    def _condition(self, text: str) -> ColumnElement[bool]:
        found = select(self.related_key).where(contains(self.column, text))
        return cast("ColumnElement[bool]", self.key.in_(found))


@dataclass(frozen=True)
class ChoiceFilter(ListFilter):
    """Rows with one of a fixed set of values, or that meet one of several conditions.

    Args:
        choices: Argument value to label, in order.
        condition: Takes an argument value and returns the condition.
    """

    choices: Mapping[str, Label]
    condition: Callable[[str], ColumnElement[bool]]

    def read(self, arguments: Arguments) -> FilterResult:
        typed = arguments.get(self.argument, "")
        result = FilterResult()
        options = tuple(Option(key, text, key == typed) for key, text in self.choices.items())
        known = typed in self.choices
        error = _("Choose one of the values in the list.") if typed and not known else None
        result.fields.append(
            FilterField(self.argument, self.label, "select", typed, options, error=error)
        )
        if known:
            result.conditions.append(self.condition(typed))
            text = str(self.choices[typed])
            result.active.append(ActiveFilter(self.label, text, (self.argument,)))
        return result


@dataclass(frozen=True)
class RangeFilter(ListFilter):
    """Rows with a number or a day between two bounds, both included."""

    column: Any

    def read(self, arguments: Arguments) -> FilterResult:
        result = FilterResult()
        bounds: list[Any] = []
        for side, label in (("from", self._from_label()), ("to", self._to_label())):
            name = f"{self.argument}_{side}"
            typed = arguments.get(name, "")
            value, error = self._bound(typed)
            shown = value.isoformat() if isinstance(value, date) else typed
            result.fields.append(FilterField(name, label, self._kind(), shown, error=error))
            bounds.append((name, value))
        self._narrow(result, *bounds)
        return result

    def _narrow(self, result: FilterResult, low: tuple[str, Any], high: tuple[str, Any]) -> None:
        if low[1] is not None:
            result.conditions.append(self.column >= self._stored(low[1]))
            text = _("from %(value)s", value=display(low[1]))
            result.active.append(ActiveFilter(self.label, text, (low[0],)))
        if high[1] is not None:
            result.conditions.append(self._up_to(high[1]))
            text = _("up to %(value)s", value=display(high[1]))
            result.active.append(ActiveFilter(self.label, text, (high[0],)))

    def _bound(self, typed: str) -> tuple[Any, str | None]:
        if not typed.strip():
            return None, None
        try:
            return self._read_bound(typed), None
        except values.ValueFormatError:
            return None, self._mistake()

    def _from_label(self) -> str:
        return _("%(label)s, from", label=self.label)

    def _to_label(self) -> str:
        return _("%(label)s, up to", label=self.label)

    def _kind(self) -> str:
        return "date" if self._is_time() else "number"

    def _mistake(self) -> str:
        if self._is_time():
            return _("Write the date as day/month/year.")
        return _("Write a number.")

    def _is_time(self) -> bool:
        return isinstance(_plain_type(self.column), sa.Date | sa.DateTime)

    def _read_bound(self, typed: str) -> Any:
        if self._is_time():
            return values.read_date(typed)
        return values.read_value(self.column.type, typed)

    def _stored(self, value: Any) -> Any:
        is_moment = isinstance(_plain_type(self.column), sa.DateTime)
        return start_of_local_day(value) if is_moment else value

    def _up_to(self, value: Any) -> ColumnElement[bool]:
        if isinstance(_plain_type(self.column), sa.DateTime):
            before = self.column < local_day_bounds(value)[1]
            return cast("ColumnElement[bool]", before)
        return cast("ColumnElement[bool]", self.column <= value)


@dataclass(frozen=True)
class RemoteFilter(ListFilter):
    """Rows related to one row of another table, picked in a remote select.

    Args:
        condition: Takes the related row and returns the condition.
        load: Returns the related row of a submitted key, or None if it is not to be seen.
        text_of: What the chosen row is called.
        remote_url: Returns the address that lists the options.
    """

    condition: Callable[[Any], ColumnElement[bool]]
    load: Callable[[str], Any]
    text_of: Callable[[Any], str]
    remote_url: Callable[[], str]

    def read(self, arguments: Arguments) -> FilterResult:
        typed = arguments.get(self.argument, "")
        result = FilterResult()
        chosen = self.load(typed) if typed else None
        error = _("Choose one of the values in the list.") if typed and not chosen else None
        options: tuple[Option, ...] = ()
        if chosen is not None:
            text = self.text_of(chosen)
            options = (Option(typed, text, selected=True),)
            result.conditions.append(self.condition(chosen))
            result.active.append(ActiveFilter(self.label, text, (self.argument,)))
        result.fields.append(
            FilterField(
                self.argument, self.label, "remote", typed, options, self.remote_url(), error
            )
        )
        return result


def contains(column: Any, text: str) -> ColumnElement[bool]:
    """Return "the column contains the text", case-insensitive; % and _ are plain characters."""
    return cast("ColumnElement[bool]", column.icontains(text, autoescape=True))


def row_filter(name: str, label: Label, key: Any, rows: Iterable[Any]) -> ChoiceFilter:
    """Return a filter over a foreign key to a short list, offered whole."""
    choices = {str(row.id): str(row) for row in rows}
    return ChoiceFilter(name, label, choices, lambda chosen: key == int(chosen))


def bool_filter(name: str, label: Label, column: Any) -> ChoiceFilter:
    """Return a yes-or-no filter over a boolean column."""
    choices = {"1": lazy_gettext("Yes"), "0": lazy_gettext("No")}
    return ChoiceFilter(name, label, choices, lambda key: column.is_(key == "1"))


def enum_filter(name: str, label: Label, column: Any, labels: Mapping[Any, Label]) -> ChoiceFilter:
    """Return a filter over an enum column; `labels` gives the members and their order."""
    members = {member.name: member for member in labels}
    choices = {member.name: text for member, text in labels.items()}
    return ChoiceFilter(name, label, choices, lambda key: column == members[key])


def column_filter(
    name: str, label: Label, column: Any, labels: Mapping[Any, Label] | None = None
) -> ListFilter:
    """Return the filter that suits a column's type."""
    kind = _plain_type(column)
    enum_class = getattr(column.type, "kind", None) or getattr(column.type, "enum_class", None)
    if enum_class is not None:
        return enum_filter(name, label, column, labels or {m: str(m.value) for m in enum_class})
    if isinstance(kind, sa.Boolean):
        return bool_filter(name, label, column)
    if isinstance(kind, sa.Integer | sa.Numeric | sa.Date | sa.DateTime):
        return RangeFilter(name, label, column)
    return TextFilter(name, label, column)


def _plain_type(column: Any) -> Any:
    kind = column.type
    return kind.impl_instance if isinstance(kind, sa.TypeDecorator) else kind
