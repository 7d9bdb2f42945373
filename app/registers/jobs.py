"""Writing a file for a register, in the background."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from sqlalchemy.orm import Session

from app.files.store import CompanyFiles
from app.jobs.progress import tracked
from app.jobs.registry import job
from app.jobs.runner import Sessions
from app.registers import documents, service
from app.registers.labels import label_of
from app.registers.models import RegisterDocument, RegisterFile
from app.registers.papers import Paper
from app.registers.queries import Period, file_of
from app.registers.rules import PREPARE, FileKind, FileState, Register
from app.web.clock import utc_now
from app.web.exports import write_csv

#: Documents between two looks of the waiting page.
AT_ONCE = 100
#: Hours, minutes and seconds are left out: the same documents make the same bytes.
_STAMP = (1980, 1, 1, 0, 0, 0)


def register(files: Callable[[], CompanyFiles], sessions: Sessions) -> None:
    """Register the job; called once at start.

    Args:
        files: Returns the file store of the company at work.
        sessions: Returns a new session on it.
    """

    @job(PREPARE, on_failure=note_failure)
    def prepare(session: Session, file_id: int, *, now: datetime) -> None:
        write_register_file(session, file_id, files=files(), sessions=sessions)
        del now


def note_failure(
    session: Session, error: Exception, file_id: int, *, final: bool, now: datetime
) -> None:
    """Show on the file's page that it could not be written."""
    del error, now
    file = file_of(session, file_id, lock=True)
    if final and file is not None and file.state is FileState.PREPARING:
        service.note_failed(session, file)


def write_register_file(
    session: Session, file_id: int, *, files: CompanyFiles, sessions: Sessions
) -> None:
    """Write the complete documents of a file's period; begun again it writes nothing twice."""
    file = file_of(session, file_id)
    if file is None or file.state is not FileState.PREPARING or file.progress_id is None:
        return
    period = Period(file.register, file.since, file.until, again=file.is_repeat)
    kind, progress_id = file.kind, file.progress_id
    keys = documents.keys_of(session, period, kind)
    session.rollback()  # the tracker writes in transactions of its own
    packed = Packed(period.register, kind)
    with tracked(sessions, progress_id, clock=utc_now, every=1) as tracker:
        tracker.step(0, total=len(keys))
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            for paper in documents.papers(session, period, kind, some):
                packed.add(paper)
            session.rollback()
            tracker.step(len(some))
    stored = file_of(session, file_id, lock=True)
    if stored is None or stored.state is not FileState.PREPARING:
        return
    content = packed.content() if packed.held else b""
    written = service.Written(
        name=_name(stored),
        sha256=files.put(content) if content else "",
        documents=packed.held,
        left_out=packed.left_out,
    )
    service.note_written(session, stored, written)


class Packed:
    """The complete documents on their way into one file."""

    def __init__(self, register: Register, kind: FileKind) -> None:
        self._columns = documents.COLUMNS[kind]
        self._is_table = register is Register.TABLE
        self._archive = io.BytesIO()
        self._rows: list[tuple[Any, ...]] = []
        self.held: list[RegisterDocument] = []
        self.left_out = 0

    def add(self, paper: Paper) -> None:
        """Take a document in if nothing is lacking, else count it."""
        if not paper.is_ready:
            self.left_out += 1
            return
        content = repr(paper.cells).encode() if self._is_table else paper.write()
        if self._is_table:
            self._rows.append(paper.cells)
        else:
            with zipfile.ZipFile(self._archive, "a", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(zipfile.ZipInfo(paper.name, _STAMP), content)
        self.held.append(
            RegisterDocument(
                client_id=paper.client_id,
                revision_id=paper.revision.id if paper.revision else None,
                intervention_id=paper.intervention.id if paper.intervention else None,
                booklet_id=paper.booklet.id if paper.booklet else None,
                name=paper.name,
                label=paper.label,
                sha256=hashlib.sha256(content).hexdigest(),
            )
        )

    def content(self) -> bytes:
        """Return the file."""
        if not self._is_table:
            return self._archive.getvalue()
        target = io.BytesIO()
        with force_locale("it"):  # the registers are Italian, whoever asks
            write_csv(target, [label_of(name) for name in self._columns], self._rows)
        return target.getvalue()


def _name(file: RegisterFile) -> str:
    ending = "csv" if file.register is Register.TABLE else "zip"
    days = f"{file.since:%Y%m%d}-{file.until:%Y%m%d}"
    return f"{file.register.value}-{file.kind.value}-{days}-{file.id}.{ending}"
