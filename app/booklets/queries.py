"""Reads of the booklets: row rule, current entries, projections."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, false, func, select, true
from sqlalchemy.orm import Session, joinedload

from app.booklets.models import Booklet, BookletEntry
from app.booklets.rules import PREFIXES
from app.clients.models import Client
from app.clients.queries import visible_clients
from app.devices.models import Device, DeviceType
from app.kernel.access import Access
from app.ree.models import Ree, ReeRevision
from app.ree.queries import last_revisions


def visible_booklets(access: Access) -> ColumnElement[bool]:
    """Return the condition on booklets that an account may see: all, or those of its cards."""
    if access.has("booklets.read"):
        return true()
    if access.has("card_booklets.read"):
        return Booklet.client_id.in_(select(Client.id).where(visible_clients(access)))
    return false()


def booklet_of(session: Session, client_id: int) -> Booklet | None:
    """Return the booklet of a plant, if it was opened: of several, the first."""
    return session.scalars(
        select(Booklet).where(Booklet.client_id == client_id).order_by(Booklet.id).limit(1)
    ).first()


def current_entries(session: Session, booklet_id: int) -> Sequence[BookletEntry]:
    """Return the entries that count, by sheet and row."""
    newest = (
        select(
            BookletEntry.sheet, BookletEntry.row, func.max(BookletEntry.revision).label("revision")
        )
        .where(BookletEntry.booklet_id == booklet_id)
        .group_by(BookletEntry.sheet, BookletEntry.row)
        .subquery()
    )
    return session.scalars(
        select(BookletEntry)
        .join(
            newest,
            (BookletEntry.sheet == newest.c.sheet)
            & (BookletEntry.row == newest.c.row)
            & (BookletEntry.revision == newest.c.revision),
        )
        .where(BookletEntry.booklet_id == booklet_id)
        .order_by(BookletEntry.sheet, BookletEntry.row)
    ).all()


def parts_of(session: Session, booklet_id: int) -> Sequence[BookletEntry]:
    """Return the components of sheets 4 to 10 as they stand, replaced ones included."""
    return [one for one in current_entries(session, booklet_id) if one.sheet == "parts"]


def history_of(session: Session, booklet_id: int, sheet: str, row: int) -> Sequence[BookletEntry]:
    """Return every entry of a sheet or row, newest first."""
    return session.scalars(
        select(BookletEntry)
        .where(
            BookletEntry.booklet_id == booklet_id,
            BookletEntry.sheet == sheet,
            BookletEntry.row == row,
        )
        .order_by(BookletEntry.revision.desc())
    ).all()


def generators_ever(session: Session, client_id: int) -> Sequence[Device]:
    """Return the generators of a plant, replaced and removed ones included, oldest first."""
    return session.scalars(
        select(Device)
        .join(DeviceType, Device.device_type_id == DeviceType.id)
        .where(Device.client_id == client_id, DeviceType.ree_type.in_(PREFIXES))
        .options(joinedload(Device.device_type))
        .order_by(Device.id)
    ).all()


def last_report(session: Session, device_id: int) -> ReeRevision | None:
    """Return the last efficiency report of a generator."""
    return last_revisions(session, [device_id]).get(device_id)


def reports_of(session: Session, client_id: int) -> Sequence[ReeRevision]:
    """Return the current revision of each efficiency report of a plant, oldest first."""
    return session.scalars(
        select(ReeRevision)
        .join(Ree, (ReeRevision.ree_id == Ree.id) & (ReeRevision.revision == Ree.revision))
        .where(Ree.client_id == client_id)
        .options(joinedload(ReeRevision.ree))
        .order_by(Ree.performed_on, Ree.id)
    ).all()
