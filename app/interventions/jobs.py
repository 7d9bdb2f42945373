"""Background work of the interventions: the document of a report that has arrived."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from app.files.store import CompanyFiles
from app.interventions.models import InterventionReport
from app.interventions.rules_sending import DOCUMENT
from app.jobs.registry import job


def register(files: Callable[[], CompanyFiles]) -> None:
    """Register the job with the application's own way to find the company's files."""

    @job(DOCUMENT)
    def document(session: Session, report_id: int, *, now: datetime) -> None:
        make_document(session, report_id, files=files(), now=now)


def make_document(session: Session, report_id: int, *, files: CompanyFiles, now: datetime) -> None:
    """Make the document of a report; repeating it makes nothing twice."""
    del files, now
    session.get_one(InterventionReport, report_id)
