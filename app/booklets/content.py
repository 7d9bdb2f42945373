"""What a booklet says, in the order of the official form: for its page and for its print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.booklets import labels, rules
from app.booklets.models import Booklet, BookletEntry
from app.booklets.queries import current_entries, generators_ever, reports_of
from app.clients.models import Client
from app.devices import messages as devices_words
from app.devices.models import Device
from app.interventions.facts import plant_address
from app.interventions.figures import day_text, number_text
from app.ree.labels import FIGURES
from app.ree.labels import ITEMS as REE_ITEMS
from app.ree.models import ReeRevision
from app.ree.rules_items import Item, Kind
from app.web.formats import format_date

Pairs = list[tuple[str, str]]

#: Values that sheet 11 takes from a report.
_RESULTS = (
    "flue_c", "air_c", "o2", "co2", "co_dry_ppm", "actual_input_kw", "superheat", "subcooling",
    "absorbed_kw", "exchanged_kw", "terminals_kw",
)  # fmt: skip


@dataclass(frozen=True)
class Block:
    """A part of a sheet.

    Attributes:
        title: "GT-1", "Riga 2"; may be empty.
        pairs: Label and value.
        row: Row it is written in; None: not written by hand.
        is_gone: A component that was replaced or removed: it stays in the booklet.
    """

    title: str
    pairs: Pairs
    row: int | None = None
    is_gone: bool = False


@dataclass(frozen=True)
class Shown:
    """A sheet with what it says.

    Attributes:
        written: Written by hand; else a projection.
        is_list: Takes further rows.
    """

    code: str
    title: str
    blocks: Sequence[Block]
    written: bool
    is_list: bool


@dataclass(frozen=True)
class Contents:
    """A whole booklet."""

    plant: Pairs
    sheets: Sequence[Shown]
    missing: Sequence[str]


#: Order of the official form.
ORDER = ("1", "2", "3", "4", "parts", "5", "6", "7", "11", "12", "13", "14")


def contents_of(session: Session, booklet: Booklet) -> Contents:
    """Return everything a booklet says, and what is missing."""
    entries = current_entries(session, booklet.id)
    generators = generators_ever(session, booklet.client_id)
    reports = reports_of(session, booklet.client_id)
    codes = rules.component_codes(
        [(one.id, one.device_type.ree_type or 0, one.component_code, one.replaced_by_id)
         for one in generators]
    )  # fmt: skip
    projections = {
        "4": [_generator(one, codes[one.id]) for one in generators],
        "11": [_results(one, codes) for one in reports if one.ree.device_id in codes],
        "12": [_control(one, codes) for one in reports],
    }
    return Contents(
        plant=_plant(booklet.client),
        sheets=[_sheet(code, entries, projections) for code in ORDER],
        missing=_missing(booklet.client, entries, generators, codes),
    )


def _plant(client: Client) -> Pairs:
    return [
        (_("Client"), client.display_name),
        (_("Address"), plant_address(client)),
        (_("Plant code of the register"), client.plant_code or client.plate),
        ("POD", client.pod),
        ("PDR", client.pdr),
    ]


def _sheet(
    code: str, entries: Sequence[BookletEntry], projections: Mapping[str, Sequence[Block]]
) -> Shown:
    sheet = rules.SHEETS.get(code)
    title = str(labels.SHEETS[code])
    if sheet is None:
        return Shown(code, title, projections[code], written=False, is_list=False)
    blocks = [_written(sheet, entry) for entry in entries if entry.sheet == code]
    return Shown(code, title, blocks, written=True, is_list=sheet.is_list)


def _written(sheet: rules.BookletSheet, entry: BookletEntry) -> Block:
    values = entry.values
    pairs = [
        (label_of(item), value_text(item, values[item.name]))
        for item in sheet.items
        if values.get(item.name) not in (None, "", [])
    ]
    title = ""
    if sheet.code == "parts":
        kind = str(values.get("part_kind"))
        paragraph = rules.PART_KINDS.get(kind, "")
        title = f"{paragraph} {kind.removesuffix('X')}-{values.get('part_number')}"
    elif sheet.is_list:
        title = _("Row %(n)s", n=entry.row)
    return Block(title, pairs, entry.row, is_gone=bool(values.get("removed_on")))


def label_of(item: Item) -> str:
    """Return the label of an item, with its unit."""
    label = str(labels.ITEMS[item.name])
    return f"{label} ({item.unit})" if item.unit else label


def value_text(item: Item, value: Any) -> str:
    """Return what was written in an item, as people read it."""
    words = labels.OPTIONS.get(item.name, {})
    if item.kind is Kind.SEVERAL:
        return ", ".join(str(words.get(one, one)) for one in value)
    if item.kind in {Kind.CHOICE, Kind.SN}:
        return str(words.get(value, value))
    if item.kind is Kind.DECIMAL:
        return number_text(value)
    return day_text(value) if item.kind is Kind.DAY else str(value)


def _generator(device: Device, code: str) -> Block:
    kind = device.device_type.ree_type or 0
    pairs = [
        (_("Type"), device.device_type.label),
        (_("Manufacturer"), device.brand),
        (_("Model"), device.model),
        (_("Serial number"), device.serial_number),
        (_("Date of installation"), _day(device.installed_on)),
        (_("Date of removal"), _day(device.removed_on)),
        (_("Fuel"), str(devices_words.FUELS[device.fuel]) if device.fuel else ""),
        (_("Nominal useful heat output"), _kw(device.useful_power_kw)),
        (_("Maximum nominal heat input"), _kw(device.heat_input_kw)),
        (_("Nominal cooling power"), _kw(device.cooling_kw)),
    ]
    shown = [pair for pair in pairs if pair[1]]
    return Block(f"{rules.PARAGRAPHS[kind]} {code}", shown, is_gone=device.removed_on is not None)


def _results(revision: ReeRevision, codes: Mapping[int, str]) -> Block:
    """Return the measurements of a control, as sheet 11 has them."""
    pairs: Pairs = []
    figures = revision.facts.get("figures") or []
    for place, row in enumerate(revision.content.get("measurements") or []):
        pairs += [
            (str(REE_ITEMS[name]), number_text(row[name])) for name in _RESULTS if row.get(name)
        ]
        worked_out = figures[place] if place < len(figures) else {}
        pairs += [
            (str(FIGURES[name]), number_text(figure["value"]))
            for name, figure in worked_out.items()
            if name in {"co_computed", "efficiency_ree", "efficiency_minimum"}
        ]
    day = format_date(revision.ree.performed_on)
    return Block(f"{codes[revision.ree.device_id]} · {day}", pairs)


def _control(revision: ReeRevision, codes: Mapping[int, str]) -> Block:
    """Return a row of sheet 12."""
    ree = revision.ree
    company = revision.facts.get("company") or {}
    yes, no = _("Yes"), _("No")
    return Block(
        f"{format_date(ree.performed_on)} · {codes.get(ree.device_id, '')}",
        [
            (_("Number"), ree.label),
            (_("Report type"), str(ree.ree_type)),
            (_("Maintenance firm"), str(company.get("legal_name") or "")),
            (_("Recommendations"), yes if ree.has_recommendations else no),
            (_("Prescriptions"), yes if ree.has_prescriptions else no),
        ],
    )


def _missing(
    client: Client,
    entries: Sequence[BookletEntry],
    generators: Sequence[Device],
    codes: Mapping[int, str],
) -> list[str]:
    """Return what the booklet still lacks, one sentence each."""
    found = [
        _("Client card: %(item)s", item=labels.ITEMS[name])
        for name in rules.CARD_NEEDS
        if not getattr(client, name)
    ]
    if not generators:
        found.append(_("Sheet 4: no generator among the devices of the client"))
    for device in generators:
        if device.removed_on is None:
            found += [
                _("%(device)s: %(item)s", device=codes[device.id], item=labels.ITEMS[name])
                for name in rules.DEVICE_NEEDS
                if not getattr(device, name)
            ]
    written = {entry.sheet: entry.values for entry in entries if entry.row == 0}
    for code, sheet in rules.SHEETS.items():
        if not sheet.is_list and code not in written:
            found.append(_("%(sheet)s: not written yet", sheet=labels.SHEETS[code]))
        elif not sheet.is_list:
            found += [
                _("Sheet %(code)s: %(item)s", code=code, item=labels.ITEMS[name])
                for name in rules.missing_of(sheet, written[code])
            ]
    return found


def _day(value: Any) -> str:
    return format_date(value) if value is not None else ""


def _kw(value: Any) -> str:
    return f"{number_text(value)} kW" if value else ""
