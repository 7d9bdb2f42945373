"""The two jobs of an uploaded list: check it, import it."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from io import BytesIO

from flask_babel import force_locale
from sqlalchemy.orm import Session

from app.imports.columns import Layout, chosen_layout, guess_layout, with_header
from app.imports.convert import convert_rows
from app.imports.messages import FIELD_LABELS
from app.imports.models import ImportRun
from app.imports.queries import find_run
from app.imports.reader import ListFile
from app.imports.rules import ImportedRow
from app.imports.rules_runs import MOVING, RunState
from app.imports.service import Outcome, import_rows
from app.imports.service_runs import CHECK, IMPORT, facts_of, note_end
from app.imports.trial import try_rows
from app.jobs.progress import Tracker, tracked
from app.jobs.registry import job
from app.jobs.rules import JobGivesUpError
from app.kernel.errors import DomainError
from app.web.clock import utc_now
from app.web.errors import user_message
from app.worker import company_files, job_session

#: First rows in which headings and meanings are looked for.
HEAD_ROWS = 60

Steps = Callable[[Iterable[ImportedRow]], Iterator[Outcome]]


def note_failure(
    session: Session, error: Exception, run_id: str, *, final: bool, now: datetime
) -> None:
    """Show on the list's page that the job stopped for good, and why when it is known."""
    run = find_run(session, run_id)
    if final and run is not None and run.state in MOVING:
        reason = str(error) if isinstance(error, JobGivesUpError) else ""
        note_end(session, run, RunState.FAILED, {"error": reason}, now=now)


@job(CHECK, on_failure=note_failure)
def check(session: Session, run_id: str, *, now: datetime) -> None:
    """Read the whole list and tell what an import would do."""
    _work(
        session,
        run_id,
        (RunState.CHECKING, RunState.CHECKED),
        lambda rows: try_rows(session, rows),
        now,
    )


@job(IMPORT, on_failure=note_failure)
def import_list(session: Session, run_id: str, *, now: datetime) -> None:
    """Store the list, batch by batch; begun again after a crash it makes nothing twice."""
    with force_locale("it"):  # the notes of the cards are the company's own text
        labels = {field: str(label) for field, label in FIELD_LABELS.items()}

    def steps(rows: Iterable[ImportedRow]) -> Iterator[Outcome]:
        return import_rows(session, rows, run_id=run_id, labels=labels, now=now)

    _work(session, run_id, (RunState.IMPORTING, RunState.DONE), steps, now)


def _work(
    session: Session, run_id: str, states: tuple[RunState, RunState], steps: Steps, now: datetime
) -> None:
    doing, done = states
    run = find_run(session, run_id)
    if run is None or run.state is not doing or run.progress_id is None:
        return
    progress_id = run.progress_id
    session.expunge(run)
    session.rollback()  # the tracker writes in transactions of its own
    with tracked(job_session, progress_id, clock=utc_now, every=1) as tracker:
        try:
            outcome = _follow(session, run, steps, tracker)
        except DomainError as error:
            with force_locale("it"):
                raise JobGivesUpError(user_message(error)) from error
    stored = find_run(session, run_id)
    if stored is not None:
        facts = facts_of(outcome, company_files().put(_problems(outcome)))
        note_end(session, stored, done, facts, now=now)


def _follow(session: Session, run: ImportRun, steps: Steps, tracker: Tracker) -> Outcome:
    """Go through the list, committing each batch before the page is told."""
    file = open_list(run)
    layout = mapped_layout(file, run)
    total = sum(1 for row in file.rows() if row.number > layout.header_row)
    tracker.step(0, total=total)
    outcome = Outcome()
    for outcome in steps(convert_rows(file.rows(), layout)):
        session.commit()
        tracker.step(outcome.rows - tracker.done)
    return outcome


def open_list(run: ImportRun) -> ListFile:
    """Return an uploaded list, ready to be read."""
    return ListFile(
        BytesIO(company_files().read(run.sha256)), run.filename, sheet=run.sheet or None
    )


def mapped_layout(file: ListFile, run: ImportRun) -> Layout:
    """Return the layout that the office chose for a list."""
    head = file.head(HEAD_ROWS)
    layout = with_header(guess_layout(head), head, run.mapping["header_row"])
    return chosen_layout(layout, run.mapping["choices"])


def _problems(outcome: Outcome) -> bytes:
    rows = [
        [one.row, one.column, one.field.value, one.value, one.code.value]
        for one in outcome.problems
    ]
    return json.dumps(rows, ensure_ascii=False).encode()
