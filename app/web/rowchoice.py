"""Form fields over NOT NULL texts and over the short lists a company edits."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms import SelectField, ValidationError

from app.web import widgets
from app.web.fields import LongTextField, PhoneField, TextField


class _BlankMixin:
    """Read nothing typed as the empty text, which columns without NULL hold."""

    data: Any

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        super().process_formdata(valuelist)  # type: ignore[misc]  # the field mixed with
        self.data = self.data or ""


class BlankTextField(_BlankMixin, TextField):
    """A line of text that may be empty."""

    def __init__(self, *args: Any, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_length = max_length


class BlankLongTextField(_BlankMixin, LongTextField):
    """Several lines of text that may be empty."""


class BlankPhoneField(_BlankMixin, PhoneField):
    """A telephone number that may be empty."""


class RowChoiceField(SelectField):
    """One row of a short list, offered whole in a plain select.

    Unlike a remote select it does not ask the right to the list's own screen: whoever may
    open the form may use the words of the list.

    Args:
        rows: Returns the rows on offer; asked once per form.
        optional: Whether nothing may be chosen.
    """

    widget = widgets.SelectControl()

    def __init__(
        self, *args: Any, rows: Callable[[], Iterable[Any]], optional: bool = False, **kwargs: Any
    ) -> None:
        kwargs |= {"choices": [], "coerce": _same}
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.optional = optional
        self._by_key: dict[str, Any] | None = None

    def offered(self) -> dict[str, Any]:
        """Return key -> row, the present row included although no longer on offer."""
        if self._by_key is None:
            self._by_key = {str(row.id): row for row in self.rows()}
        present = {str(self.data.id): self.data} if self.data is not None else {}
        return {**self._by_key, **present}

    def process_data(self, value: Any) -> None:
        """Keep the row itself."""
        self.data = value

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Find the row of the key sent."""
        key = valuelist[0] if valuelist else ""
        self.data = None
        if key:
            self.data = self.offered().get(key)
            if self.data is None:
                raise ValueError(_("Choose one of the values in the list."))

    def iter_choices(self) -> Iterator[Any]:
        """Yield the options as WTForms wants them."""
        if self.optional or self.data is None:
            yield "", "", self.data is None, {}
        for key, row in self.offered().items():
            yield key, str(row), row is self.data, {}

    def pre_validate(self, form: Any) -> None:
        """Refuse no choice where one is needed."""
        del form
        if self.data is None and not self.optional:
            raise ValidationError(_("Choose one of the values in the list."))


def _same(value: Any) -> Any:
    return value
