"""Photos that no report lists go after a week; those of a report stay for ever."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.attachments.models import Attachment
from app.attachments.rules import AttachmentKind, OwnerKind
from app.interventions.rules_sending import AttachmentsMissingError
from app.interventions.service import receive_report
from app.interventions.tidying import tidy_at_night
from app.jobs.models import OutboxJob
from app.jobs.runner import run_due
from app.tenancy.context import company_scope
from app.worker import company_files, job_session
from tests.conftest import COMPANY
from tests.factories.interventions import NOON, body_of, make_job
from tests.helpers import fresh, office_access

NIGHT = datetime(2026, 7, 1, 1, 30, tzinfo=UTC)
WEEK = timedelta(days=7, minutes=1)


@pytest.fixture
def night(app, session):
    """Does a round of the night, and the jobs it asked for."""

    def _night(now=NIGHT):
        tidy_at_night(session, now=now)
        session.commit()
        with app.app_context(), company_scope(COMPANY):
            while run_due(job_session, now=lambda: now):
                pass
        fresh(session)

    return _night


@pytest.fixture
def photo(app, session):
    """Stores a photo as it arrives from a phone; returns its row."""

    def _photo(content, *, owner=None, kind=OwnerKind.REPORT, age=WEEK, mime="image/jpeg"):
        with app.app_context(), company_scope(COMPANY):
            sha = company_files().put(content)
        made = Attachment(
            id=str(uuid4()), sha256=sha, received_sha256=sha, mime=mime, size=len(content),
            filename="foto.jpg", kind=AttachmentKind.PHOTO, owner_kind=kind,
            owner_key=owner or str(uuid4()), created_at=NIGHT - age,
            created_by_id=office_access().user_id,
        )  # fmt: skip
        session.add(made)
        session.commit()
        return made

    return _photo


def is_stored(app, sha):
    with app.app_context(), company_scope(COMPANY):
        return company_files().exists(sha)


def left(session):
    return set(session.scalars(select(Attachment.id)))


def report_with(session, *, uuid, listed):
    job = make_job(session)
    body = body_of(session, *job)
    body["content"]["attachments"] = [{"id": one, "kind": "photo", "caption": ""} for one in listed]
    receive_report(session, uuid, body, access=office_access(), now=NOON)
    session.execute(OutboxJob.__table__.delete())
    session.commit()


def test_photo_of_a_report_that_never_came_goes_after_a_week(app, session, photo, night):
    old, young = photo(b"old"), photo(b"young", age=timedelta(days=6, hours=23))
    gone, old_sha, young_sha = old.id, old.sha256, young.sha256

    night()

    assert gone not in left(session)
    assert left(session) == {young.id}
    assert (is_stored(app, old_sha), is_stored(app, young_sha)) == (False, True)


def test_listed_photos_stay_and_one_taken_off_goes(app, session, photo, night):
    uuid = str(uuid4())
    listed, dropped = photo(b"listed", owner=uuid), photo(b"dropped", owner=uuid)
    listed_sha, dropped_sha = listed.sha256, dropped.sha256
    report_with(session, uuid=uuid, listed=[listed.id])

    night()

    assert left(session) == {listed.id}
    assert (is_stored(app, listed_sha), is_stored(app, dropped_sha)) == (True, False)


def test_bytes_that_another_row_names_stay(app, session, photo, night):
    lost = photo(b"same")
    photo(b"same", owner="7", kind=OwnerKind.DEVICE)
    sha = lost.sha256

    night()

    assert len(left(session)) == 1
    assert is_stored(app, sha)


def test_bytes_of_a_pdf_stay_for_what_may_be_the_same_document(app, session, photo, night):
    sha = photo(b"%PDF-", mime="application/pdf").sha256

    night()

    assert left(session) == set()
    assert is_stored(app, sha)


def test_files_of_devices_and_interventions_are_not_looked_at(session, photo, night):
    kept = {
        photo(kind.value.encode(), owner="7", kind=kind).id
        for kind in OwnerKind
        if kind is not OwnerKind.REPORT
    }

    night()

    assert left(session) == kept


def test_more_files_than_one_job_looks_at(session, photo, night, monkeypatch):
    monkeypatch.setattr("app.interventions.tidying.AT_ONCE", 2)
    for number in range(5):
        photo(bytes([number]))

    night()

    assert left(session) == set()


def test_a_late_report_is_told_to_send_its_photo_again(session, photo, night):
    uuid = str(uuid4())
    gone = photo(b"late", owner=uuid).id

    night()

    with pytest.raises(AttachmentsMissingError) as refusal:
        report_with(session, uuid=uuid, listed=[gone])
    assert refusal.value.missing == (gone,)


def test_looked_for_once_a_night_and_never_by_day(session):
    for hour in range(24):
        for minute in (0, 30):
            tidy_at_night(session, now=NIGHT.replace(hour=hour, minute=minute))

    assert session.scalar(select(func.count(OutboxJob.id))) == 1
