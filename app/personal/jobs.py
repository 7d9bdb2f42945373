"""Packing what is held on a client, in the background."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.attachments.rules import clean_name, unique_names
from app.clients.models import Client
from app.files.store import CompanyFiles
from app.jobs.models import Progress
from app.jobs.outbox import enqueue
from app.jobs.progress import tracked
from app.jobs.registry import job
from app.jobs.runner import Clock, Sessions
from app.kernel.dates import local_day
from app.personal.gathering import Paper, papers, sections
from app.personal.messages import section
from app.personal.reach import subject_of
from app.personal.rules import EXPORT, FORGET_PACKS, KEPT_DAYS


@dataclass(frozen=True)
class Surroundings:
    """What the jobs need of the installation.

    Attributes:
        files: Returns the file store of the company at work.
        sessions: Returns a new session on it.
        clock: Returns the instant.
    """

    files: Callable[[], CompanyFiles]
    sessions: Sessions
    clock: Clock


def register(around: Surroundings) -> None:
    """Register the jobs; called once at start."""

    @job(EXPORT)
    def export(session: Session, progress: str, ids: list[int], *, now: datetime) -> None:
        pack_client(session, UUID(progress), ids[0], around=around, now=now)

    @job(FORGET_PACKS)
    def forget(session: Session, *, now: datetime) -> None:
        forget_packs(session, files=around.files(), now=now)


def pack_client(
    session: Session, progress: UUID, client_id: int, *, around: Surroundings, now: datetime
) -> None:
    """Write the pack of a client, and tell the page that waits where it is."""
    with tracked(around.sessions, progress, clock=around.clock) as tracker:
        client = session.get_one(Client, client_id)
        files = around.files()
        with force_locale("it"):  # the client reads it, whoever asks
            name = f"{_('data')}-{client.number}-{local_day(now):%Y%m%d}.zip"
            content = pack(session, client, files=files, now=now)
        session.rollback()  # the tracker writes in a transaction of its own
        tracker.done = 1
        tracker.result |= {
            "file": files.put(content), "file_name": name, "client_id": client_id,
            "size": len(content),
        }  # fmt: skip


def pack(session: Session, client: Client, *, files: CompanyFiles, now: datetime) -> bytes:
    """Return the ZIP with everything held on a client: one JSON text, and the files.

    Raises:
        CertificateNotReadableError: The company's certificate cannot be used.
    """
    subject = subject_of(session, client.id)
    told = list(sections(session, subject))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        held = [_put(archive, folder, group) for folder, group in _by_folder(
            papers(session, subject, files=files, now=now)
        ).items()]  # fmt: skip
        facts = {
            _("client"): client.number,
            _("made at"): now.isoformat(),
            _("data"): {section(name): rows for name, rows in told},
            _("files"): [name for names, _lost in held for name in names],
            _("files no longer in the archive"): [name for _names, lost in held for name in lost],
        }
        text = json.dumps(facts, ensure_ascii=False, indent=1)
        archive.writestr(f"{_('data')}.json", text)
    return target.getvalue()


def _by_folder(found: Any) -> dict[str, list[Paper]]:
    folders: dict[str, list[Paper]] = {}
    for paper in found:
        folders.setdefault(paper.folder, []).append(paper)
    return folders


def _put(archive: zipfile.ZipFile, folder: str, group: list[Paper]) -> tuple[list[str], list[str]]:
    """Write the files of a folder; return the names of those written and of those lost."""
    written, lost = [], []
    names = unique_names(clean_name(paper.name, usual="file") for paper in group)
    for name, paper in zip(names, group, strict=True):
        path = f"{folder}/{name}"
        if paper.content is None:
            lost.append(path)
        else:
            archive.writestr(path, paper.content)
            written.append(path)
    return written, lost


def forget_at_night(session: Session, *, now: datetime) -> None:
    """Ask once a day for a look at the packs that nobody fetched in time."""
    enqueue(session, FORGET_PACKS, now=now, dedup_key=f"{FORGET_PACKS}:{local_day(now)}")


def forget_packs(session: Session, *, files: CompanyFiles, now: datetime) -> int:
    """Take the packs away that are older than a week; return how many."""
    old = session.scalars(
        select(Progress).where(
            Progress.title == EXPORT,
            Progress.created_at < now - timedelta(days=KEPT_DAYS),
            Progress.created_at > now - timedelta(days=KEPT_DAYS + 60),
        )
    ).all()
    return sum(forget_pack(session, row, files=files) for row in old)


def forget_pack(session: Session, row: Progress, *, files: CompanyFiles) -> bool:
    """Take a pack out of the store; its page says that it is gone."""
    result = dict(row.result or {})
    sha = result.pop("file", None)
    if sha is None:
        return False
    files.delete(sha)
    session.execute(update(Progress).where(Progress.id == row.id).values(result=result))
    return True
