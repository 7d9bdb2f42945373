"""What no form offers: in every field, argument, key and body. Never a failure, on either database.

What is refused gets a sentence: that is tested with each screen. Here it is only asked that nothing
fails, whatever comes.
"""

import json
import re
import traceback
from uuid import uuid4

import pytest

from tests.routes import OPEN, addresses

#: For the keys in addresses; texts where an address takes any.
KEYS = (2**31, 10**30)
#: Bodies for who expects JSON, with the content type they come with.
BODIES = (
    (b"", "application/json"),
    (b"{", "application/json"),
    (b"\xff\xfe\x00", "application/json"),
    (b"[" * 20_000, "application/json"),
    (b"null", "application/json"),
    (b"[]", "application/json"),
    (b'"text"', "application/json"),
    (b"1e999", "application/json"),
    (b'{"content": []}', "text/plain"),
    (b'{"content": {}}', "application/xml"),
)
#: Where the browser would go and sign nobody out of the test.
_SKIPPED = re.compile(r"^/(logout|guarda|accesso|password|utenti/\d+/(guarda|disattiva|sessioni))")


def failure(browser, method, address, **request):
    """Return what went wrong in the application, or None."""
    try:
        with browser.open(address, method=method, **request) as answer:
            return answer.status if answer.status_code >= 500 else None
    except Exception as error:  # noqa: BLE001  whatever it is, it is told
        place = traceback.extract_tb(error.__traceback__)[-1]
        ours = [one for one in traceback.extract_tb(error.__traceback__) if "/app/" in one.filename]
        place = ours[-1] if ours else place
        return f"{type(error).__name__} {error!s:.80} {place.filename[-40:]}:{place.lineno}"


@pytest.fixture
def owner(people):
    return people.administrator()


def test_no_key_of_an_address_makes_it_fail(app, owner):
    wrong = {}
    for key in KEYS:
        for endpoint, method, address in addresses(app, number=key):
            if endpoint in OPEN or _SKIPPED.match(address):
                continue
            if said := failure(owner, method, address):
                wrong[f"{method} {address}"] = said

    assert not wrong, "\n".join(f"{place}: {said}" for place, said in wrong.items())


def bodies():
    """Return what a program may send: broken, of another type, with impossible values."""
    odd = (float("nan"), 10**30, "\ud800", "a\x00b", [], {}, "x" * 30_000)
    names = (
        "appointment_id", "base_version", "content", "signatures", "values", "uuid", "starts_at",
        "ends_at", "team", "technician_ids", "version", "client_id", "device_id", "ree_type",
        "text", "phones", "tax_code", "own", "minutes",
    )  # fmt: skip
    for value in odd:
        yield json.dumps(dict.fromkeys(names, value)).encode(), "application/json"
        yield json.dumps({"content": dict.fromkeys(names, value)}).encode(), "application/json"
    yield from BODIES


def test_no_body_makes_the_interface_fail(app, session, people, owner):
    lead, _technician = people.lead()
    wrong = {}
    for endpoint, method, address in addresses(app, number=1):
        if method == "GET" or endpoint in OPEN or not address.startswith("/api/"):
            continue
        place = address.replace("00000000-0000-4000-8000-000000000000", str(uuid4()))
        for body, kind in bodies():
            for browser in (owner, lead):
                if said := failure(browser, method, place, data=body, content_type=kind):
                    wrong[f"{method} {address} {body[:60]}"] = said

    assert not wrong, "\n".join(f"{place}: {said}" for place, said in wrong.items())
