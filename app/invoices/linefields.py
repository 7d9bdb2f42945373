"""The lines of an invoice as rows of a form, read strictly and kept as typed when wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import Field, ValidationError

from app.invoices.models import InvoiceLine
from app.invoices.rules_facts import Line
from app.kernel.errors import DomainError
from app.kernel.money import parse_amount
from app.pricelist.models import PriceItem, VatProfile
from app.web.errors import user_message
from app.web.formats import format_number
from app.web.markup import rendered

#: Lines that one document may have by form.
MOST_LINES = 200
#: What a row is made of; each travels under ``line_`` and its name.
PARTS = ("description", "quantity", "unit", "price", "discount", "vat", "goods", "cost")
_PARTS_THAT_COUNT = ("description", "price")

Row = Mapping[str, str]


@dataclass(frozen=True)
class Offer:
    """What the rows offer: VAT rates and articles."""

    vat: Sequence[VatProfile] = ()
    items: Sequence[PriceItem] = ()


@dataclass
class _Reading:
    """What was read of the rows so far."""

    lines: list[Line] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class LinesField(Field):
    """Rows of an invoice: `data` holds them as typed, `lines` as read after validation."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        """Make the field; the view sets `offer` before it is drawn."""
        super().__init__(label, widget=_LinesTable(), **kwargs)  # type: ignore[no-untyped-call]  # untyped library
        self.offer = Offer()
        self.lines: list[Line] = []

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Keep the form: a row is spread over several names."""
        self.form_values = formdata
        super().process(formdata, *args, **kwargs)  # type: ignore[no-untyped-call]  # untyped library
        if formdata is not None and "line_description" in formdata:
            self.data = _typed_rows(formdata)

    def process_data(self, value: Any) -> None:
        """Write stored lines as they are typed."""
        self.data = [_row_of(line) for line in value or []]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Nothing travels under the field's own name."""
        del valuelist

    def read(self) -> _Reading:
        """Read the rows: the good ones as lines, the others as sentences."""
        found = _Reading()
        for place, row in enumerate(self.data or [], 1):
            _read_row(place, row, found)
        self.lines = found.lines
        return found

    def pre_validate(self, form: Any) -> None:
        """Refuse rows that cannot be read; every mistake is named with its line."""
        del form
        found = self.read()
        if not found.errors and not found.lines:
            found.errors.append(_("Add at least one line with a description."))
        if found.errors:
            raise ValidationError(" ".join(found.errors))  # type: ignore[no-untyped-call]  # untyped library


def vat_value(rate_pct: Decimal, natura: str | None) -> str:
    """Return a rate as the value of an option: "22.00|", "0.00|N6.7"."""
    return f"{rate_pct:.2f}|{natura or ''}"


def _typed_rows(formdata: Any) -> list[dict[str, str]]:
    lists = {part: formdata.getlist(f"line_{part}") for part in PARTS}
    count = min(max(len(found) for found in lists.values()), MOST_LINES)
    rows = [
        {
            part: (found[place] if place < len(found) else "").replace("\x00", "").strip()
            for part, found in lists.items()
        }
        for place in range(count)
    ]
    return [row for row in rows if any(row[part] for part in _PARTS_THAT_COUNT)]


def _row_of(line: InvoiceLine) -> dict[str, str]:
    return {
        "description": line.description,
        "quantity": _plain(line.quantity),
        "unit": line.unit,
        "price": _plain(line.unit_price, least=2),
        "discount": _plain(line.discount_pct) if line.discount_pct else "",
        "vat": vat_value(line.rate_pct, line.natura),
        "goods": "1" if line.is_significant_good else "",
        "cost": "" if line.goods_cost_eur is None else _plain(line.goods_cost_eur, least=2),
    }


def _plain(value: Decimal, *, least: int = 0) -> str:
    whole, _point, decimals = f"{value:f}".partition(".")
    decimals = decimals.rstrip("0").ljust(least, "0")
    return format_number(Decimal(f"{whole}.{decimals}" if decimals else whole), grouped=False)


def _read_row(place: int, row: Row, found: _Reading) -> None:
    mistakes = list(_mistakes(row))
    if mistakes:
        found.errors += [
            _("Line %(place)s: %(what)s", place=place, what=mistake) for mistake in mistakes
        ]
        return
    rate, _sep, natura = row["vat"].partition("|")
    is_good = row["goods"] == "1"
    found.lines.append(
        Line(
            description=row["description"][:1000],
            unit_price=_number(row["price"], 8),
            quantity=_number(row["quantity"] or "1", 8),
            unit=row["unit"][:10],
            discount_pct=_number(row["discount"] or "0", 2),
            rate_pct=Decimal(rate),
            natura=natura or None,
            is_significant_good=is_good,
            goods_cost_eur=_number(row["cost"], 2) if is_good and row["cost"] else None,
        )
    )


def _mistakes(row: Row) -> Iterable[str]:
    """Yield what is wrong with a row, in words."""
    if not row["description"]:
        yield _("write a description.")
    for part, label, decimals, needed in (
        ("price", _("price"), 8, True),
        ("quantity", _("quantity"), 8, False),
        ("discount", _("discount"), 2, False),
        ("cost", _("cost"), 2, False),
    ):
        if row[part] or needed:
            yield from _number_mistake(row[part], label, decimals)
    yield from _range_mistakes(row)
    rate = row["vat"].partition("|")[0]
    if not rate.replace(".", "", 1).isdigit() or not 0 <= Decimal(rate) < 100:
        yield _("choose the VAT.")


def _number_mistake(text: str, label: str, decimals: int) -> Iterable[str]:
    if not text:
        yield _("write the price.")
        return
    try:
        _number(text, decimals)
    except DomainError as error:
        yield f"{label}: {user_message(error)}"


def _range_mistakes(row: Row) -> Iterable[str]:
    quantity = _value_or_none(row["quantity"])
    if quantity is not None and quantity <= 0:
        yield _("the quantity is more than zero; a deduction has a negative price.")
    discount = _value_or_none(row["discount"])
    if discount is not None and not 0 <= discount <= 100:
        yield _("the discount lies between 0 and 100.")
    cost = _value_or_none(row["cost"])
    if cost is not None and cost < 0:
        yield _("the cost is not negative.")


def _value_or_none(text: str) -> Any:
    try:
        return _number(text, 8) if text else None
    except DomainError:
        return None


def _number(text: str, decimals: int) -> Decimal:
    return parse_amount(text, decimals=decimals)


def _parts_of(item: PriceItem) -> list[dict[str, str]]:
    """Return the rows that a kit stands for, as the form's inputs hold them."""
    return [
        {
            "description": part.item.description,
            "quantity": _plain(part.quantity),
            "unit": part.item.unit,
            "price": _plain(part.item.unit_price, least=2),
            "vat": vat_value(part.item.vat_profile.rate_pct, part.item.vat_profile.nature),
            "kind": part.item.kind.value,
        }
        for part in item.parts
    ]


class _LinesTable:
    """Draw the rows and the template of a new one."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        del kwargs
        options = {vat_value(v.rate_pct, v.nature): v.label for v in field.offer.vat}
        for row in field.data or []:
            options.setdefault(row["vat"], row["vat"].replace("|", " ").strip())
        usual = next((v for v in field.offer.vat if v.is_default), None)
        return rendered(
            "invoices/_lines.html",
            field=field,
            rows=field.data or [{}],
            vat_options=options,
            usual_vat=vat_value(usual.rate_pct, usual.nature) if usual else "",
            items=field.offer.items,
            parts_of=_parts_of,
            vat_of=lambda item: vat_value(item.vat_profile.rate_pct, item.vat_profile.nature),
        )
