from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from app.jobs import outbox
from app.jobs.models import OutboxJob
from app.jobs.rules import JobState

NOON = datetime(2025, 3, 10, 12, 0, tzinfo=UTC)


def stored(sessions):
    with sessions() as session:
        return session.query(OutboxJob).order_by(OutboxJob.created_at).all()


def test_job_is_stored_with_the_transaction_that_asks_for_it(sessions):
    with sessions() as session:
        job_id = outbox.enqueue(session, "interventions.send_report", 7, "it", now=NOON)
        session.commit()

    (job,) = stored(sessions)
    assert (job.id, job.name, job.args) == (job_id, "interventions.send_report", [7, "it"])
    assert (job.state, job.attempts, job.next_attempt_at) == (JobState.QUEUED, 0, NOON)


def test_rolled_back_transaction_asks_for_nothing(sessions):
    with sessions() as session:
        outbox.enqueue(session, "a.b", now=NOON)
        session.rollback()

    assert stored(sessions) == []


def test_same_key_is_one_job_even_after_it_is_done(sessions):
    with sessions() as session:
        first = outbox.enqueue(session, "a.b", 1, now=NOON, dedup_key="report-1")
        again = outbox.enqueue(session, "a.b", 1, now=NOON, dedup_key="report-1")
        session.get(OutboxJob, first).state = JobState.DONE
        session.commit()
        later = outbox.enqueue(session, "a.b", 1, now=NOON, dedup_key="report-1")
        session.commit()

    assert first == again == later
    assert len(stored(sessions)) == 1


def test_jobs_without_a_key_are_never_the_same(sessions):
    with sessions() as session:
        assert outbox.enqueue(session, "a.b", now=NOON) != outbox.enqueue(session, "a.b", now=NOON)
        session.commit()

    assert len(stored(sessions)) == 2


@pytest.fixture
def told(sessions):
    calls = []
    outbox.watch(sessions.class_, lambda _session: calls.append(len(stored(sessions))))
    return calls


def test_worker_is_told_once_and_after_the_commit(sessions, told):
    with sessions() as session:
        outbox.enqueue(session, "a.b", now=NOON)
        outbox.enqueue(session, "a.b", now=NOON)
        assert told == []
        session.commit()
        session.commit()

    assert told == [2]


def test_worker_is_not_told_of_a_savepoint_or_a_rollback(sessions, told):
    with sessions() as session:
        with session.begin_nested():
            outbox.enqueue(session, "a.b", now=NOON)
        assert told == []
        session.rollback()
        session.commit()

    assert told == []


def test_inner_rollback_does_not_silence_the_outer_job(sessions, told):
    with sessions() as session:
        outbox.enqueue(session, "a.b", now=NOON)
        inner = session.begin_nested()
        outbox.enqueue(session, "a.b", now=NOON)
        inner.rollback()
        session.commit()

    assert told == [1]


def test_failed_job_is_queued_again_and_only_once(sessions, told):
    later = NOON + timedelta(hours=1)
    with sessions() as session:
        job_id = outbox.enqueue(session, "a.b", now=NOON)
        job = session.get(OutboxJob, job_id)
        job.state, job.attempts, job.last_error = JobState.FAILED, 9, "no network"
        session.commit()

        assert outbox.retry(session, job_id, now=later) is True
        session.commit()
        assert outbox.retry(session, job_id, now=later) is False

    (job,) = stored(sessions)
    assert (job.state, job.attempts, job.next_attempt_at) == (JobState.QUEUED, 0, later)
    assert job.last_error == "no network"
    assert len(told) == 2


def test_retrying_a_job_that_is_gone_changes_nothing(sessions):
    with sessions() as session:
        assert outbox.retry(session, uuid4(), now=NOON) is False


def test_office_sees_what_waits_for_it(sessions):
    with sessions() as session:
        ids = [outbox.enqueue(session, "a.b", n, now=NOON + timedelta(minutes=n)) for n in range(4)]
        for job_id in ids[1:3]:
            session.get(OutboxJob, job_id).state = JobState.FAILED
        session.commit()

        assert [job.id for job in outbox.failed_jobs(session)] == [ids[2], ids[1]]
        assert outbox.count_by_state(session) == {
            JobState.QUEUED: 2,
            JobState.RUNNING: 0,
            JobState.DONE: 0,
            JobState.FAILED: 2,
        }


def test_old_done_jobs_are_forgotten_and_no_others(sessions):
    with sessions() as session:
        for state, done_at in (
            (JobState.DONE, NOON),
            (JobState.DONE, NOON + timedelta(days=2)),
            (JobState.FAILED, None),
        ):
            job = session.get(OutboxJob, outbox.enqueue(session, "a.b", now=NOON))
            job.state, job.done_at = state, done_at
        session.commit()

        assert outbox.forget_done(session, before=NOON + timedelta(days=1)) == 1
        session.commit()

    assert len(stored(sessions)) == 2
