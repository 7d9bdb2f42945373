"""What the machine that watches reads: health, metrics, logs."""

import io
import json
import logging

import pytest
import structlog

from app import create_app
from app.extensions import db
from app.jobs import outbox
from app.web.clock import utc_now
from config import Testing


def test_health_says_one_word(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_deep_health_asks_every_part(client):
    parts = client.get("/healthz?deep=1").json["parts"]

    assert parts == dict.fromkeys(("directory", "companies", "queue", "files"), "ok")


def test_a_part_that_is_down_is_named_and_the_answer_is_503(app, client, monkeypatch):
    def broken():
        raise ConnectionError("no route")

    monkeypatch.setitem(app.extensions["health_checks"], "queue", broken)

    answer = client.get("/healthz?deep=1")

    assert answer.status_code == 503
    assert answer.json["parts"]["queue"] == "down"
    assert "no route" not in answer.text
    assert client.get("/healthz").status_code == 200


def test_a_silent_directory_is_503_and_not_a_fault(client, monkeypatch):
    def broken():
        raise ConnectionError("no route")

    monkeypatch.setattr(type(db.directory), "is_reachable", lambda _self: broken())

    answer = client.get("/healthz")

    assert (answer.status_code, answer.json) == (503, {"status": "down"})


def test_metrics_count_requests_and_each_companys_jobs(app, client, session):
    outbox.enqueue(session, "a.b", 1, now=utc_now())
    session.commit()
    client.get("/healthz")

    text = client.get("/metrics").text

    assert 'fiammetta_requests_total{endpoint="health.healthz",status="200"}' in text
    assert 'fiammetta_request_seconds_count{endpoint="health.healthz"}' in text
    assert 'fiammetta_jobs{company="prova",state="queued"} 1.0' in text
    assert 'fiammetta_jobs{company="prova",state="failed"} 0.0' in text
    assert 'fiammetta_jobs{company="altra",state="failed"} 0.0' in text
    assert 'fiammetta_company_up{company="altra"} 1.0' in text


@pytest.mark.parametrize(
    "environ",
    [
        {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
        {"headers": {"Forwarded": "for=192.0.2.7"}},
        {"headers": {"X-Real-IP": "192.0.2.7"}},
    ],
)
def test_nobody_else_reads_names_of_companies(client, environ):
    assert client.get("/metrics", **environ).status_code == 404
    assert "parts" not in client.get("/healthz?deep=1", **environ).json


def test_a_request_has_a_name_and_keeps_a_good_one_that_it_brings(client):
    own = client.get("/healthz").headers["X-Request-Id"]
    brought = client.get("/healthz", headers={"X-Request-Id": "proxy-12345678"})
    forged = client.get("/healthz", headers={"X-Request-Id": 'x" injected'})

    assert len(own) == 32
    assert brought.headers["X-Request-Id"] == "proxy-12345678"
    assert len(forged.headers["X-Request-Id"]) == 32


@pytest.fixture
def logged():
    """Collects what production writes; puts logging back afterwards."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    written = io.StringIO()
    yield written
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


def test_production_writes_a_json_line_for_each_request(logged, tmp_path):
    app = create_app(
        Testing, TESTING=False, DATA_DIR=tmp_path, DATABASE_URL="", PROPAGATE_EXCEPTIONS=False
    )
    logging.getLogger().handlers[0].setStream(logged)

    app.test_client().get("/login/?secret=typed", headers={"X-Request-Id": "proxy-12345678"})

    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    (line,) = [one for one in lines if one["event"] == "request"]
    assert line["request_id"] == "proxy-12345678"
    assert (line["path"], line["status"], line["method"]) == ("/login/", 200, "GET")
    assert (line["company"], line["user"], line["level"]) == (None, None, "info")
    assert "typed" not in logged.getvalue()
