"""Photos that were sent for a report and that no report lists are removed after a week.

A technician who throws a draft away, or takes a photo off it, leaves the file on the server: it
shows a customer's home and nobody can see it any more. A phone that comes back later with the
report sends its photos again when it is told that they are missing.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attachments.models import Attachment
from app.attachments.rules import OwnerKind
from app.company.queries import company_profile
from app.files.store import CompanyFiles
from app.interventions.models import InterventionReport
from app.interventions.rules_sending import FORGET_FILES, TIDY_FILES
from app.jobs.outbox import enqueue
from app.kernel.dates import local_clock

#: How long a photo waits for its report.
WAITS = timedelta(days=7)
#: Older ones were looked at on the nights before.
LOOKED_BACK = timedelta(days=60)
#: When nobody is at work, local time.
NIGHT = (time(2), time(5))
#: Files looked at in one job; it asks for the rest.
AT_ONCE = 500


def tidy_at_night(session: Session, *, now: datetime) -> None:
    """Ask once a night for a look at the files that wait for a report."""
    clock = local_clock(now)
    if NIGHT[0] <= clock.time() < NIGHT[1]:
        enqueue(session, TIDY_FILES, "", now=now, dedup_key=f"{TIDY_FILES}:{clock.date()}")


def remove_unlisted(session: Session, after: str, *, now: datetime) -> int:
    """Remove the rows of files that no report lists, and ask for their bytes to go too.

    Args:
        session: Open session; flushed only.
        after: Looks at the files whose UUID follows this one; empty for the first.
        now: Current instant.

    Returns:
        How many were removed.
    """
    waiting = session.scalars(
        select(Attachment)
        .where(
            Attachment.owner_kind == OwnerKind.REPORT,
            Attachment.created_at < now - WAITS,
            Attachment.created_at > now - WAITS - LOOKED_BACK,
            Attachment.id > after,
        )
        .order_by(Attachment.id)
        .limit(AT_ONCE)
        # A report that arrives at this moment holds the files it lists until it is stored.
        .with_for_update()
    ).all()
    listed = _listed(session, {file.owner_key for file in waiting})
    removed = [file for file in waiting if file.id not in listed]
    for file in removed:
        session.delete(file)
    session.flush()
    if removed:
        enqueue(session, FORGET_FILES, sorted(_pictures(removed)), now=now)
    if len(waiting) == AT_ONCE:
        enqueue(session, TIDY_FILES, waiting[-1].id, now=now)
    return len(removed)


def forget_bytes(session: Session, shas: Sequence[str], *, files: CompanyFiles) -> None:
    """Take pictures out of the file store, unless a row names them still."""
    named = select(Attachment.sha256).where(Attachment.sha256.in_(shas))
    kept = {*session.scalars(named), company_profile(session).logo_sha}
    for sha in shas:
        if sha not in kept:
            files.delete(sha)


def _listed(session: Session, owners: Collection[str]) -> set[str]:
    """Return the UUIDs of the files that any revision of these reports lists."""
    if not owners:
        return set()
    theirs = select(InterventionReport.intervention_id).where(InterventionReport.uuid.in_(owners))
    contents = session.scalars(
        select(InterventionReport.content).where(InterventionReport.intervention_id.in_(theirs))
    )
    return {
        str(one.get("id")).lower()
        for content in contents
        for one in content.get("attachments") or []
    }


def _pictures(removed: Iterable[Attachment]) -> set[str]:
    """Return the addresses of the pictures.

    The bytes of a PDF stay: a sealed document or a message may be the same file.
    """
    return {file.sha256 for file in removed if file.mime.startswith("image/")}
