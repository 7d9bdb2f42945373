"""The form of a sheet, made from its items."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.booklets import labels
from app.booklets.blocks import label_of
from app.booklets.rules_sheets import BookletSheet, holds
from app.interventions.facts import plain
from app.ree.rules_items import Item, Kind
from app.web import widgets
from app.web.fields import DayField, DecimalNumberField, WholeNumberField
from app.web.forms import HouseForm
from app.web.rowchoice import BlankTextField


class _Several(SelectMultipleField):
    """Several of a short list; nothing chosen is allowed."""

    widget = widgets.SelectControl(multiple=True)


class _One(SelectField):
    """One of a short list."""

    widget = widgets.SelectControl()


def form_class(sheet: BookletSheet) -> type[HouseForm]:
    """Return the form of a sheet."""
    fields = {item.name: _field(item) for item in sheet.items}
    return type(f"Sheet{sheet.code}Form", (HouseForm,), fields)


def initial(sheet: BookletSheet, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return stored values as the form wants them."""
    return {
        item.name: _read(item, values[item.name])
        for item in sheet.items
        if values.get(item.name) not in (None, "")
    }


def stated(sheet: BookletSheet, form: Any) -> dict[str, Any]:
    """Return what the form says as JSON, without what is empty or not asked."""
    found = {item.name: _write(form[item.name].data) for item in sheet.items}
    filled = {name: value for name, value in found.items() if value not in (None, "", [])}
    return {
        item.name: filled[item.name]
        for item in sheet.items
        if item.name in filled and holds(item.when, filled)
    }


def _field(item: Item) -> Any:
    label, needed = label_of(item), [InputRequired() if item.is_required else Optional()]
    shown = {"render_kw": _shown_when(item)}
    choices = [(one, labels.OPTIONS[item.name][one]) for one in item.options]
    if item.kind is Kind.SEVERAL:
        return _Several(label, [Optional()], choices=choices, **shown)
    if item.kind is Kind.SN:
        answers = [("", ""), ("yes", _("Yes")), ("no", _("No"))]
        return _One(label, [Optional()], choices=answers, **shown)
    if item.kind is Kind.CHOICE:
        return _One(label, needed, choices=[("", ""), *choices], **shown)
    if item.kind is Kind.DAY:
        return DayField(label, needed, **shown)
    if item.kind in {Kind.DECIMAL, Kind.WHOLE}:
        return _number(item, label, needed, shown)
    return BlankTextField(label, needed, max_length=item.length, **shown)


def _shown_when(item: Item) -> dict[str, str]:
    """Return what makes the page show the field only with the answer that asks for it."""
    if not item.when:
        return {}
    name, wanted = next(iter(item.when.items()))
    return {"data-show-when": f"{name}={'|'.join(wanted)}"}


def _number(item: Item, label: str, needed: list[Any], shown: dict[str, Any]) -> Any:
    bounds = NumberRange(min=item.least, max=item.most)
    if item.kind is Kind.WHOLE:
        return WholeNumberField(label, [*needed, bounds], **shown)
    return DecimalNumberField(label, [*needed, bounds], places=item.places, **shown)


def _read(item: Item, value: Any) -> Any:
    if item.kind is Kind.DECIMAL:
        return Decimal(value)
    return date.fromisoformat(value) if item.kind is Kind.DAY else value


def _write(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value
