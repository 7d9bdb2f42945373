"""The steps of an uploaded list: columns, check, import; each asks for its job."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from app.imports.models import ImportRun
from app.imports.rules_runs import OPEN, RunState, SheetUnknownError, ensure_state
from app.imports.service import Outcome
from app.imports.trial import Trial
from app.jobs.outbox import enqueue
from app.jobs.progress import begin_progress
from app.kernel.access import Access

#: Names of the jobs.
CHECK, IMPORT = "imports.check", "imports.run"
#: Refused rows and likenesses shown on the page; the files have all of them.
SHOWN = 20


def register_upload(
    session: Session, *, filename: str, sha256: str, access: Access, now: datetime
) -> ImportRun:
    """Note a list that is in the file store already."""
    run = ImportRun(
        id=str(uuid4()),
        filename=filename[-160:],
        sha256=sha256,
        mapping={},
        outcome={},
        created_at=now,
        created_by_id=access.user_id,
    )
    session.add(run)
    session.flush()
    return run


def choose_columns(
    session: Session,
    run: ImportRun,
    *,
    mapping: Mapping[str, Any],
    now: datetime,
) -> None:
    """Keep what the columns mean and ask for the check.

    Args:
        session: Open session; flushed only.
        run: The list, locked.
        mapping: As `ImportRun.mapping`: a later list with the same headings gets the same.
        now: Current instant.

    Raises:
        RunMovedOnError: The list is being read or was imported.
    """
    ensure_state(run.state, OPEN)
    run.mapping = dict(mapping)
    _begin(session, run, RunState.CHECKING, CHECK, now)


def choose_sheet(session: Session, run: ImportRun, sheet: str, *, sheets: Sequence[str]) -> None:
    """Read another sheet of the workbook; what the columns mean is to be chosen anew.

    Args:
        session: Open session; flushed only.
        run: The list, locked.
        sheet: Name of the sheet.
        sheets: Names of those the workbook has.

    Raises:
        RunMovedOnError: The list is being read or was imported.
        SheetUnknownError: No such sheet.
    """
    ensure_state(run.state, OPEN)
    if sheet not in sheets:
        raise SheetUnknownError(sheet)
    run.sheet = sheet
    run.mapping, run.outcome, run.state = {}, {}, RunState.UPLOADED
    session.flush()


def start_import(session: Session, run: ImportRun, *, now: datetime) -> None:
    """Ask for the import of a checked list.

    Raises:
        RunMovedOnError: It was not checked, or somebody started it already.
    """
    ensure_state(run.state, {RunState.CHECKED})
    _begin(session, run, RunState.IMPORTING, IMPORT, now)


def note_end(
    session: Session, run: ImportRun, state: RunState, outcome: dict[str, Any], *, now: datetime
) -> None:
    """Store what a job found or did."""
    run.state = state
    run.outcome = outcome
    run.finished_at = now
    session.flush()


def facts_of(outcome: Outcome, problems: str) -> dict[str, Any]:
    """Return an outcome as JSON: counts, the first refused rows, the file with all problems.

    Args:
        outcome: Of a trial or an import.
        problems: SHA-256 of the file with all problems.
    """
    refused = outcome.refused
    doubles = outcome.doubles if isinstance(outcome, Trial) else []
    return {
        "rows": outcome.rows,
        "clients": outcome.clients,
        "devices": outcome.devices,
        "known": len(outcome.known),
        "refused": len({problem.row for problem in refused}),
        "warnings": len(outcome.problems) - len(refused),
        "problems": problems,
        "sample": [[one.row, one.code.value] for one in refused[:SHOWN]],
        "doubles": len(doubles),
        "double_sample": [
            {"row": row, "id": one.client_id, "number": one.number, "name": one.name,
             "place": one.place}
            for row, one in doubles[:SHOWN]
        ],
    }  # fmt: skip


def _begin(session: Session, run: ImportRun, state: RunState, job: str, now: datetime) -> None:
    run.state = state
    run.outcome = {}
    run.progress_id = begin_progress(session, run.filename, now=now, user_id=run.created_by_id)
    enqueue(session, job, run.id, now=now)
    session.flush()
