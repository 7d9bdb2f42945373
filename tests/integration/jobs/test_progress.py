from datetime import UTC, datetime

import pytest

from app.jobs.models import Progress
from app.jobs.progress import begin_progress, progress_facts, tracked

NOON = datetime(2025, 3, 10, 12, 0, tzinfo=UTC)


@pytest.fixture
def progress_id(sessions):
    with sessions() as session:
        progress_id = begin_progress(session, "Importazione clienti", now=NOON, total=250)
        session.commit()
    return progress_id


def facts(sessions, progress_id):
    with sessions() as session:
        return progress_facts(session.get(Progress, progress_id))


def test_count_is_stored_every_so_many_rows(sessions, progress_id):
    seen = []

    with tracked(sessions, progress_id, clock=lambda: NOON, every=100) as work:
        for _ in range(250):
            work.step()
            seen.append(facts(sessions, progress_id)["done"])
        work.result["created"] = 249

    assert sorted(set(seen)) == [0, 100, 200]
    assert facts(sessions, progress_id) == {
        "id": str(progress_id),
        "title": "Importazione clienti",
        "done": 250,
        "total": 250,
        "percent": 100,
        "state": "done",
        "message": "",
        "result": {"created": 249},
    }


def test_news_is_stored_at_once(sessions, progress_id):
    with tracked(sessions, progress_id, clock=lambda: NOON) as work:
        work.step(10, message="Lettura del foglio", total=40)

        now_shown = facts(sessions, progress_id)

    assert (now_shown["done"], now_shown["percent"]) == (10, 25)
    assert (now_shown["message"], now_shown["state"]) == ("Lettura del foglio", "running")


def test_failed_work_says_why_and_the_error_goes_on(sessions, progress_id):
    def work():
        with tracked(sessions, progress_id, clock=lambda: NOON) as tracker:
            tracker.step(12)
            raise ValueError("row 12 has no name")

    with pytest.raises(ValueError, match="row 12"):
        work()

    shown = facts(sessions, progress_id)
    assert (shown["state"], shown["done"]) == ("failed", 12)
    assert shown["message"] == "row 12 has no name"


def test_open_total_has_no_percent(sessions):
    with sessions() as session:
        open_id = begin_progress(session, "Esportazione", now=NOON)
        session.commit()

    assert facts(sessions, open_id)["percent"] is None
