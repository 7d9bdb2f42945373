"""The addresses phones and the office send reports to."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from app.extensions import db
from app.interventions import messages
from app.interventions.checking import Author, Subject, find_subject
from app.interventions.context import context_of
from app.interventions.facts import device_label, totals_facts
from app.interventions.preview import DateChange, Preview, preview
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
from app.interventions.rules_reading import ContentNotValidError, Problem, is_id
from app.interventions.rules_sending import (
    AppointmentNotYoursError,
    AttachmentsMissingError,
    CorrectionNotAllowedError,
    PlaceHiddenError,
    ReportClashError,
    ReportOutdatedError,
)
from app.interventions.service import receive_report
from app.kernel.access import Access
from app.kernel.errors import DomainError
from app.web.clock import utc_now
from app.web.errors import user_message
from app.web.formats import format_date, format_number

_STATUS = {
    AppointmentNotYoursError: 404,
    CorrectionNotAllowedError: 403,
    PlaceHiddenError: 409,
    ReportClashError: 409,
    ReportOutdatedError: 409,
}


class ReportApi(BaseView):
    """Takes reports: the same sending twice is stored once."""

    route_base = "/api/v1"

    @expose("/token")
    def token(self) -> ResponseReturnValue:
        """Give a fresh token to a page that was kept open for long."""
        writer()
        return jsonify(csrf_token=generate_csrf())

    @expose("/reports/context")
    def context(self) -> ResponseReturnValue:
        """Give what the form needs for an ``appointment``, a ``client`` or an ``intervention``."""
        keys = {name: number_of(name) for name in ("appointment", "client", "intervention")}
        # A draft that is opened again says by its ticket which plant it was begun for.
        sent = {"ticket": request.args.get("ticket"), "appointment_id": keys["appointment"]}
        author = Author(writer(), utc_now(), origin_of(sent))
        try:
            found = context_of(db.session, _subject(author, keys), author)
        except DomainError as refusal:
            return _refused(refusal)
        if found["appointment"] is not None:
            found["appointment"]["ticket"] = ticket_for(
                found["appointment"]["id"], found["client"]["id"]
            )
        return jsonify(found)

    @expose("/reports/preview", methods=["POST"])
    def preview(self) -> ResponseReturnValue:
        """Tell what a report would do; nothing is stored."""
        access = writer()
        body = as_object(read_body())
        author = Author(access, utc_now(), origin_of(body))
        keys = {name: body.get(f"{name}_id") for name in ("appointment", "client", "intervention")}
        try:
            subject = _subject(author, keys)
            found = preview(db.session, subject, body.get("content"), author)
            answer = _preview_json(found, may_see_prices=access.has("prices.read"))
        except DomainError as refusal:
            return _refused(refusal)
        finally:
            db.session.rollback()
        return jsonify(answer)

    @expose("/reports/<uuid:uuid>", methods=["PUT"])
    def put(self, uuid: UUID) -> ResponseReturnValue:
        """Store a report under the UUID the phone made for it: 201, or 200 if it was here."""
        access, body = writer(), read_body()
        return store_once(lambda: _received(str(uuid), body, access), _refused)


def _subject(author: Author, keys: dict[str, Any]) -> Subject:
    known = {name: key if is_id(key) else None for name, key in keys.items()}
    if known["appointment"] is None and known["intervention"] is None and keys["client"]:
        _ensure_office(author.access)
    return find_subject(
        db.session,
        author,
        appointment_id=known["appointment"],
        client_id=known["client"],
        intervention_id=known["intervention"],
    )


def _ensure_office(access: Access) -> None:
    if not access.has("interventions.write"):
        stop(403, "forbidden")


def _received(uuid: str, body: Any, access: Access) -> tuple[Response, bool]:
    received = receive_report(
        db.session, uuid, body, access=access, now=utc_now(), origin=origin_of(body)
    )
    intervention = received.report.intervention
    answer = jsonify(
        id=intervention.id,
        number=intervention.label,
        revision=received.report.revision,
        has_conflict=intervention.has_conflict,
        url=f"/interventi/{intervention.id}",
    )
    return answer, received.is_replay


def _refused(refusal: DomainError) -> ResponseReturnValue:
    answer = refusal_json(refusal, _problems_of(refusal))
    if isinstance(refusal, AttachmentsMissingError):
        answer["missing"] = list(refusal.missing)
    return jsonify(answer), _STATUS.get(type(refusal), 422)


def _problems_of(refusal: DomainError) -> list[dict[str, str]]:
    """Return the fields a refusal is about, each with the sentence to show beside it."""
    if isinstance(refusal, ContentNotValidError):
        return [_problem(one) for one in refusal.problems]
    path = getattr(refusal, "field", messages.FIELD_OF.get(type(refusal)))
    if path is None:
        return []
    reason = word_of(refusal)
    return [{"path": path, "reason": reason, "detail": user_message(refusal)}]


def _problem(problem: Problem) -> dict[str, str]:
    sentence = str(messages.PROBLEMS[problem.reason])
    return {"path": problem.path, "reason": problem.reason, "detail": sentence}


def _preview_json(found: Preview, *, may_see_prices: bool) -> dict[str, Any]:
    amounts = found.totals if may_see_prices else None
    problems = [_problem(one) for one in found.problems]
    for refusal in found.refusals:
        problems += _problems_of(refusal)
    return {
        "due": [_change_json(one) for one in found.changes],
        "sentence": _nothing_moves(found),
        "totals": totals_facts(amounts) if amounts is not None else None,
        "totals_text": None if amounts is None else {
            "net": format_number(amounts.net_eur),
            "vat": format_number(amounts.vat_eur),
            "total": format_number(amounts.total_eur),
        },
        "problems": problems,
    }  # fmt: skip


def _nothing_moves(found: Preview) -> str:
    if any(change.moves for change in found.changes):
        return ""
    return _("No maintenance date moves.")


def _change_json(change: DateChange) -> dict[str, Any]:
    was = format_date(change.was) if change.was is not None else ""
    following = format_date(change.next) if change.next is not None else ""
    return {
        "device_id": change.device.id,
        "label": device_label(change.device),
        "was": was,
        "next": following,
        "moves": change.moves,
        "sentence": _sentence(device_label(change.device), was, following),
    }


def _sentence(device: str, was: str, following: str) -> str:
    if not following and not was:
        return _("%(device)s: no next maintenance date.", device=device)
    if not following:
        return _("%(device)s: no next maintenance date (it was %(was)s)", device=device, was=was)
    if was == following:
        return _("%(device)s: next maintenance stays %(next)s", device=device, next=following)
    if not was:
        return _("%(device)s: next maintenance %(next)s", device=device, next=following)
    return _(
        "%(device)s: next maintenance %(next)s (it was %(was)s)",
        device=device,
        next=following,
        was=was,
    )
