"""The browser's side of signing in: cookies, and the company chosen before there is a session."""

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user
from sqlalchemy.exc import OperationalError

from app.accounts import secondfactor, sessions, signin
from app.accounts.models import Account
from app.accounts.sessions import Browser
from app.accounts.signinmodels import AccountSession
from app.accounts.signinrules import SECOND_STEP_MINUTES, secret_digest
from app.extensions import db
from app.tenancy.context import (
    current_company,
    is_read_only,
    is_slug,
    select_company,
    set_read_only,
)
from app.tenancy.database import CompanySession
from app.web.clock import utc_now
from app.web.request import client_address

log = structlog.get_logger(__name__)

#: Key of the session cookie: secret of the open session.
SECRET = "sid"  # noqa: S105  a key, not a secret

#: Key of the session cookie between the first factor and the code.
HALF_WAY = "half_way"

#: Cookie by which a browser is known again after signing out.
DEVICE_COOKIE = "fiammetta_device"

#: Cookie with the company that somebody signed in to last in this browser: no secret.
COMPANY_COOKIE = "fiammetta_company"

#: Browsers keep a cookie 400 days at most.
_DEVICE_SECONDS = 400 * 24 * 3600

#: Where somebody may go before the second factor that the profile asks for is set up.
_BEFORE_ENROLMENT = ("MySignInView.", "SignInView.", "static", "PasswordView.")


def install(app: Flask) -> None:
    """Keep sessions alive while they are used; lead to the second factor where it is missing."""
    app.before_request(_enrol_first)
    app.after_request(_touch)


def choose_company(slug: str) -> bool:
    """Work for a company that is in service; tell whether there is one of this slug."""
    company = db.directory.find(slug) if is_slug(slug) else None
    if company is None or company.status != "active":
        return False
    if current_company() != slug:
        db.session.remove()
        select_company(slug)
    return True


def attempt() -> signin.Attempt:
    """Return when this request tries, and from which known browser."""
    return signin.Attempt(utc_now(), request.cookies.get(DEVICE_COOKIE, "")[:100])


def new_attempt() -> signin.Attempt:
    """Return `attempt`, with a fresh secret for a browser that has none."""
    trying = attempt()
    return replace(trying, device_secret=trying.device_secret or secrets.token_urlsafe(32))


def let_in(account: Account, target: str) -> Response:
    """Open a session for an account that showed everything asked; commit; go on.

    A new session: nothing planted in the browser before sign-in survives it.
    """
    trying = new_attempt()
    signin.signed_in(db.session(), account, trying)
    renew(account, now=trying.now)
    response = current_app.make_response(redirect(target))
    remember_browser(response, trying.device_secret)
    return response


def renew(account: Account, *, now: datetime) -> None:
    """Give the browser a new session of an account and commit; the former one ends."""
    former = session.get(SECRET)
    if former:
        sessions.end_by_secret(db.session(), str(former))
    session.clear()
    browser = Browser(client_address(), request.headers.get("User-Agent", ""))
    session[SECRET] = sessions.start(db.session(), account, browser, now=now)
    db.session.commit()
    login_user(account, remember=False)
    session.permanent = True


def remember_browser(response: Response, device_secret: str) -> None:
    """Set the lasting cookies by which the browser and its company are known again."""
    for name, value in ((DEVICE_COOKIE, device_secret), (COMPANY_COOKIE, current_company() or "")):
        response.set_cookie(
            name,
            value,
            max_age=_DEVICE_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        )


def company_at_the_door() -> str | None:
    """Return which company's people stand before the sign-in page, as far as one can know.

    By the address (``?azienda=firm``), by the last sign-in in this browser, or because there is
    one company only. It opens nothing: it chooses which buttons the page has.
    """
    active = db.directory.active_slugs()
    for slug in (request.args.get("azienda", ""), request.cookies.get(COMPANY_COOKIE, "")):
        if slug in active:
            return slug
    return active[0] if len(active) == 1 else None


def go_on(account: Account, target: str) -> ResponseReturnValue:
    """Let in whoever showed the first factor, or ask for the second where there is one."""
    if secondfactor.factor_of(db.session(), account) is None:
        return let_in(account, target)
    session.clear()
    until = utc_now().timestamp() + SECOND_STEP_MINUTES * 60
    session[HALF_WAY] = {
        "company": current_company(),
        "account": account.id,
        "epoch": account.session_epoch,
        "until": int(until),
        "next": target,
    }
    return redirect(url_for("SignInView.code"))


def session_digest() -> str:
    """Return the digest of the session that the cookie holds; of nothing, when there is none."""
    return secret_digest(str(session.get(SECRET) or ""))


def note_session(opened: AccountSession) -> None:
    """Keep for this request which session it belongs to."""
    g.account_session_id = opened.id
    g.must_enrol = opened.must_enrol
    g.session_is_stale = utc_now() - opened.seen_at > sessions.TOUCH_EVERY
    g.session_renews = opened.must_renew
    g.session_settles = bool(opened.former_digest) and opened.digest == session_digest()


def _enrol_first() -> ResponseReturnValue | None:
    if SECRET not in session or not g.user.is_authenticated:
        return None  # asking the user is what loads the account and its session
    if not g.get("must_enrol") or (request.endpoint or "").startswith(_BEFORE_ENROLMENT):
        return None
    if request.path.startswith("/api/"):
        return None  # no function works: the answer is 403
    return redirect(url_for("MySignInView.show"))


def _touch(response: Any) -> Any:
    """Note that the session is in use, in a transaction of its own: pages only read."""
    is_due = any(g.get(f"session_{what}") for what in ("is_stale", "renews", "settles"))
    if not is_due or not is_read_only():
        return response
    set_read_only(False)
    try:
        with CompanySession(db) as own:
            secret = _keep_up(own, int(g.account_session_id))
            own.commit()
        if secret:
            session[SECRET] = secret
    except OperationalError as error:
        log.warning("session not marked as used", error=str(error.orig))
    finally:
        set_read_only(True)
    return response


def _keep_up(own: CompanySession, session_id: int) -> str | None:
    """Mark a session as used; return the new secret where one is due."""
    sessions.touch(own, session_id, now=utc_now())
    if g.session_settles:
        sessions.settle(own, session_id)
    return sessions.renew_secret(own, session_id) if g.session_renews else None
