"""Logs for machines: one JSON object per line, with request, company and user.

Names, addresses and what was typed stay out: keys and codes are enough to follow a fault.
"""

import logging
import re
import time
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars, merge_contextvars
from structlog.typing import Processor

from app.tenancy.context import current_company
from app.web.access import current_access

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

#: Header by which a proxy names a request, and by which we tell it.
HEADER = "X-Request-Id"

log = structlog.get_logger("app.requests")


def install(app: Flask) -> None:
    """Name every request; in production write logs as JSON and a line for each request."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_forget)
    if not app.testing and not app.config["DEMO"]:
        configure()
        app.after_request(_note)


def configure() -> None:
    """Write what structlog and the standard logging say as JSON, one line each, to stderr."""
    shared: list[Processor] = [
        merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for talkative in ("alembic", "flask_appbuilder"):
        logging.getLogger(talkative).setLevel(logging.WARNING)


def _begin() -> None:
    given = request.headers.get(HEADER, "")
    name = given if _REQUEST_ID.fullmatch(given) else uuid4().hex
    g.request_id, g.log_began = name, time.perf_counter()
    clear_contextvars()
    bind_contextvars(request_id=name)


def _end(response: Response) -> Response:
    if "request_id" in g:
        response.headers.setdefault(HEADER, g.request_id)
    return response


def _note(response: Response) -> Response:
    if "log_began" not in g or request.endpoint == "static":
        return response
    log.info(
        "request",
        method=request.method,
        path=request.path,
        endpoint=request.endpoint,
        status=response.status_code,
        milliseconds=round((time.perf_counter() - g.log_began) * 1000, 1),
        company=current_company(),
        user=current_access().user_id,
    )
    return response


def _forget(_error: BaseException | None) -> None:
    clear_contextvars()
