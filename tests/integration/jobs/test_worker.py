import os
import threading
import time
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import sessionmaker

from app.jobs import outbox
from app.jobs.models import OutboxJob
from app.jobs.registry import job
from app.jobs.worker import TURN, Surroundings, Worker, make_queue
from tests.integration.databases import sqlite_engine

NOON = datetime(2025, 3, 10, 12, 0, tzinfo=UTC)
SECRET = "a secret of these tests"
at_work = ContextVar("at_work", default=None)

pytestmark = pytest.mark.usefixtures("handlers")


@pytest.fixture
def firms(tmp_path):
    makers = {}
    for slug in ("termoclima", "calorservice"):
        engine = sqlite_engine(tmp_path / f"{slug}.db")
        OutboxJob.metadata.create_all(engine, tables=[OutboxJob.__table__])
        makers[slug] = sessionmaker(engine)
    return makers


@pytest.fixture
def worker(tmp_path, firms, queue_url):
    @contextmanager
    def company(slug):
        token = at_work.set(slug)
        yield
        at_work.reset(token)

    def current_session():
        return firms[at_work.get()]()

    around = Surroundings(
        companies=lambda: ["gone", *firms],
        company=company,
        sessions=current_session,
        clock=lambda: NOON,
    )
    return Worker(make_queue(tmp_path, SECRET, queue_url), around)


@pytest.fixture(params=["file", "redis"])
def queue_url(request):
    if request.param == "file":
        return None
    if not os.environ.get("TEST_REDIS_URL"):
        pytest.skip("TEST_REDIS_URL names no server")
    return os.environ["TEST_REDIS_URL"]


def ask(firms, slug, count=1):
    with firms[slug]() as session:
        for _ in range(count):
            outbox.enqueue(session, "a.b", slug, now=NOON)
        session.commit()


def wait_for(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_sweep_does_each_company_in_its_own_database(worker, firms):
    done = []
    job("a.b")(lambda _session, slug, **_now: done.append((slug, at_work.get())))
    ask(firms, "termoclima")
    ask(firms, "calorservice")

    assert worker.sweep() == 2
    assert done == [("termoclima", "termoclima"), ("calorservice", "calorservice")]


def test_thread_does_a_job_soon_after_it_is_told(worker, firms):
    done = threading.Event()
    job("a.b")(lambda *_args, **_now: done.set())
    worker.start()
    try:
        ask(firms, "termoclima")
        worker.tell("termoclima")

        assert done.wait(10)
    finally:
        worker.stop()


def test_busy_company_gets_another_turn_after_the_others(worker, firms):
    done = []
    job("a.b")(lambda _session, slug, **_now: done.append(slug))
    ask(firms, "termoclima", TURN + 3)
    worker.start()
    try:
        worker.tell("termoclima")

        wait_for(lambda: len(done) == TURN + 3)
    finally:
        worker.stop()


def test_message_signed_with_another_secret_is_refused(tmp_path):
    forger = make_queue(tmp_path, "another secret")
    forger.task(name="company_jobs")(print)("termoclima")

    queue = make_queue(tmp_path, SECRET)
    with pytest.raises(ValueError, match="mismatch"):
        queue.deserialize_task(queue.storage.dequeue())


def test_queue_that_is_down_does_not_break_the_answer(worker, monkeypatch):
    def down(slug):
        raise OSError("disk full")

    monkeypatch.setattr(worker, "_wake", down)

    worker.tell("termoclima")
