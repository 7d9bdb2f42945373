"""For the machine that watches: /healthz and /metrics."""

import hmac
import time

from flask import Blueprint, Flask, Response, abort, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)

from app.extensions import db

health = Blueprint("health", __name__)

_LOCAL = frozenset({"127.0.0.1", "::1"})


@health.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Answer 200 when the directory's database answers."""
    db.directory.is_reachable()
    return jsonify(status="ok")


@health.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Return Prometheus metrics to whoever holds the token, or to this machine."""
    token = str(current_app.config["METRICS_TOKEN"])
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    allowed = (
        hmac.compare_digest(given.encode(), token.encode())
        if token
        else (request.remote_addr in _LOCAL)
    )
    if not allowed:
        abort(404)
    registry: CollectorRegistry = current_app.extensions["metrics"]
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def install(app: Flask) -> None:
    """Register both addresses and time every request by endpoint."""
    registry = CollectorRegistry()
    requests = Counter(
        "fiammetta_requests_total", "Requests answered", ["endpoint", "status"], registry=registry
    )
    seconds = Histogram(
        "fiammetta_request_seconds", "Time to answer", ["endpoint"], registry=registry
    )
    app.extensions["metrics"] = registry

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
