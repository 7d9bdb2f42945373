"""What the form of a sheet, a row or a component asks, starts with and stores."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import abort, request
from flask_babel import gettext as _

from app.booklets import labels_parts, queries, rules, rules_parts, service
from app.booklets.blocks import pairs_of
from app.booklets.content import generator_codes
from app.booklets.labels import SHEETS
from app.booklets.models import Booklet, BookletEntry
from app.booklets.prefill import generator_values, starting_values
from app.booklets.rules_sheets import COOLING_ITEMS, BookletSheet
from app.devices.models import Device
from app.extensions import db
from app.interventions.checking import Author


@dataclass(frozen=True)
class WritingPage:
    """A form of the booklet.

    Attributes:
        sheet: What it asks.
        values: What it starts with, as JSON by item.
        write: Stores what was stated.
        history: What it said before, newest first.
        hint: Sentence above the fields; may be empty.
        device_id: Generator whose own data stand on the device card; None: no generator.
    """

    title: str
    sheet: BookletSheet
    values: Mapping[str, Any]
    write: Callable[[Mapping[str, Any], Author], Any]
    history: Sequence[BookletEntry] = ()
    hint: str = ""
    device_id: int | None = None


def sheet_page(item: Booklet, code: str) -> WritingPage:
    """Return the form of a sheet, of the row ``?riga=`` of it, or of a new row."""
    sheet = rules.SHEETS.get(code)
    if sheet is None:
        abort(404)
    row = _asked_row("riga")
    history = _history(item, code, row) if sheet.is_list else _entries(item, code, 0)
    values = history[0].values if history else {}
    if not history:
        values = starting_values(db.session(), item.client, sheet)

    def write(stated: Mapping[str, Any], author: Author) -> Any:
        return service.write_sheet(
            db.session(), item, code, stated, row=row if sheet.is_list else 0, author=author
        )

    return WritingPage(
        str(SHEETS[code]), _asked_of(item, sheet, values), values, write, history,
        hint=_("Proposed from the card, the devices and the last report: check and complete.")
        if values and not history else "",
    )  # fmt: skip


def part_page(item: Booklet, kind: str) -> WritingPage:
    """Return the form of a component: a new one, that of ``?riga=``, or a replacement."""
    if kind not in rules_parts.PART_KINDS:
        abort(404)
    row, old_row = _asked_row("riga"), _asked_row("sostituisce")
    parts = [
        one for one in queries.parts_of(db.session(), item.id) if one.values["part_kind"] == kind
    ]
    history = _history(item, "parts", row)
    old = next((one for one in parts if one.row == old_row), None)
    gone = old is not None and old.values.get("removed_on")
    if gone or (old_row and old is None) or (history and history[0].values["part_kind"] != kind):
        abort(404)

    values = history[0].values if history else {"part_number": _number(parts, old)}

    def write(stated: Mapping[str, Any], author: Author) -> Any:
        return service.write_part(
            db.session(), item, {"part_kind": kind, **stated},
            row=row, replaces=old, author=author,
        )  # fmt: skip

    return WritingPage(
        str(labels_parts.KINDS[kind]),
        rules_parts.part_sheet(kind, values),
        values,
        write,
        history,
        hint=_("The component it replaces stays in the booklet, removed on the day you write.")
        if old is not None else "",
    )  # fmt: skip


def generator_page(item: Booklet, device_id: int) -> WritingPage:
    """Return the form of what sheet 4 asks of a generator."""
    session = db.session()
    devices = queries.generators_ever(session, item.client_id)
    device: Device | None = next((one for one in devices if one.id == device_id), None)
    sheet = rules_parts.GENERATORS.get(device.device_type.ree_type or 0) if device else None
    if device is None or sheet is None or not sheet.items:
        abort(404)
    history = _entries(item, "4", device_id)
    values = history[0].values if history else generator_values(session, device, sheet)

    def write(stated: Mapping[str, Any], author: Author) -> Any:
        return service.write_generator(session, item, device_id, stated, author)

    name = f"{device.brand} {device.model}".strip()
    return WritingPage(
        f"{generator_codes(devices)[device_id]} {name}".strip(),
        sheet, values, write, history,
        hint=_("Make, serial number, power, fuel and dates come from the device card."),
        device_id=device_id,
    )  # fmt: skip


def summary(sheet: BookletSheet, entry: BookletEntry) -> str:
    """Return an entry in one line."""
    return ", ".join(f"{label}: {text}" for label, text in pairs_of(sheet, entry.values))


def _asked_of(item: Booklet, sheet: BookletSheet, values: Mapping[str, Any]) -> BookletSheet:
    """Return a sheet without the paragraphs that this plant has not."""
    generators = queries.generators_ever(db.session(), item.client_id)
    cools = any(one.device_type.ree_type == 2 for one in generators)
    if sheet.code != "2" or cools or COOLING_ITEMS & values.keys():
        return sheet
    kept = tuple(one for one in sheet.items if one.name not in COOLING_ITEMS)
    return replace(sheet, items=kept)


def _asked_row(name: str) -> int | None:
    """Return a row number of the address; None: not given."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _history(item: Booklet, code: str, row: int | None) -> Sequence[BookletEntry]:
    """Return the entries of the row asked for; none for a new one."""
    if row is None:
        return ()
    found = _entries(item, code, row)
    if not found:
        abort(404)
    return found


def _entries(item: Booklet, code: str, row: int) -> Sequence[BookletEntry]:
    return queries.history_of(db.session(), item.id, code, row)


def _number(parts: Sequence[BookletEntry], old: BookletEntry | None) -> int:
    """Return the number of a new component: that of the replaced one, or the next free."""
    if old is not None:
        return int(old.values["part_number"])
    return 1 + max((int(one.values["part_number"]) for one in parts), default=0)
