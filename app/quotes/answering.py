"""What a customer's page and the signing page have in common: reading an answer."""

import json
from typing import Any

from flask import request

from app.files.signatures import SignatureNotReadableError, signature_svg
from app.kernel.text import row_keys
from app.quotes.rules import AcceptedBy
from app.quotes.service import Acceptance
from app.web.request import client_address

#: Longest signature that is read, characters of JSON.
_MOST_TEXT = 1_000_000


def chosen_options() -> frozenset[int]:
    """Return the positions of the options ticked in the request's form."""
    ticked = request.form.getlist("options")[:500]
    return frozenset(row_keys(ticked))


def read_strokes(text: str) -> list[Any]:
    """Return the strokes of a drawn signature.

    Raises:
        SignatureEmptyError: Nothing was drawn.
        SignatureNotReadableError: The text is no signature.
    """
    try:
        strokes = json.loads(text[:_MOST_TEXT] or "[]")
    except (ValueError, RecursionError) as error:
        raise SignatureNotReadableError from error
    signature_svg(strokes)
    found: list[Any] = strokes
    return found


def acceptance(by: AcceptedBy, signer_name: str, strokes: list[Any] | None = None) -> Acceptance:
    """Return how somebody accepts in this request."""
    return Acceptance(by, signer_name, chosen_options(), strokes, device_text())


def device_text() -> str:
    """Return what this request was signed on: browser and address."""
    return f"{request.user_agent.string[:200]} {client_address() or ''}".strip()
