"""A program's side of signing in: the key in the header of a request that only reads."""

from flask import Flask, Response, g, request
from sqlalchemy.exc import OperationalError

from app.accounts import apitokens, entering
from app.accounts.apitokens import Bearer
from app.accounts.sessions import TOUCH_EVERY
from app.extensions import db
from app.tenancy.context import set_read_only
from app.tenancy.database import CompanySession
from app.web.clock import utc_now

#: Where keys are taken: elsewhere, and for writing, only a browser's session counts.
API = "/api/v1/"

_READING = frozenset({"GET", "HEAD"})


def install(app: Flask) -> None:
    """Note after a request that its key was used."""
    app.after_request(_touch)


def given_key() -> str:
    """Return the key of the request's header; empty when there is none or it does not count."""
    if request.method not in _READING or not request.path.startswith(API):
        return ""
    kind, _blank, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if kind.lower() == "bearer" else ""


def bearer_of_request() -> Bearer | None:
    """Choose the company that the request's key names and return whom the key stands for."""
    slug, secret = apitokens.split(given_key()[:200])
    if not secret or not entering.choose_company(slug):
        return None
    found = apitokens.bearer(db.session(), secret)
    if found is not None:
        used = found.token.used_at
        if used is None or utc_now() - used > TOUCH_EVERY:
            g.api_token_to_touch = found.token.id
    return found


def _touch(response: Response) -> Response:
    """Write in a transaction of its own: the request only reads."""
    token_id = g.get("api_token_to_touch")
    if token_id is None:
        return response
    set_read_only(False)
    try:
        with CompanySession(db) as own:
            apitokens.touch(own, int(token_id), now=utc_now())
            own.commit()
    except OperationalError as error:
        entering.log.warning("key not marked as used", error=str(error.orig))
    finally:
        set_read_only(True)
    return response
