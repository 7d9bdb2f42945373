"""For the machine that watches: /healthz and /metrics."""

import hmac
import os
import time
from collections.abc import Callable, Mapping

import structlog
from flask import Blueprint, Flask, Response, abort, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from app.extensions import db

health = Blueprint("health", __name__)

log = structlog.get_logger(__name__)

_LOCAL = frozenset({"127.0.0.1", "::1"})

#: What a request carries that came through a proxy, whether or not it is one we trust.
_FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded")

#: A part of the installation -> a check that raises when it does not answer.
Checks = Mapping[str, Callable[[], object]]


@health.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Answer 200 when the directory's database answers, else 503.

    With ``?deep=1``, for whoever may read the metrics: every part of the installation.
    """
    checks: dict[str, Callable[[], object]] = {"directory": db.directory.is_reachable}
    is_deep = bool(request.args.get("deep")) and _may_watch()
    if is_deep:
        checks |= current_app.extensions["health_checks"]
    found = {name: _answers(name, check) for name, check in checks.items()}
    is_well = all(found.values())
    parts = {name: "ok" if answers else "down" for name, answers in found.items()}
    facts = {"parts": parts} if is_deep else {}
    return jsonify(status="ok" if is_well else "down", **facts), 200 if is_well else 503


@health.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Return Prometheus metrics to whoever holds the token, or to this machine."""
    if not _may_watch():
        abort(404)
    registry: CollectorRegistry = current_app.extensions["metrics"]
    text = generate_latest(registry)
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        # Several processes: their numbers are added up from the files that each one writes.
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]  # untyped library
        text = generate_latest(together) + generate_latest(current_app.extensions["gauges"])
    return Response(text, content_type=CONTENT_TYPE_LATEST)


def install(app: Flask) -> None:
    """Register both addresses and time every request by endpoint."""
    registry, gauges = CollectorRegistry(), CollectorRegistry()
    requests = Counter(
        "fiammetta_requests_total", "Requests answered", ["endpoint", "status"], registry=registry
    )
    seconds = Histogram(
        "fiammetta_request_seconds", "Time to answer", ["endpoint"], registry=registry
    )
    app.extensions["metrics"], app.extensions["gauges"] = registry, gauges
    app.extensions["health_checks"] = {}

    def begin() -> None:
        g.request_began = time.perf_counter()

    def note(response: Response) -> Response:
        endpoint = request.endpoint or "unknown"
        requests.labels(endpoint, response.status_code).inc()
        began = g.get("request_began")
        if began is not None:
            seconds.labels(endpoint).observe(time.perf_counter() - began)
        return response

    app.before_request(begin)
    app.after_request(note)
    app.register_blueprint(health)


def _may_watch() -> bool:
    """Tell whether the request holds the token or, where there is none, was made here.

    What a proxy on this machine hands on looks local and is not.
    """
    token = str(current_app.config["METRICS_TOKEN"])
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    is_handed_on = any(name in request.headers for name in _FORWARDED)
    return request.remote_addr in _LOCAL and not is_handed_on


def _answers(name: str, check: Callable[[], object]) -> bool:
    try:
        check()
    except Exception as error:  # noqa: BLE001  whatever is wrong, the answer is "down"
        log.warning("part does not answer", part=name, error=str(error)[:200])
        return False
    return True
