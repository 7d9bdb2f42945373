"""The parts of a booklet's sheets: what stands in each, for its page and for its print."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.booklets import labels, rules, rules_parts
from app.booklets.models import BookletEntry
from app.booklets.rules_sheets import BookletSheet
from app.devices import messages as devices_words
from app.devices.models import Device
from app.interventions.figures import day_text, number_text
from app.ree import documents as ree_prints
from app.ree import labels as ree_words
from app.ree.models import ReeRevision
from app.ree.rules_catalogue import SHEETS
from app.ree.rules_items import Item, Kind
from app.web.formats import format_date

Pairs = list[tuple[str, str]]

#: What sheet 11 takes from section E of a report, by type, beside the measurements.
_STATED = {
    1: ("uni_10389_ok", "other_standard"),
    2: ("test_mode", "no_refrigerant_leaks"),
    3: ("power_compatible", "insulation_ok", "regulation_ok"),
    4: ("co_mg_nm3",),
}
#: The sheet has the gas that was measured, not the other, and no check of the analyser.
_LEFT_OUT = ("co2_derived", "o2_derived", "efficiency_computed")

_NOWHERE: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Block:
    """A part of a sheet.

    Attributes:
        title: "GT-1", "Riga 2"; may be empty.
        pairs: Label and value.
        writes: Screen it is written in, with its arguments; empty: not written by hand.
        replaces: The same for what takes its place.
        is_gone: A component that was replaced or removed: it stays in the booklet.
        order: Place in the sheet.
    """

    title: str
    pairs: Pairs
    writes: tuple[str, Mapping[str, Any]] = ("", _NOWHERE)
    replaces: tuple[str, Mapping[str, Any]] = ("", _NOWHERE)
    is_gone: bool = False
    order: tuple[Any, ...] = ()


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


def pairs_of(sheet: BookletSheet, values: Mapping[str, Any]) -> Pairs:
    """Return what was written in a sheet or row: label and text of each filled item."""
    return [
        (label_of(item), value_text(item, values[item.name]))
        for item in sheet.items
        if values.get(item.name) not in (None, "", [])
    ]


def written_block(sheet: BookletSheet, entry: BookletEntry) -> Block:
    """Return a sheet written by hand, or a row of it."""
    title = _("Row %(n)s", n=entry.row) if sheet.is_list else ""
    asked = {"riga": entry.row} if sheet.is_list else {}
    return Block(
        title, pairs_of(sheet, entry.values), writes=("sheet", {"code": sheet.code} | asked)
    )


def part_block(entry: BookletEntry) -> Block:
    """Return a component of sheets 4 to 10."""
    values, kind = entry.values, str(entry.values["part_kind"])
    facts = rules_parts.PART_KINDS[kind]
    sheet = rules_parts.part_sheet(kind, values)
    removed = values.get("removed_on")
    return Block(
        f"{facts.paragraph} {rules_parts.part_code(values)}",
        pairs_of(sheet, {name: one for name, one in values.items() if name != "part_number"}),
        writes=("part", {"kind": kind, "riga": entry.row}),
        replaces=("", _NOWHERE) if removed else ("part", {"kind": kind, "sostituisce": entry.row}),
        is_gone=bool(removed),
        order=(
            facts.paragraph, values.get("part_number"), str(values.get("installed_on") or ""),
            entry.row,
        ),
    )  # fmt: skip


def generator_block(device: Device, code: str, entry: BookletEntry | None) -> Block:
    """Return a generator of sheet 4: the device's data and what the sheet asks beside them."""
    kind = device.device_type.ree_type or 0
    sheet = rules_parts.GENERATORS[kind]
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
    if entry is not None:
        shown += pairs_of(sheet, entry.values)
    return Block(
        f"{rules.PARAGRAPHS[kind]} {code}",
        shown,
        writes=("generator", {"device_id": device.id}) if sheet.items else ("", _NOWHERE),
        is_gone=device.removed_on is not None,
        order=(rules.PARAGRAPHS[kind], code, "", device.id),
    )


def results_blocks(revision: ReeRevision, codes: Mapping[int, str]) -> list[Block]:
    """Return the measurements of a control as sheet 11 has them: a part for each row."""
    content = revision.content
    sheet, values = SHEETS[content["ree_type"]], content.get("values") or {}
    words = ree_words.items_of(sheet.ree_type)
    stated = [
        (str(words[item.name]), ree_prints.value_text(item, values[item.name]))
        for item in sheet.items()
        if item.name in _STATED[sheet.ree_type] and values.get(item.name)
    ]
    title = f"{codes[revision.ree.device_id]} · {format_date(revision.ree.performed_on)}"
    rows = ree_prints.measurement_facts(sheet, content, revision.facts, without=_LEFT_OUT)
    if not rows:
        return [Block(title, stated)]
    return [
        Block(
            f"{title} · {row['title']}" if len(rows) > 1 else title,
            [*stated, *row["read"], *(figure[:2] for figure in row["figures"])],
        )
        for row in rows
    ]


def control_block(revision: ReeRevision, codes: Mapping[int, str]) -> Block:
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
            (_("Register of companies (REA)"), str(company.get("rea") or "")),
            (_("Recommendations"), yes if ree.has_recommendations else no),
            (_("Prescriptions"), yes if ree.has_prescriptions else no),
        ],
    )


def _day(value: Any) -> str:
    return format_date(value) if value is not None else ""


def _kw(value: Any) -> str:
    return f"{number_text(value)} kW" if value else ""
