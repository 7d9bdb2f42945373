"""What a booklet says, in the order of the official form: for its page and for its print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.booklets import labels, rules, rules_parts
from app.booklets.blocks import (
    Block,
    Pairs,
    control_block,
    generator_block,
    part_block,
    results_blocks,
    written_block,
)
from app.booklets.models import Booklet, BookletEntry
from app.booklets.queries import current_entries, generators_ever, reports_of
from app.clients.models import Client
from app.devices.models import Device
from app.interventions.facts import plant_address


@dataclass(frozen=True)
class Shown:
    """A sheet with what it says.

    Attributes:
        written: Written by hand; else a projection.
        is_list: Takes further rows.
        adds: Kinds of component that may be added to it.
        is_optional: Belongs to the booklet only with something in it.
    """

    code: str
    title: str
    blocks: Sequence[Block]
    written: bool
    is_list: bool
    adds: Sequence[str]
    is_optional: bool


@dataclass(frozen=True)
class Contents:
    """A whole booklet."""

    plant: Pairs
    sheets: Sequence[Shown]
    missing: Sequence[str]


#: Order of the official form.
ORDER = ("1", "1.2", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14")
#: Sheets that a booklet has only when they apply.
OPTIONAL = frozenset({"1.2", "3", "8", "9", "10", "13", "14"})


def contents_of(session: Session, booklet: Booklet) -> Contents:
    """Return everything a booklet says, and what is missing."""
    entries = current_entries(session, booklet.id)
    generators = generators_ever(session, booklet.client_id)
    reports = reports_of(session, booklet.client_id)
    codes = generator_codes(generators)
    data = {entry.row: entry for entry in entries if entry.sheet == "4"}
    kinds = rules_parts.kinds_beside(one.device_type.ree_type or 0 for one in generators)
    projections = {
        "4": [generator_block(one, codes[one.id], data.get(one.id)) for one in generators],
        "11": [
            block
            for one in reports
            if one.ree.device_id in codes
            for block in results_blocks(one, codes)
        ],
        "12": [control_block(one, codes) for one in reports],
    }
    return Contents(
        plant=_plant(booklet.client),
        sheets=[_sheet(code, entries, projections, kinds) for code in ORDER],
        missing=_missing(booklet.client, entries, generators, codes),
    )


def generator_codes(generators: Sequence[Device]) -> dict[int, str]:
    """Return the component of each generator, "GT-1", by id of the device.

    Args:
        generators: All the plant ever had, oldest first.
    """
    return rules.component_codes(
        [(one.id, one.device_type.ree_type or 0, one.component_code, one.replaced_by_id)
         for one in generators]
    )  # fmt: skip


def _plant(client: Client) -> Pairs:
    return [
        (_("Client"), client.display_name),
        (_("Address"), plant_address(client)),
        (_("Plant code of the register"), client.plant_code or client.plate),
        ("POD", client.pod),
        ("PDR", client.pdr),
    ]


def _sheet(
    code: str,
    entries: Sequence[BookletEntry],
    projections: Mapping[str, Sequence[Block]],
    kinds: Sequence[str],
) -> Shown:
    sheet = rules.SHEETS.get(code)
    blocks = list(projections.get(code, ()))
    if sheet is not None:
        blocks += [written_block(sheet, entry) for entry in entries if entry.sheet == code]
    parts = [part_block(entry) for entry in entries if _is_part_of(entry, code)]
    if parts:
        blocks = sorted([*blocks, *parts], key=lambda block: block.order)
    return Shown(
        code,
        str(labels.SHEETS[code]),
        blocks,
        written=sheet is not None,
        is_list=sheet is not None and sheet.is_list,
        adds=[kind for kind in kinds if rules_parts.PART_KINDS[kind].sheet == code],
        is_optional=code in OPTIONAL,
    )


def _is_part_of(entry: BookletEntry, code: str) -> bool:
    return (
        entry.sheet == "parts" and rules_parts.PART_KINDS[entry.values["part_kind"]].sheet == code
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
    data = {entry.row: entry.values for entry in entries if entry.sheet == "4"}
    for device in generators:
        if device.removed_on is None:
            asked = rules_parts.GENERATORS[device.device_type.ree_type or 0]
            lacking = [name for name in rules.DEVICE_NEEDS if not getattr(device, name)]
            lacking += rules.missing_of(asked, data.get(device.id, {}))
            found += _lacks(codes[device.id], lacking)
    return found + _missing_of_sheets(entries) + _missing_of_parts(entries)


def _lacks(device: str, names: Sequence[str]) -> list[str]:
    return [_("%(device)s: %(item)s", device=device, item=labels.ITEMS[name]) for name in names]


def _missing_of_sheets(entries: Sequence[BookletEntry]) -> list[str]:
    written = {entry.sheet: entry.values for entry in entries if entry.row == 0}
    found = []
    for code, sheet in rules.SHEETS.items():
        if not sheet.is_list and code not in written:
            found.append(_("%(sheet)s: not written yet", sheet=labels.SHEETS[code]))
        elif not sheet.is_list:
            found += [
                _("Sheet %(code)s: %(item)s", code=code, item=labels.ITEMS[name])
                for name in rules.missing_of(sheet, written[code])
            ]
    return found


def _missing_of_parts(entries: Sequence[BookletEntry]) -> list[str]:
    found: list[str] = []
    for entry in entries:
        if entry.sheet == "parts" and not entry.values.get("removed_on"):
            sheet = rules_parts.part_sheet(entry.values["part_kind"])
            code = rules_parts.part_code(entry.values)
            found += _lacks(code, rules.missing_of(sheet, entry.values))
    return found
