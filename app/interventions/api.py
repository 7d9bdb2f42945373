"""The addresses phones send reports to."""

import json
from typing import Any, NoReturn
from uuid import UUID

from flask import Response, abort, jsonify, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose
from flask_wtf.csrf import generate_csrf
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.interventions.rules_content import ContentNotValidError
from app.interventions.rules_sending import AppointmentNotYoursError, ReportClashError
from app.interventions.service import Received, receive_report
from app.kernel.access import Access
from app.kernel.errors import DomainError
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.errors import user_message

#: Largest report, bytes: signatures are the heavy part, pictures travel apart.
MOST_BYTES = 2 * 1024 * 1024

_STATUS = {AppointmentNotYoursError: 404, ReportClashError: 409}


class ReportApi(BaseView):
    """Takes reports: the same sending twice is stored once."""

    route_base = "/api/v1"

    @expose("/token")
    def token(self) -> ResponseReturnValue:
        """Give a fresh token to a page that was kept open for long."""
        _author()
        return jsonify(csrf_token=generate_csrf())

    @expose("/reports/<uuid:uuid>", methods=["PUT"])
    def put(self, uuid: UUID) -> ResponseReturnValue:
        """Store a report under the UUID the phone made for it: 201, or 200 if it was here."""
        author = _author()
        body = _body()
        try:
            received = _stored(str(uuid), body, author)
        except DomainError as refusal:
            db.session.rollback()
            return _refused(refusal)
        intervention = received.report.intervention
        answer = jsonify(
            id=intervention.id,
            number=intervention.label,
            revision=received.report.revision,
            has_conflict=intervention.has_conflict,
        )
        return answer, 200 if received.is_replay else 201


def _author() -> Access:
    access = current_access()
    if access.user_id is None:
        _stop(401, "unauthorized")
    if not access.has_any("reports.own", "interventions.write"):
        _stop(403, "forbidden")
    return access


def _body() -> Any:
    """Return the JSON of the request; NUL and lone surrogates, which no database keeps, refused."""
    if (request.content_length or 0) > MOST_BYTES:
        _stop(413, "content_too_large")
    try:
        body = json.loads(request.get_data().decode(), parse_constant=_no_number)
        text = json.dumps(body, ensure_ascii=False)
        text.encode()
    except (ValueError, RecursionError):
        _stop(400, "bad_json")
    if "\\u0000" in text:
        _stop(400, "bad_json")
    return body


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _stored(uuid: str, body: Any, author: Access) -> Received:
    """Store and commit; of two equal sendings at once, the second finds the first."""
    for is_last in (False, True):
        try:
            received = receive_report(db.session, uuid, body, access=author, now=utc_now())
            db.session.commit()
        except IntegrityError:
            db.session.rollback()
            if is_last:
                raise
        else:
            return received
    raise AssertionError("the last attempt returns or raises")


def _refused(refusal: DomainError) -> ResponseReturnValue:
    problems = refusal.problems if isinstance(refusal, ContentNotValidError) else ()
    answer = jsonify(
        error=type(refusal).__name__.removesuffix("Error"),
        detail=user_message(refusal),
        problems=[{"path": one.path, "reason": one.reason} for one in problems],
    )
    return answer, _STATUS.get(type(refusal), 422)


def _stop(code: int, word: str) -> NoReturn:
    response: Response = jsonify(error=word)
    response.status_code = code
    abort(response)
