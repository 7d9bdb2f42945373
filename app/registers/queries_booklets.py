"""Reads of the booklets for the registers: many at once, few statements."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from app.booklets.models import Booklet, BookletEntry
from app.booklets.rules import PREFIXES
from app.devices.models import Device, DeviceType
from app.registers.models import RegisterDocument
from app.registers.queries import Period, handed_over


@dataclass(frozen=True)
class Loaded:
    """A booklet with what stands in it; generators replaced and removed are among them."""

    booklet: Booklet
    entries: Sequence[BookletEntry]
    generators: Sequence[Device]

    def rows(self, sheet: str) -> list[dict[str, Any]]:
        """Return what the rows of a sheet state, in their order."""
        return [dict(one.values) for one in self.entries if one.sheet == sheet]


def booklets_in(period: Period) -> Select[Any]:
    """Return the statement of the booklets opened in a period, oldest first.

    A register takes the first load of a booklet, never a second: handed over, it is left out.
    """
    found = (
        select(Booklet)
        .where(Booklet.opened_on.between(period.since, period.until))
        .order_by(Booklet.opened_on, Booklet.id)
    )
    if period.again:
        return found
    return found.where(~handed_over(period.register, RegisterDocument.booklet_id == Booklet.id))


def booklets_loaded(session: Session, keys: Collection[int]) -> list[Loaded]:
    """Return some booklets with what counts in them, in the order of the keys' days."""
    found = session.scalars(
        select(Booklet)
        .where(Booklet.id.in_(keys))
        .options(joinedload(Booklet.client))
        .order_by(Booklet.opened_on, Booklet.id)
    ).all()
    entries, devices = _entries(session, keys), _generators(session, found)
    return [Loaded(one, entries[one.id], devices[one.client_id]) for one in found]


#: Rows of each sheet, by code.
Sheets = dict[str, list[dict[str, Any]]]


def sheets_of(session: Session, client_ids: Collection[int]) -> dict[int, Sheets]:
    """Return what the booklets of some plants state, by client."""
    booklets = session.execute(
        select(Booklet.id, Booklet.client_id).where(Booklet.client_id.in_(client_ids))
    ).all()
    entries = _entries(session, [row[0] for row in booklets])
    found: dict[int, Sheets] = defaultdict(lambda: defaultdict(list))
    for key, client_id in booklets:
        for one in entries[key]:
            found[client_id][one.sheet].append(dict(one.values))
    return found


def _entries(session: Session, keys: Collection[int]) -> dict[int, list[BookletEntry]]:
    """Return the entries that count, by booklet."""
    place = (BookletEntry.booklet_id, BookletEntry.sheet, BookletEntry.row)
    newest = (
        select(*place, func.max(BookletEntry.revision).label("revision"))
        .where(BookletEntry.booklet_id.in_(keys))
        .group_by(*place)
        .subquery()
    )
    rows = session.scalars(
        select(BookletEntry)
        .join(
            newest,
            (BookletEntry.booklet_id == newest.c.booklet_id)
            & (BookletEntry.sheet == newest.c.sheet)
            & (BookletEntry.row == newest.c.row)
            & (BookletEntry.revision == newest.c.revision),
        )
        .order_by(BookletEntry.booklet_id, BookletEntry.sheet, BookletEntry.row)
    )
    found: dict[int, list[BookletEntry]] = defaultdict(list)
    for row in rows:
        found[row.booklet_id].append(row)
    return found


def _generators(session: Session, booklets: Sequence[Booklet]) -> dict[int, list[Device]]:
    rows = session.scalars(
        select(Device)
        .join(DeviceType, Device.device_type_id == DeviceType.id)
        .where(
            Device.client_id.in_({one.client_id for one in booklets}),
            DeviceType.ree_type.in_(PREFIXES),
        )
        .options(joinedload(Device.device_type), joinedload(Device.refrigerant))
        .order_by(Device.id)
    )
    found: dict[int, list[Device]] = defaultdict(list)
    for device in rows:
        found[device.client_id].append(device)
    return found
