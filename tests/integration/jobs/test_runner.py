import threading
from datetime import UTC, datetime, timedelta

import pytest

from app.jobs import outbox
from app.jobs.models import OutboxJob
from app.jobs.registry import find, job
from app.jobs.rules import LEASE, MAX_ATTEMPTS, JobGivesUpError, JobState
from app.jobs.runner import run_due

NOON = datetime(2025, 3, 10, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("handlers")


def noon():
    return NOON


def ask(sessions, name, *args, now=NOON):
    with sessions() as session:
        job_id = outbox.enqueue(session, name, *args, now=now)
        session.commit()
    return job_id


def fetch(sessions, job_id):
    with sessions() as session:
        return session.get(OutboxJob, job_id)


def test_due_job_is_done_once_with_its_arguments(sessions):
    seen = []
    job("a.b")(lambda _session, *args, now: seen.append((args, now)))
    job_id = ask(sessions, "a.b", 7, "x")

    assert run_due(sessions, now=noon) == 1
    assert run_due(sessions, now=noon) == 0

    done = fetch(sessions, job_id)
    assert seen == [((7, "x"), NOON)]
    assert (done.state, done.done_at, done.attempts) == (JobState.DONE, NOON, 1)


def test_job_of_the_future_waits(sessions):
    job("a.b")(lambda *_args, **_now: None)
    ask(sessions, "a.b", now=NOON + timedelta(seconds=1))

    assert run_due(sessions, now=noon) == 0


def test_limit_leaves_the_rest_for_the_next_turn(sessions):
    job("a.b")(lambda *_args, **_now: None)
    for _ in range(3):
        ask(sessions, "a.b")

    assert run_due(sessions, now=noon, limit=2) == 2
    assert run_due(sessions, now=noon, limit=2) == 1


def test_failed_attempt_leaves_nothing_behind_but_its_error(sessions):
    @job("a.b")
    def fail(session, *, now):
        outbox.enqueue(session, "left.behind", now=now)
        session.flush()
        raise OSError("no network")

    job_id = ask(sessions, "a.b")

    assert run_due(sessions, now=noon) == 1

    again = fetch(sessions, job_id)
    assert (again.state, again.last_error) == (JobState.QUEUED, "OSError('no network')")
    assert timedelta(seconds=24) <= again.next_attempt_at - NOON <= timedelta(seconds=36)
    with sessions() as session:
        assert session.query(OutboxJob).count() == 1


def test_job_that_recovers_keeps_no_error(sessions):
    answers = iter([OSError("busy"), None])

    @job("a.b")
    def sometimes(session, *, now):
        if error := next(answers):
            raise error

    job_id = ask(sessions, "a.b")
    run_due(sessions, now=noon)
    run_due(sessions, now=lambda: NOON + timedelta(minutes=1))

    done = fetch(sessions, job_id)
    assert (done.state, done.attempts, done.last_error) == (JobState.DONE, 2, None)


def test_job_stops_after_the_last_attempt(sessions):
    moments = [NOON]

    @job("a.b")
    def fail(session, *, now):
        raise OSError("no network")

    job_id = ask(sessions, "a.b")
    tried = 0
    for _ in range(MAX_ATTEMPTS + 3):
        tried += run_due(sessions, now=lambda: moments[-1])
        moments.append(moments[-1] + timedelta(hours=8))

    stopped = fetch(sessions, job_id)
    assert tried == MAX_ATTEMPTS
    assert (stopped.state, stopped.attempts) == (JobState.FAILED, MAX_ATTEMPTS)


def test_handler_that_gives_up_fails_at_once_and_the_domain_notes_it(sessions):
    noted = []

    def note(session, error, *args, final, now):
        noted.append((str(error), args, final))

    @job("a.b", on_failure=note)
    def give_up(session, report_id, *, now):
        raise JobGivesUpError("address refused")

    job_id = ask(sessions, "a.b", 5)
    run_due(sessions, now=noon)

    failed = fetch(sessions, job_id)
    assert (failed.state, failed.last_error) == (JobState.FAILED, "address refused")
    assert noted == [("address refused", (5,), True)]


def test_broken_note_of_the_domain_does_not_lose_the_failure(sessions):
    def broken(session, error, *args, final, now):
        outbox.enqueue(session, "left.behind", now=now)
        raise KeyError("oops")

    @job("a.b", on_failure=broken)
    def fail(session, *, now):
        raise OSError("no network")

    job_id = ask(sessions, "a.b")
    run_due(sessions, now=noon)

    assert fetch(sessions, job_id).last_error == "OSError('no network')"
    with sessions() as session:
        assert session.query(OutboxJob).count() == 1


def test_unknown_name_is_visible_and_waits_for_the_next_version(sessions):
    job_id = ask(sessions, "no.such")

    run_due(sessions, now=noon)

    waiting = fetch(sessions, job_id)
    assert waiting.state is JobState.QUEUED
    assert "no.such" in waiting.last_error


def test_job_of_a_dead_worker_is_taken_over_after_the_lease(sessions):
    done = []
    job("a.b")(lambda _session, now: done.append(now))
    job_id = ask(sessions, "a.b")
    with sessions() as session:
        row = session.get(OutboxJob, job_id)
        row.state, row.attempts, row.next_attempt_at = JobState.RUNNING, 1, NOON + LEASE
        session.commit()

    assert run_due(sessions, now=lambda: NOON + LEASE - timedelta(seconds=1)) == 0
    assert run_due(sessions, now=lambda: NOON + LEASE) == 1
    assert done == [NOON + LEASE]
    assert fetch(sessions, job_id).attempts == 2


def test_job_that_kills_its_workers_stops(sessions):
    done = []
    job("a.b")(lambda _session, now: done.append(now))
    job_id = ask(sessions, "a.b")
    with sessions() as session:
        row = session.get(OutboxJob, job_id)
        row.state, row.attempts, row.next_attempt_at = JobState.RUNNING, MAX_ATTEMPTS, NOON
        session.commit()

    run_due(sessions, now=noon)

    stopped = fetch(sessions, job_id)
    assert done == []
    assert (stopped.state, stopped.last_error) == (JobState.FAILED, "the worker died each time")


def test_late_worker_stores_nothing_when_its_job_was_taken_over(sessions):
    @job("a.b")
    def slow(session, *, now):
        with sessions() as other:
            other.query(OutboxJob).filter_by(name="a.b").update({"attempts": 2})
            other.commit()
        outbox.enqueue(session, "left.behind", now=now)

    job_id = ask(sessions, "a.b")
    run_due(sessions, now=noon, limit=1)

    assert fetch(sessions, job_id).state is JobState.RUNNING
    with sessions() as session:
        assert session.query(OutboxJob).count() == 1


def test_workers_side_by_side_do_each_job_once(sessions):
    done, lock = [], threading.Lock()

    @job("a.b")
    def note(session, number, *, now):
        with lock:
            done.append(number)

    for number in range(30):
        ask(sessions, "a.b", number)
    threads = [
        threading.Thread(target=run_due, args=(sessions,), kwargs={"now": noon}) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(done) == list(range(30))
    with sessions() as session:
        assert outbox.count_by_state(session)[JobState.DONE] == 30


def test_two_handlers_cannot_have_one_name():
    job("a.b")(noon)

    with pytest.raises(ValueError, match=r"a\.b"):
        job("a.b")(ask)
    assert find("a.b").handler is noon
