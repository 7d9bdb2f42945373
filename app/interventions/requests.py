"""What the addresses that take documents from phones have in common."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from flask import Response, abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.exc import IntegrityError

from app.attachments.rules import clean_text
from app.extensions import db
from app.interventions.checking import Origin
from app.interventions.queries import WRITERS
from app.interventions.rules_reading import is_id
from app.kernel.access import Access
from app.kernel.errors import DomainError
from app.kernel.text import row_key
from app.tenancy.context import current_company
from app.web.access import current_access
from app.web.errors import user_message
from app.web.request import client_address

#: Largest report, bytes: signatures are the heavy part, pictures travel apart.
MOST_BYTES = 2 * 1024 * 1024


def writer() -> Access:
    """Return who asks; answer 401 or 403 to who writes no reports."""
    access = current_access()
    if access.user_id is None:
        stop(401, "unauthorized")
    if not access.has_any(*WRITERS):
        stop(403, "forbidden")
    return access


def number_of(name: str) -> int | None:
    """Return a key of the address, ``?name=12``; None: none, or no number."""
    return row_key(request.args.get(name, ""))


def ticket_for(appointment_id: int, plant_id: int | None = None) -> str:
    """Return the proof that the form of an appointment was given to this account.

    Args:
        appointment_id: Appointment the form is of.
        plant_id: Plant the form shows, where the report is to stay with it.
    """
    return str(_tickets().dumps([*_claim(appointment_id), plant_id]))


def _tickets() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="report form")


def _claim(appointment_id: int) -> list[Any]:
    return [current_company(), current_access().user_id, appointment_id]


def origin_of(body: Any) -> Origin:
    """Return where a sending comes from."""
    browser = clean_text(str(request.user_agent), 250)
    entitled, plant_id = _entitled(body)
    return Origin(entitled, f"{browser} · {client_address() or '-'}", plant_id)


def _entitled(body: Any) -> tuple[frozenset[int], int | None]:
    """Return the appointment whose form was given to this account and its plant at that time.

    By the ticket it sends back: so a report written offline arrives although the office has sent
    somebody else meanwhile. Tickets of forms given out by older versions name no plant.
    """
    sent: dict[str, Any] = body if isinstance(body, dict) else {}
    ticket, appointment_id = sent.get("ticket"), sent.get("appointment_id")
    if not isinstance(ticket, str) or not isinstance(appointment_id, int):
        return frozenset(), None
    try:
        *claim, plant_id = [*_tickets().loads(ticket), None][:4]
    except BadSignature:
        return frozenset(), None
    if not is_id(appointment_id) or claim != _claim(appointment_id):
        return frozenset(), None
    return frozenset({appointment_id}), plant_id


def as_object(body: Any) -> dict[str, Any]:
    """Return a JSON object, or answer 422."""
    if not isinstance(body, dict):
        stop(422, "wrong_kind")
    return body


def read_body() -> Any:
    """Return the JSON of the request; NUL and lone surrogates, which no database keeps, refused."""
    if (request.content_length or 0) > MOST_BYTES:
        stop(413, "content_too_large")
    try:
        body = json.loads(request.get_data().decode(), parse_constant=_no_number)
        text = json.dumps(body, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (ValueError, RecursionError):
        stop(400, "bad_json")
    if "\\u0000" in text:
        stop(400, "bad_json")
    return body


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def store_once(
    receive: Callable[[], tuple[Response, bool]],
    refused: Callable[[DomainError], ResponseReturnValue],
) -> ResponseReturnValue:
    """Store what a phone sent and commit: 201, or 200 when it was here before.

    Of two equal sendings at once, the second finds the first.

    Args:
        receive: Stores it and returns the answer, and whether it had arrived before; called
            again after a collision.
        refused: Makes the answer of a refusal; nothing is stored then.
    """
    for is_last in (False, True):
        try:
            answer, is_replay = receive()  # made before the commit: nothing is read again
            db.session.commit()
        except DomainError as refusal:
            db.session.rollback()
            return refused(refusal)
        except IntegrityError:
            db.session.rollback()
            if is_last:
                raise
        else:
            return answer, 200 if is_replay else 201
    raise AssertionError("the last attempt returns or raises")


def refusal_json(refusal: DomainError, problems: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a refusal as phones read it, with the fields it is about."""
    return {"error": word_of(refusal), "detail": user_message(refusal), "problems": problems}


def word_of(refusal: DomainError) -> str:
    """Return the word by which a program knows a refusal."""
    return type(refusal).__name__.removesuffix("Error")


def stop(code: int, word: str) -> NoReturn:
    """Answer a program with a status and a word."""
    response: Response = jsonify(error=word)
    response.status_code = code
    abort(response)
