"""Use cases of the regional registers: files, what was handed over, stickers, codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.jobs.outbox import enqueue
from app.jobs.progress import begin_progress
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.ree.models import Ree
from app.ree.rules import ReeState, next_states
from app.ree.service import move_on
from app.registers import queries
from app.registers.models import FeeSticker, RegisterCode, RegisterDocument, RegisterFile
from app.registers.queries import Period
from app.registers.rules import (
    PREPARE,
    FileKind,
    FileNotReadyError,
    FileState,
    Register,
    ReportHasStickerError,
    SentDayError,
    StickerKnownError,
    StickerNotUsableError,
    StickerReasonMissingError,
    StickerState,
    StickerUsedError,
    ensure_period,
    ensure_taken,
    sticker_numbers,
)
from app.registers.rules_codes import SHIPPED, ensure_code


@dataclass(frozen=True)
class Written:
    """What the job wrote.

    Attributes:
        name: Name the file is downloaded under.
        sha256: Of the file, in the store already.
        documents: What it holds, not stored yet.
        left_out: Documents of the period that were not complete.
    """

    name: str
    sha256: str
    documents: Sequence[RegisterDocument]
    left_out: int


@dataclass(frozen=True)
class Batch:
    """Stickers that came together: numbers from first to last, each at the same price."""

    series: str
    first: str
    last: str
    value_eur: Decimal
    #: In whose pack they go; None: the office keeps them.
    technician_id: int | None = None


def begin_file(
    session: Session, period: Period, kind: FileKind, *, access: Access, now: datetime
) -> RegisterFile:
    """Ask for a file of the complete documents of a period.

    Raises:
        PeriodOrderError: The period ends before it begins.
        NotTakenError: The register does not take this kind.
    """
    ensure_period(period.since, period.until)
    ensure_taken(period.register, kind)
    file = RegisterFile(
        register=period.register,
        kind=kind,
        since=period.since,
        until=period.until,
        is_repeat=period.again,
        state=FileState.PREPARING,
        made_at=now,
        made_by=access.name,
        progress_id=begin_progress(session, period.register.value, now=now, user_id=access.user_id),
    )
    session.add(file)
    session.flush()
    enqueue(session, PREPARE, file.id, now=now, dedup_key=f"{PREPARE}:{file.id}")
    return file


def note_written(session: Session, file: RegisterFile, written: Written) -> None:
    """Store what a file holds; with nothing in it, it failed. From here on it never changes."""
    file.held, file.left_out = len(written.documents), written.left_out
    if not written.documents:
        file.state = FileState.FAILED
    else:
        file.state, file.name, file.sha256 = FileState.READY, written.name, written.sha256
        for document in written.documents:
            document.file_id = file.id
        session.add_all(written.documents)
    session.flush()


def note_failed(session: Session, file: RegisterFile) -> None:
    """Note that a file could not be written."""
    file.state = FileState.FAILED
    session.flush()


def mark_sent(session: Session, file: RegisterFile, *, on: date, by: str, today: date) -> int:
    """Note that a file was handed over; its reports go on to "sent".

    Args:
        session: Open session; flushed only.
        file: The file, locked.
        on: Italian day of the handing over.
        by: Who notes it, as shown.
        today: Italian day.

    Returns:
        How many reports went on.

    Raises:
        FileNotReadyError: It is not written, or was sent before.
        SentDayError: The day is before the file was written, or in the future.
    """
    if file.state is not FileState.READY or file.sent_on is not None:
        raise FileNotReadyError
    if not local_day(file.made_at) <= on <= today:
        raise SentDayError
    file.sent_on, file.sent_by = on, by
    session.flush()
    keys = {
        one.revision.ree_id: one.revision.revision
        for one in queries.documents_of(session, file.id)
        if one.revision is not None
    }
    moved = 0
    for ree in _locked_reports(session, keys):
        # One that was corrected meanwhile has not been sent as it is now.
        if ree.revision == keys[ree.id] and ReeState.SENT in next_states(ree.state):
            move_on(session, ree, ReeState.SENT, on=on, note=file.name, today=today)
            moved += 1
    return moved


def _locked_reports(session: Session, keys: dict[int, int]) -> Sequence[Ree]:
    return session.scalars(
        select(Ree)
        .where(Ree.id.in_(keys))
        .order_by(Ree.id)
        .with_for_update(of=Ree)
        .execution_options(populate_existing=True)
    ).all()


def store_code(session: Session, row: RegisterCode) -> RegisterCode:
    """Store what a register calls something of ours.

    Raises:
        CodeBoundsError: Piemonte's register has no such code.
    """
    row.ours, row.code = row.ours.strip(), row.code.strip()
    if row.register is Register.CIT:
        ensure_code(row.topic, row.code)
    session.add(row)
    session.flush()
    return row


def ship_codes(session: Session) -> None:
    """Write the codes that are known to a company that has none."""
    if session.scalar(select(RegisterCode.id).limit(1)) is None:
        session.add_all(
            RegisterCode(register=Register.CIT, topic=topic, ours=ours, code=code, source=source)
            for topic, ours, code, source in SHIPPED
        )
        session.flush()


def hand_over(session: Session, batch: Batch) -> int:
    """Give stickers of the stock to a technician, or take them back, and return how many.

    Args:
        session: Open session; flushed only.
        batch: Numbers from first to last, and in whose pack they are from now on.

    Raises:
        StickerRangeError: From and to are no numbers in order, or too far apart.
        StickerNotUsableError: One of them is not free in the stock.
    """
    numbers = sticker_numbers(batch.first.strip(), batch.last.strip())
    found = session.scalars(
        select(FeeSticker)
        .where(
            FeeSticker.series == batch.series.strip().upper(),
            FeeSticker.number.in_(numbers),
            FeeSticker.state == StickerState.FREE,
        )
        .order_by(FeeSticker.id)
        .with_for_update(of=FeeSticker)
    ).all()
    if len(found) != len(numbers):
        raise StickerNotUsableError("first")
    for sticker in found:
        sticker.technician_id = batch.technician_id
    session.flush()
    return len(found)


def add_stickers(session: Session, batch: Batch) -> int:
    """Add stickers to the stock and return how many.

    Raises:
        StickerRangeError: From and to are no numbers in order, or too far apart.
        StickerKnownError: One of them is in the stock already.
    """
    numbers = sticker_numbers(batch.first.strip(), batch.last.strip())
    series = batch.series.strip().upper()
    known = session.scalars(
        select(FeeSticker)
        .where(FeeSticker.series == series, FeeSticker.number.between(numbers[0], numbers[-1]))
        .order_by(FeeSticker.number)
    )
    wanted = set(numbers)
    clash = next((one for one in known if one.number in wanted), None)
    if clash is not None:
        raise StickerKnownError(clash.label)
    session.add_all(
        FeeSticker(
            series=series,
            number=number,
            value_eur=batch.value_eur,
            technician_id=batch.technician_id,
        )
        for number in numbers
    )
    session.flush()
    return len(numbers)


def use_sticker(session: Session, sticker_id: int, ree: Ree, *, today: date) -> FeeSticker:
    """Put a sticker on a report.

    Raises:
        StickerNotUsableError: It is not there, or was taken out of the stock.
        StickerUsedError: It is on another report.
        ReportHasStickerError: The report has one already.
    """
    sticker = _locked_sticker(session, sticker_id)
    if sticker.state is StickerState.USED:
        raise StickerUsedError(sticker.label)
    if sticker.state is StickerState.VOID:
        raise StickerNotUsableError
    other = queries.sticker_of(session, ree.id)
    if other is not None:
        raise ReportHasStickerError(other.label)
    sticker.state, sticker.ree_id, sticker.used_on = StickerState.USED, ree.id, today
    session.flush()
    return sticker


def return_sticker(session: Session, ree: Ree, *, note: str) -> FeeSticker:
    """Take a sticker off its report and back into the stock.

    Raises:
        StickerNotUsableError: The report carries none.
        StickerReasonMissingError: Why is not said.
    """
    sticker = _carried(session, ree, note)
    sticker.state, sticker.ree_id, sticker.used_on = StickerState.FREE, None, None
    sticker.note = note.strip()
    session.flush()
    return sticker


def cancel_sticker(session: Session, ree: Ree, *, note: str, today: date) -> FeeSticker:
    """Take a sticker off its report for good.

    Raises:
        StickerNotUsableError: The report carries none.
        StickerReasonMissingError: Why is not said.
    """
    sticker = _carried(session, ree, note)
    return void_sticker(session, sticker.id, note=note, today=today)


def _carried(session: Session, ree: Ree, note: str) -> FeeSticker:
    carried = queries.sticker_of(session, ree.id)
    if carried is None:
        raise StickerNotUsableError
    if not note.strip():
        raise StickerReasonMissingError
    return _locked_sticker(session, carried.id)


class Stock:
    """The stock as the report of a visit asks it (`app.ree.stickers.StickerStock`)."""

    def next_of(self, session: Session, technician_id: int) -> str:
        """Return the next sticker of a technician's own pack; empty when there is none."""
        found = queries.next_of_pack(session, technician_id)
        return found.label if found is not None else ""

    def doubt_about(self, session: Session, label: str, ree_id: int | None) -> str:
        """Return the code of what is strange about a sticker; empty when nothing is."""
        found = queries.sticker_labelled(session, label)
        if found is None:
            return "sticker_unknown" if queries.has_stickers(session) else ""
        if found.state is StickerState.VOID:
            return "sticker_gone"
        is_elsewhere = found.state is StickerState.USED and found.ree_id != ree_id
        return "sticker_used" if is_elsewhere else ""

    def put(self, session: Session, label: str, ree: Ree) -> None:
        """Put the sticker that a report names on it, when the stock has it free.

        The report was signed with this number: one that cannot be had stays written on it, and
        the office sees the difference on its page. A corrected number gives the first one back.
        """
        found = queries.sticker_labelled(session, label, lock=True)
        if found is None or found.state is not StickerState.FREE:
            return
        before = queries.sticker_of(session, ree.id)
        if before is not None:
            before.state, before.ree_id, before.used_on = StickerState.FREE, None, None
            session.flush()
        found.state, found.ree_id, found.used_on = StickerState.USED, ree.id, ree.performed_on
        session.flush()


def void_sticker(session: Session, sticker_id: int, *, note: str, today: date) -> FeeSticker:
    """Take a sticker that was lost, spoiled or given back out of the stock, or off its report."""
    sticker = _locked_sticker(session, sticker_id)
    if sticker.state is StickerState.VOID:
        raise StickerNotUsableError
    sticker.state, sticker.ree_id, sticker.used_on = StickerState.VOID, None, today
    sticker.note = note.strip()
    session.flush()
    return sticker


def _locked_sticker(session: Session, sticker_id: int) -> FeeSticker:
    sticker = session.get(FeeSticker, sticker_id, with_for_update=True, populate_existing=True)
    if sticker is None:
        raise StickerNotUsableError
    return sticker
