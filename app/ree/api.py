"""The addresses phones and the office send energy-efficiency reports to."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Response, jsonify
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose

from app.extensions import db
from app.interventions import messages as reports
from app.interventions.checking import Author
from app.interventions.requests import (
    as_object,
    number_of,
    origin_of,
    read_body,
    refusal_json,
    stop,
    store_once,
    ticket_for,
    word_of,
    writer,
)
from app.interventions.rules_reading import ContentNotValidError, Problem
from app.interventions.rules_sending import PlaceHiddenError
from app.kernel.access import Access
from app.kernel.errors import DomainError
from app.ree import labels, messages
from app.ree.checking import Judged, Keys, find_subject, judge_content
from app.ree.context import context_of
from app.ree.rules import ReeClashError, ReeNotYoursError, ReeOutdatedError
from app.ree.rules_checks import Remark
from app.ree.rules_figures import Figure
from app.ree.service import receive_ree
from app.ree.stickers import sticker_remarks
from app.ree.strips import MOST_TEXT, strip_json
from app.web.clock import utc_now
from app.web.errors import user_message
from app.web.formats import format_number

_STATUS = {ReeNotYoursError: 404, PlaceHiddenError: 409, ReeClashError: 409, ReeOutdatedError: 409}
#: Characters of the make and model of an analyser.
MOST_NAME = 200
_NAMES = ("appointment", "intervention", "client", "ree")


class ReeApi(BaseView):
    """Takes energy-efficiency reports: the same sending twice is stored once."""

    route_base = "/api/v1/ree"

    @expose("/context")
    def context(self) -> ResponseReturnValue:
        """Give the form for an ``appointment``, ``intervention``, ``client`` or ``ree``."""
        author = Author(writer(), utc_now())
        keys = Keys(**{f"{name}_id": number_of(name) for name in _NAMES})
        try:
            found = context_of(db.session, find_subject(db.session, author, keys), author)
        except DomainError as refusal:
            return _refused(refusal)
        key = found["appointment_id"]
        found["ticket"] = ticket_for(key, found["client"]["id"]) if key is not None else None
        return jsonify(found)

    @expose("/check", methods=["POST"])
    def check(self) -> ResponseReturnValue:
        """Say what the rules say of a report, and what follows from its numbers; nothing is stored.

        Of what is stored only the stock of stickers and what the region decided are looked at.
        """
        author = Author(writer(), utc_now())
        body = as_object(read_body())
        try:
            judged = judge_content(db.session(), body.get("content"), author)
        except DomainError as refusal:
            return _refused(refusal)
        ree_id = body.get("ree_id")
        doubts = sticker_remarks(
            db.session(),
            judged.content.values.get("sticker"),
            ree_id if isinstance(ree_id, int) else None,
        )
        return jsonify(judged_json(judged, doubts))

    @expose("/analyser", methods=["POST"])
    def analyser(self) -> ResponseReturnValue:
        """Say what a pasted strip or a file of an analyser means; nothing is stored."""
        writer()
        body = as_object(read_body())
        text, named = body.get("text"), body.get("analyser", "")
        if not isinstance(text, str) or not isinstance(named, str) or len(named) > MOST_NAME:
            stop(422, "wrong_kind")
        if len(text) > MOST_TEXT:
            stop(413, "content_too_large")
        return jsonify(strip_json(db.session(), text, named))

    @expose("/<uuid:uuid>", methods=["PUT"])
    def put(self, uuid: UUID) -> ResponseReturnValue:
        """Store a report under the UUID the phone made for it: 201, or 200 if it was here."""
        access, body = writer(), read_body()
        return store_once(lambda: _received(str(uuid), body, access), _refused)


def _received(uuid: str, body: Any, access: Access) -> tuple[Response, bool]:
    received = receive_ree(
        db.session, uuid, body, access=access, now=utc_now(), origin=origin_of(body)
    )
    ree = received.revision.ree
    answer = jsonify(
        id=ree.id, number=ree.label, revision=received.revision.revision, url=f"/ree/{ree.id}"
    )
    return answer, received.is_replay


def judged_json(judged: Judged, doubts: tuple[Remark, ...] = ()) -> dict[str, Any]:
    """Return problems, remarks and figures as JSON."""
    rows = [_problem(one) for one in judged.problems] + [_remark(one) for one in judged.remarks]
    rows += [_remark(one) for one in doubts]
    return {
        "problems": rows,
        "figures": [
            [_figure(figure) for figure in figures.values()] for figures in judged.case.figures
        ],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    sentence = messages.PROBLEMS.get(problem.reason) or messages.CHECKS[problem.reason]
    return {
        "path": problem.path,
        "reason": problem.reason,
        "severity": "error",
        "detail": str(sentence),
        "is_missing": problem.reason == "required",
    }


def _remark(remark: Remark) -> dict[str, Any]:
    return {
        "path": remark.path,
        "reason": remark.code,
        "severity": remark.severity.value,
        "rule": remark.rule,
        "detail": remark_text(remark.code, remark.facts),
        "is_missing": False,
    }


def remark_text(code: str, facts: dict[str, Any]) -> str:
    """Return the sentence of a remark with its numbers in it."""
    sentence = str(messages.CHECKS[code])
    if not facts:
        return sentence
    return sentence % {name: _number(value) for name, value in facts.items()}


def _figure(figure: Figure) -> dict[str, Any]:
    is_flag = isinstance(figure.value, bool)
    return {
        "name": figure.name,
        "label": str(labels.FIGURES[figure.name]),
        "value": str(labels.ANSWERS["yes" if figure.value else "no"])
        if is_flag
        else _number(figure.value),
        "unit": labels.FIGURE_UNITS.get(figure.name, ""),
        "good": figure.value if is_flag else None,
        "formula": figure.formula.replace(".", ","),
        "source": figure.source,
        "is_certain": figure.is_certain,
    }


def _number(value: Any) -> str:
    return format_number(value) if isinstance(value, Decimal) else str(value)


def _refused(refusal: DomainError) -> ResponseReturnValue:
    answer = refusal_json(refusal, _problems_of(refusal))
    return jsonify(answer), _STATUS.get(type(refusal), 422)


def _problems_of(refusal: DomainError) -> list[dict[str, Any]]:
    if isinstance(refusal, ContentNotValidError):
        return [_problem(one) for one in refusal.problems]
    path = getattr(refusal, "field", reports.FIELD_OF.get(type(refusal)))
    if path is None:
        return []
    reason = word_of(refusal)
    return [
        {"path": path, "reason": reason, "severity": "error", "detail": user_message(refusal),
         "is_missing": False}
    ]  # fmt: skip
