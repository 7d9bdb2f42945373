"""Form fields that read what Italians type and say clearly what they could not read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)

from app.kernel.errors import DomainError
from app.kernel.identifiers import check_email
from app.kernel.phones import display_phone, parse_phone
from app.web import values, widgets
from app.web.columns import key_text
from app.web.formats import format_number, to_rome
from app.web.values import INT32_LIMIT, ValueFormatError

#: Longest text of a field over a column without a length.
MAX_LONG_TEXT = 20_000


class _TextMixin:
    """Read a text without outer spaces; nothing typed is None."""

    data: Any
    max_length = MAX_LONG_TEXT

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = text or None
        if "\x00" in text:
            raise ValueError(_("The text contains characters that cannot be stored."))
        if len(text) > self.max_length:
            raise ValueError(
                _("The text is too long: %(limit)s characters at most.", limit=self.max_length)
            )


class TextField(_TextMixin, StringField):
    """A line of text; an empty one is None, so that unique columns may lack it."""

    widget = widgets.TextControl()


class LongTextField(_TextMixin, TextAreaField):
    """Several lines of text; an empty one is None."""

    widget = widgets.TextAreaControl()


class SwitchField(BooleanField):
    """A yes-or-no switch."""

    widget = widgets.SwitchControl()


class EmailAddressField(_TextMixin, EmailField):
    """An e-mail address in small letters, or None."""

    widget = widgets.EmailControl()

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is None:
            return
        checked = check_email(self.data)
        if checked.reason is not None:
            raise ValueError(_("Write an e-mail address, for example mario.rossi@example.it."))
        self.data = checked.value


class PhoneField(_TextMixin, StringField):
    """A telephone number, kept as `+39` and the number, or None."""

    widget = widgets.PhoneControl()

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is None:
            return
        try:
            self.data = parse_phone(self.data).number
        except DomainError as error:
            raise ValueError(_("Write a telephone number, for example 02 1234567.")) from error

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return display_phone(self.data) if self.data else ""


class TypedField(Field):
    """A field whose text is read into a value; the text is kept when it cannot be."""

    widget = widgets.TextControl()

    def read(self, text: str) -> Any:
        """Return the value of a text, not empty; raise ValueError with the sentence to show."""
        raise NotImplementedError

    def write(self, value: Any) -> str:
        """Return the text of a value."""
        return str(value)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if text:
            self.data = self.read(text)

    def _value(self) -> str:
        if self.data is None:
            return str(self.raw_data[0]) if self.raw_data else ""
        return self.write(self.data)


class WholeNumberField(TypedField):
    """A whole number that its column can hold."""

    widget = widgets.IntegerControl()

    def __init__(self, *args: Any, limit: int = INT32_LIMIT, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit = limit

    def read(self, text: str) -> int:
        try:
            return values.read_int(text.replace(" ", ""), limit=self.limit)
        except ValueFormatError as error:
            raise ValueError(_("Write a whole number.")) from error


class DecimalNumberField(TypedField):
    """A number with a comma or a dot.

    Args:
        places: Decimals it may have; more are refused, never rounded silently.
        digits: Digits before the comma.
    """

    widget = widgets.DecimalControl()

    def __init__(self, *args: Any, places: int = 2, digits: int = 10, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        self.digits = digits

    def read(self, text: str) -> Any:
        try:
            number = values.read_decimal(text, places=self.places)
        except ValueFormatError as error:
            raise ValueError(_("Write a number, for example 1.234,50.")) from error
        exponent = number.normalize().as_tuple().exponent
        if isinstance(exponent, int) and -exponent > self.places:
            raise ValueError(self._too_fine())
        if number and number.adjusted() >= self.digits:
            raise ValueError(_("This number is too large."))
        return number

    def write(self, value: Any) -> str:
        return format_number(value, grouped=False)

    def _too_fine(self) -> str:
        return _("Write at most %(places)s decimals.", places=self.places)


class MoneyField(DecimalNumberField):
    """An amount in euro with 2 decimals."""

    widget = widgets.MoneyControl()


class FloatNumberField(DecimalNumberField):
    """A measure stored as a binary number."""

    def read(self, text: str) -> float:
        return float(super().read(text))

    def write(self, value: Any) -> str:
        return super().write(value if isinstance(value, Decimal) else float(value))


class DayField(TypedField):
    """A day: 31/12/2026 as typed, 2026-12-31 as the browser's calendar sends it."""

    widget = widgets.DateControl()

    def read(self, text: str) -> date:
        try:
            return values.read_date(text)
        except ValueFormatError as error:
            raise ValueError(_("Write the date as day/month/year.")) from error

    def write(self, value: date) -> str:
        return value.isoformat()


class MomentField(TypedField):
    """A day and an hour in Italian time, kept as a UTC instant."""

    widget = widgets.MomentControl()

    def read(self, text: str) -> datetime:
        try:
            return values.read_moment(text)
        except ValueFormatError as error:
            raise ValueError(_("Write the date as day/month/year and the hour.")) from error

    def write(self, value: datetime) -> str:
        return f"{to_rome(value):%Y-%m-%dT%H:%M}"


class VersionField(HiddenField):
    """The version a form was filled from; compared by the view, never written to the row."""

    def populate_obj(self, obj: Any, name: str) -> None:
        del obj, name


class EnumChoiceField(SelectField):
    """A member of an enum, by its name.

    Args:
        labels: Member -> label, in order.
        optional: Whether nothing may be chosen.
    """

    widget = widgets.SelectControl()

    def __init__(self, *args: Any, labels: Any, optional: bool = False, **kwargs: Any) -> None:
        self.members = {_name_of(member): member for member in labels}
        choices = [(_name_of(member), text) for member, text in labels.items()]
        kwargs["choices"] = [("", ""), *choices] if optional else choices
        kwargs["coerce"] = self._coerce
        super().__init__(*args, **kwargs)
        self.optional = optional

    def _coerce(self, value: Any) -> Any:
        if value is None or value == "":
            return None
        return self.members[value] if isinstance(value, str) and value in self.members else value

    def process_formdata(self, valuelist: Iterable[str]) -> None:
        text = next(iter(valuelist), "")
        self.data = self._coerce(text)
        if self.data is not None and text not in self.members:
            raise ValueError(_("Choose one of the values in the list."))

    def iter_choices(self) -> Any:
        for value, label in self.choices:
            yield value, label, self._coerce(value) == self.data, {}

    def pre_validate(self, form: Any) -> None:
        del form
        known = self.data in self.members.values()
        if not known and not (self.data is None and self.optional):
            raise ValidationError(_("Choose one of the values in the list."))


@dataclass(frozen=True)
class RemoteSource:
    """Where a remote select gets its rows.

    Args:
        url_endpoint: Endpoint that lists the options, see `HouseModelView.options`; a
            function when it is known only after registration.
        loader: Returns the row of a submitted key, or None when the account may not choose
            it: the row rule of the other view applies here too.
        url_values: Values of the endpoint's address.
        label_of: What a row is called.
        key_of: A row's key as text.
        create_url: Returns the address of the form for a new row, offered under the list.
        create_label: Returns what that form makes ("New client").
    """

    url_endpoint: str | Callable[[], str]
    loader: Callable[[str], Any]
    url_values: Mapping[str, Any] = field(default_factory=dict)
    label_of: Callable[[Any], str] = str
    key_of: Callable[[Any], str] = key_text
    create_url: Callable[[], str | None] = lambda: None
    create_label: Callable[[], Any] = lambda: ""


class RemoteSelectField(Field):
    """A related row, chosen in a select that fetches its options as one types."""

    widget: Any = widgets.RemoteSelectControl()

    def __init__(
        self, label: Any = None, validators: Any = None, *, source: RemoteSource, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.source = source

    def remote_url(self) -> str:
        """Return the address that lists the options."""
        endpoint = self.source.url_endpoint
        name = endpoint() if callable(endpoint) else endpoint
        return url_for(name, **self.source.url_values)

    def create_url(self) -> str | None:
        """Return the address of the form for a new row, if one may be made from here."""
        return self.source.create_url()

    def chosen_options(self) -> list[tuple[str, str]]:
        """Return (key, text) of the chosen row."""
        return [] if self.data is None else [self._option(self.data)]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        key = valuelist[0].strip() if valuelist else ""
        self.data = self._load(key) if key else None

    def _option(self, item: Any) -> tuple[str, str]:
        return self.source.key_of(item), self.source.label_of(item)

    def _load(self, key: str) -> Any:
        item = self.source.loader(key)
        if item is None:
            raise ValueError(_("Choose one of the values in the list."))
        return item


class RemoteSelectMultipleField(RemoteSelectField):
    """Related rows, chosen in a select that fetches its options as one types."""

    widget: Any = widgets.RemoteSelectControl(multiple=True)
    #: Rows that may be chosen at once.
    most = 200

    def chosen_options(self) -> list[tuple[str, str]]:
        """Return (key, text) of the chosen rows."""
        return [self._option(item) for item in self.data or ()]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        keys = list(dict.fromkeys(filter(None, valuelist)))
        self.data = []
        if len(keys) > self.most:
            raise ValueError(_("Too many values are chosen."))
        self.data = [self._load(key) for key in keys]


def _name_of(member: Any) -> str:
    return member.name if isinstance(member, Enum) else str(member)
