"""Reads of the regional registers: what a period holds, what was handed over, the stock."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.booklets.rules import PREFIXES, component_codes
from app.clients.models import Client
from app.devices.models import Device, DeviceType
from app.devices.rules import DeviceState, Fuel
from app.interventions.models import Intervention, InterventionReport, intervention_devices
from app.interventions.rules import Outcome
from app.ree.models import Ree, ReeRevision
from app.ree.rules import ReeState
from app.registers.models import FeeSticker, RegisterCode, RegisterDocument, RegisterFile
from app.registers.rules import FileState, Register, StickerState, Topic
from app.technicians.models import Technician
from app.worktypes.models import InterventionType

#: Reports that still have to reach the register.
_TO_SEND = (ReeState.SIGNED, ReeState.REJECTED)


@dataclass(frozen=True)
class Period:
    """Which documents are meant.

    Attributes:
        since, until: Italian days of the control or work, both included.
        again: What was handed over before, too.
    """

    register: Register
    since: date
    until: date
    again: bool = False


def reports_of(period: Period) -> Select[Any]:
    """Return the statement of the current revisions of the reports of a period, oldest first."""
    found = (
        select(ReeRevision)
        .join(Ree, (ReeRevision.ree_id == Ree.id) & (ReeRevision.revision == Ree.revision))
        .join(Client, Client.id == Ree.client_id)
        .where(Ree.performed_on.between(period.since, period.until))
        .order_by(Ree.performed_on, Ree.id)
    )
    if period.again:
        return found
    return found.where(
        Ree.state.in_(_TO_SEND),
        ~handed_over(period.register, RegisterDocument.revision_id == ReeRevision.id),
    )


def visits_of(period: Period) -> Select[Any]:
    """Return the statement of the maintenance of a period that is in no report, oldest first."""
    generator = (
        select(Device.id)
        .join(intervention_devices, intervention_devices.c.device_id == Device.id)
        .join(DeviceType, DeviceType.id == Device.device_type_id)
        .where(
            intervention_devices.c.intervention_id == Intervention.id,
            DeviceType.ree_type.in_(PREFIXES),
        )
        .correlate(Intervention)
    )
    found = (
        select(Intervention)
        .where(
            Intervention.performed_on.between(period.since, period.until),
            Intervention.moves_due_date,
            Intervention.outcome == Outcome.DONE,
            generator.exists(),
        )
        .order_by(Intervention.performed_on, Intervention.id)
    )
    if period.again:
        return found
    return found.where(
        ~handed_over(period.register, RegisterDocument.intervention_id == Intervention.id)
    )


def handed_over(register: Register, same: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that a written file for the register holds a document."""
    return exists().where(
        same,
        RegisterFile.id == RegisterDocument.file_id,
        RegisterFile.register == register,
        RegisterFile.state == FileState.READY,
    )


def reports_loaded(
    session: Session, period: Period, keys: Collection[int]
) -> Sequence[tuple[ReeRevision, FeeSticker | None]]:
    """Return some revisions of a period with all that their documents need, and the sticker."""
    every = replace(period, again=True)
    rows = session.execute(
        reports_of(every)
        .add_columns(FeeSticker)
        .outerjoin(FeeSticker, FeeSticker.ree_id == Ree.id)
        .where(ReeRevision.id.in_(keys))
        .options(
            joinedload(ReeRevision.ree).joinedload(Ree.client),
            joinedload(ReeRevision.ree).joinedload(Ree.device).joinedload(Device.device_type),
            selectinload(ReeRevision.signatures),
        )
    )
    return [(row[0], row[1]) for row in rows]


def visits_loaded(
    session: Session, period: Period, keys: Collection[int]
) -> Sequence[Intervention]:
    """Return some interventions of a period with all that their documents need."""
    every = replace(period, again=True)
    return session.scalars(
        visits_of(every)
        .where(Intervention.id.in_(keys))
        .options(
            joinedload(Intervention.client),
            joinedload(Intervention.intervention_type),
            selectinload(Intervention.technicians).joinedload(Technician.account),
            selectinload(Intervention.devices).joinedload(Device.device_type),
            selectinload(Intervention.reports).selectinload(InterventionReport.findings),
        )
    ).all()


def components_of(session: Session, client_ids: Collection[int]) -> dict[int, str]:
    """Return the component of each generator of some plants, "GT-1", by the generator's key."""
    rows = session.execute(
        select(
            Device.client_id,
            Device.id,
            DeviceType.ree_type,
            Device.component_code,
            Device.replaced_by_id,
        )
        .join(DeviceType, DeviceType.id == Device.device_type_id)
        .where(Device.client_id.in_(client_ids), DeviceType.ree_type.in_(PREFIXES))
        .order_by(Device.client_id, Device.id)
    )
    plants: dict[int, list[tuple[int, int, str, int | None]]] = {}
    for client_id, pk, kind, code, replaced_by in rows:
        plants.setdefault(client_id, []).append((pk, kind or 0, code, replaced_by))
    return {
        pk: code for devices in plants.values() for pk, code in component_codes(devices).items()
    }


def reported_days(session: Session, device_ids: Collection[int]) -> set[tuple[int, date]]:
    """Return generator and day of the reports of some generators."""
    rows = session.execute(
        select(Ree.device_id, Ree.performed_on).where(Ree.device_id.in_(device_ids))
    )
    return {(row[0], row[1]) for row in rows}


def codes(session: Session, register: Register) -> dict[tuple[Topic, str], str]:
    """Return the codes of a register, by topic and our word in small letters."""
    rows = session.scalars(select(RegisterCode).where(RegisterCode.register == register))
    return {(row.topic, row.ours.casefold()): row.code for row in rows}


def work_words(session: Session) -> Sequence[str]:
    """Return the kinds of work that may be a maintenance."""
    return session.scalars(
        select(InterventionType.label)
        .where(
            InterventionType.is_active,
            InterventionType.moves_due_date | InterventionType.may_move_due_date,
        )
        .order_by(InterventionType.position, InterventionType.label)
    ).all()


def brand_words(session: Session) -> Sequence[str]:
    """Return the makers of the generators in service."""
    return session.scalars(
        _in_service(select(Device.brand).where(Device.brand != "")).order_by(Device.brand)
    ).all()


def fuels_in_use(session: Session) -> Sequence[Fuel]:
    """Return what the generators in service burn."""
    found = _in_service(select(Device.fuel).where(Device.fuel.is_not(None)))
    fuels = set(session.scalars(found.where(DeviceType.has_flame)))
    return [fuel for fuel in Fuel if fuel in fuels]


def _in_service(statement: Select[Any]) -> Select[Any]:
    return (
        statement.join(DeviceType, DeviceType.id == Device.device_type_id)
        .where(DeviceType.ree_type.in_(PREFIXES), Device.state == DeviceState.IN_SERVICE)
        .distinct()
    )


def has_stickers(session: Session) -> bool:
    """Tell whether the company ever noted a sticker."""
    return session.scalar(select(FeeSticker.id).limit(1)) is not None


def recent_files(session: Session, *, limit: int = 30) -> Sequence[RegisterFile]:
    """Return the latest files, newest first."""
    return session.scalars(
        select(RegisterFile).order_by(RegisterFile.made_at.desc(), RegisterFile.id).limit(limit)
    ).all()


def file_of(session: Session, pk: int, *, lock: bool = False) -> RegisterFile | None:
    """Return a file, locked for its next step if wanted, or None."""
    return session.get(
        RegisterFile, pk, populate_existing=True, with_for_update=True if lock else None
    )


def documents_of(session: Session, pk: int) -> Sequence[RegisterDocument]:
    """Return what a file holds, with plants and reports."""
    return session.scalars(
        select(RegisterDocument)
        .where(RegisterDocument.file_id == pk)
        .options(
            joinedload(RegisterDocument.client),
            joinedload(RegisterDocument.revision).joinedload(ReeRevision.ree),
        )
        .order_by(RegisterDocument.id)
    ).all()


def free_stickers(session: Session) -> int:
    """Return how many stickers are left."""
    return session.scalars(
        select(func.count()).select_from(FeeSticker).where(FeeSticker.state == StickerState.FREE)
    ).one()


def sticker_of(session: Session, ree_id: int) -> FeeSticker | None:
    """Return the sticker on a report, if it has one."""
    return session.scalars(select(FeeSticker).where(FeeSticker.ree_id == ree_id)).one_or_none()


def sticker_labelled(session: Session, label: str, *, lock: bool = False) -> FeeSticker | None:
    """Return the sticker with a series and number as printed, spaces and case left aside."""
    wanted = "".join(label.split()).upper()
    statement = select(FeeSticker).where(
        FeeSticker.series + func.upper(FeeSticker.number) == wanted
    )
    if lock:
        statement = statement.with_for_update(of=FeeSticker).execution_options(
            populate_existing=True
        )
    return session.scalars(statement.order_by(FeeSticker.id)).first()


def next_of_pack(session: Session, technician_id: int) -> FeeSticker | None:
    """Return the free sticker of a technician's pack with the lowest number."""
    return session.scalars(
        select(FeeSticker)
        .where(FeeSticker.state == StickerState.FREE, FeeSticker.technician_id == technician_id)
        .order_by(FeeSticker.series, FeeSticker.number)
        .limit(1)
    ).first()


def next_stickers(session: Session, *, limit: int = 20) -> Sequence[FeeSticker]:
    """Return the stickers to use next, lowest number first."""
    return session.scalars(
        select(FeeSticker)
        .where(FeeSticker.state == StickerState.FREE)
        .order_by(FeeSticker.series, FeeSticker.number)
        .limit(limit)
    ).all()
