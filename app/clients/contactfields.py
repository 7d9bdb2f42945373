"""Telephones and e-mail addresses as rows of a form: a value and whose it is."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from wtforms import Field

from app.web.markup import rendered
from app.web.widgets import control_attributes

#: Rows that one card may have; more are refused by the service's column anyway.
MOST_ROWS = 20

Row = tuple[str, str]


class ContactRows:
    """Draw the rows; the first is the one that lists show."""

    def __init__(self, input_type: str) -> None:
        """Make the control for "tel" or "email"."""
        self.input_type = input_type

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        """Return the rows, at least one, and the template of a new one."""
        attributes = control_attributes(field, "form-control", kwargs)
        return rendered(
            "clients/_contact_rows.html",
            field=field,
            rows=field.data or [("", "")],
            input_type=self.input_type,
            attributes=attributes,
        )


class ContactsField(Field):
    """Rows of (value, label), as typed; the service reads and refuses them.

    The values travel under the field's name, the labels under the name and ``_label``.
    """

    def __init__(self, label: Any = None, *, input_type: str, **kwargs: Any) -> None:
        """Make the field; `input_type` is "tel" or "email"."""
        super().__init__(label, widget=ContactRows(input_type), **kwargs)  # type: ignore[no-untyped-call]  # untyped library

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Read the labels before the values: both are needed to make the rows."""
        self.labels: list[str] = formdata.getlist(f"{self.name}_label") if formdata else []
        super().process(formdata, *args, **kwargs)  # type: ignore[no-untyped-call]  # untyped library

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keep the rows in which something was typed."""
        labels = [*self.labels, *[""] * len(valuelist)]
        rows = [
            (value.replace("\x00", "").strip(), label.replace("\x00", "").strip()[:40])
            for value, label in zip(valuelist, labels, strict=False)
        ]
        self.data = [row for row in rows if row[0]][:MOST_ROWS]
