"""Form controls in Bootstrap 5: class, error mark and description tied to each control."""

from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup, escape
from wtforms import widgets
from wtforms.widgets import html_params


def control_attributes(field: Any, css_class: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return a control's attributes: its class, the error mark, what describes it.

    What the template gave wins; ids of error and help are those of `lib.render_field`.
    """
    classes = str(given.pop("class", given.pop("class_", css_class)))
    if field.errors and "is-invalid" not in classes:
        classes += " is-invalid"
    described = [f"{field.id}-error"] if field.errors else []
    described += [f"{field.id}-help"] if field.description else []
    attributes: dict[str, Any] = {"class": classes}
    if field.errors:
        attributes["aria-invalid"] = "true"
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return {**attributes, **given}


class TextControl(widgets.TextInput):
    """A line of text."""

    css_class = "form-control"
    extra: dict[str, Any] = {}

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        given = {**self.extra, **kwargs}
        attributes = control_attributes(field, self.css_class, given)
        return Markup(super().__call__(field, **attributes))  # noqa: S704  WTForms escaped it


class EmailControl(TextControl):
    """An e-mail address: the phone shows the @ on its keyboard."""

    input_type = "email"
    extra = {"autocomplete": "off", "spellcheck": "false"}


class PhoneControl(TextControl):
    """A telephone number: the phone shows digits."""

    input_type = "tel"
    extra = {"autocomplete": "off"}


class IntegerControl(TextControl):
    """A whole number."""

    extra = {"inputmode": "numeric", "autocomplete": "off"}


class DecimalControl(TextControl):
    """A number with decimals; the page turns a dot into a comma."""

    extra = {"inputmode": "decimal", "autocomplete": "off", "data-decimal": ""}


class MoneyControl(DecimalControl):
    """An amount in euro, with the sign in front."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        control = super().__call__(field, **kwargs)
        sign = '<span class="input-group-text" aria-hidden="true">€</span>'
        return Markup(f'<div class="input-group">{sign}{control}</div>')  # noqa: S704  constants


class DateControl(TextControl):
    """A day. What cannot be read is shown in a plain input, so that it is not lost."""

    input_type = "date"

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        if field.errors and field.data is None:
            kwargs["type"] = "text"
        return super().__call__(field, **kwargs)


class MomentControl(DateControl):
    """A day and an hour, Italian time."""

    input_type = "datetime-local"


class TextAreaControl(widgets.TextArea):
    """Several lines of text."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        kwargs.setdefault("rows", 4)
        attributes = control_attributes(field, "form-control", kwargs)
        return Markup(super().__call__(field, **attributes))  # noqa: S704  WTForms escaped it


class SwitchControl(widgets.CheckboxInput):
    """A yes-or-no switch."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        kwargs.setdefault("role", "switch")
        attributes = control_attributes(field, "form-check-input", kwargs)
        return Markup(super().__call__(field, **attributes))  # noqa: S704  WTForms escaped it


class SelectControl(widgets.Select):
    """A short list to choose from; the page makes a long one searchable."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        attributes = control_attributes(field, "form-select", kwargs)
        return Markup(super().__call__(field, **attributes))  # noqa: S704  WTForms escaped it


class RemoteSelectControl:
    """A select that holds only the chosen rows; the page fetches the others as one types."""

    validation_attrs = ("required", "disabled")

    def __init__(self, *, multiple: bool = False) -> None:
        """Make the control for one row, or for several."""
        self.multiple = multiple

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        kwargs.setdefault("id", field.id)
        attributes = control_attributes(field, "form-select", kwargs)
        attributes["name"] = field.name
        attributes["data-remote-url"] = field.remote_url()
        attributes["data-nothing"] = _("Nothing found")
        attributes["data-remove"] = _("Remove")
        if create_url := field.create_url():
            attributes["data-create-url"] = create_url
            attributes["data-create-label"] = field.source.create_label()
        if self.multiple:
            attributes["multiple"] = True
        if field.flags.required:
            attributes["required"] = True
        options = "".join(
            f'<option value="{escape(value)}" selected>{escape(text)}</option>'
            for value, text in field.chosen_options()
        )
        if not self.multiple:
            options = f'<option value=""></option>{options}'
        return Markup(f"<select {html_params(**attributes)}>{options}</select>")  # noqa: S704  escaped above
