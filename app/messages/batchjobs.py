"""Background work of the reminders asked for in a list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.company.documents import letterhead, letterhead_assets
from app.company.queries import company_profile
from app.files.store import CompanyFiles
from app.invoices.jobs import act_for
from app.jobs.outcomes import Outcome
from app.jobs.progress import tracked
from app.jobs.registry import job
from app.jobs.runner import Clock, Sessions
from app.messages.batches import BATCHES, Asked, Page
from app.pdf.render import render

REMIND, LETTERS = "messages.remind", "messages.letters"


@dataclass(frozen=True)
class Surroundings:
    """What the long works take from the installation: files, and where progress is stored."""

    files: Callable[[], CompanyFiles]
    sessions: Sessions
    clock: Clock


def register(around: Surroundings) -> None:
    """Register the jobs; called once at start."""

    @job(REMIND)
    def remind(
        session: Session, progress_id: str, ids: list[int], kind: str, asker: list[object],
        *, now: datetime,
    ) -> None:  # fmt: skip
        act_for(session, asker)
        remind_rows(session, around, progress_id, (kind, ids), Asked(str(asker[1]), now))

    @job(LETTERS)
    def letters(
        session: Session, progress_id: str, ids: list[int], kind: str, asker: list[object],
        *, now: datetime,
    ) -> None:  # fmt: skip
        act_for(session, asker)
        write_letters(session, around, progress_id, (kind, ids), Asked(str(asker[1]), now))


def remind_rows(
    session: Session,
    around: Surroundings,
    progress_id: str,
    wanted: tuple[str, list[int]],
    asked: Asked,
) -> None:
    """Tell the rows, one addressee in each transaction.

    Begun again after a crash it tells nobody twice: who was told counts as told lately.
    """
    batch, outcome = BATCHES[wanted[0]], Outcome()
    groups = batch.groups(session, wanted[1])
    session.rollback()  # the tracker writes in transactions of its own
    with tracked(around.sessions, UUID(progress_id), clock=around.clock, every=1) as tracker:
        for ids in groups:
            batch.remind(session, ids, outcome, asked)
            session.commit()
            tracker.step(len(ids))
        tracker.result |= outcome.facts()


def write_letters(
    session: Session,
    around: Surroundings,
    progress_id: str,
    wanted: tuple[str, list[int]],
    asked: Asked,
) -> None:
    """Write the letters into one PDF, then note who was written to."""
    batch, outcome = BATCHES[wanted[0]], Outcome()
    groups = batch.groups(session, wanted[1])
    session.rollback()
    with tracked(around.sessions, UUID(progress_id), clock=around.clock, every=1) as tracker:
        pages: list[Page] = []
        for ids in groups:
            pages += batch.letters(session, ids, outcome, asked)
            session.rollback()
            tracker.step(len(ids))
        if pages:
            made = _pdf(session, around, pages, asked.now)
            tracker.result |= {"file": made, "file_name": batch.file_name}
            batch.note(session, [key for page in pages for key in page.ids], asked)
            session.commit()
        outcome.counts["letters"] = len(pages)
        tracker.result |= outcome.facts()


def _pdf(session: Session, around: Surroundings, pages: list[Page], now: datetime) -> str:
    """Store the letters as one PDF and return its SHA-256."""
    files, profile = around.files(), company_profile(session)
    facts = {
        "company": letterhead(profile),
        "document": {"note": profile.document_footer},
        "letters": [page.facts for page in pages],
    }
    assets = letterhead_assets(profile, files.read)
    return files.put(render("due_letters", facts, assets=assets, created_at=now))
