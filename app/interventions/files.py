"""Files of the reports, which travel before them; and what the office adds to interventions."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attachments.models import Attachment
from app.attachments.owners import FileOwner
from app.interventions.models import Intervention
from app.interventions.queries import WRITERS, report_of, visible_interventions
from app.interventions.rules_reading import is_uuid
from app.kernel.access import Access
from app.kernel.text import row_key


def _sees(session: Session, access: Access, file: Attachment) -> bool:
    """Tell who sees the file: whoever sees the report; before it arrives, its sender."""
    report = report_of(session, file.owner_key)
    if report is None:
        return file.created_by_id == access.user_id
    wanted = select(Intervention.id).where(
        Intervention.id == report.intervention_id, visible_interventions(access)
    )
    return session.scalar(wanted) is not None


def _takes(session: Session, access: Access, key: str) -> bool:
    del session  # the report is not there yet
    return access.has_any(*WRITERS) and is_uuid(key)


def _is_closed(session: Session, key: str) -> bool:
    return report_of(session, key) is not None


REPORT_FILES = FileOwner(_sees, _takes, is_closed=_is_closed)


def _sees_intervention(session: Session, access: Access, key: str) -> bool:
    intervention_id = row_key(key)
    if intervention_id is None:
        return False
    wanted = select(Intervention.id).where(
        Intervention.id == intervention_id, visible_interventions(access)
    )
    return session.scalar(wanted) is not None


def _sees_added(session: Session, access: Access, file: Attachment) -> bool:
    return _sees_intervention(session, access, file.owner_key)


def _takes_added(session: Session, access: Access, key: str) -> bool:
    return access.has("interventions.write") and _sees_intervention(session, access, key)


INTERVENTION_FILES = FileOwner(_sees_added, _takes_added, _sees_intervention)
