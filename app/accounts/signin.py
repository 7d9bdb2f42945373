"""Use cases of signing in: password, second factor, slow-down after mistakes.

Mistakes slow down the account for browsers it does not know, and each known browser by itself:
whoever guesses a colleague's password from elsewhere cannot lock the colleague out.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.security import check_password_hash, generate_password_hash

from app.accounts import queries, rules, secondfactor
from app.accounts.models import Account
from app.accounts.signinmodels import KnownDevice
from app.accounts.signinrules import CodeNotRightError, secret_digest
from app.orm.audit import record_event

#: Checked when there is no password to check, so that the answer takes the same time.
_NO_PASSWORD = generate_password_hash("no such user")


@dataclass(frozen=True)
class Attempt:
    """When and with which lasting cookie somebody tries; no cookie: empty."""

    now: datetime
    device_secret: str = ""


def take_as_long() -> None:
    """Spend the time of a password check where there is nobody to check."""
    check_password_hash(_NO_PASSWORD, "x")


def check_password(
    session: Session, username: str, password: str, attempt: Attempt
) -> Account | None:
    """Check a name and a password; count a mistake.

    Returns:
        The account, or None when the name is unknown, the password wrong, the account disabled or
        slowed down. The caller cannot tell which, and must not. A right password clears nothing
        yet: `signed_in` does, after the second factor.
    """
    account = queries.account_by_username(session, username)
    stored = account.password if account is not None and account.password else _NO_PASSWORD
    is_right = check_password_hash(stored, password)
    if account is None or not account.password:
        record_event(session, "sign_in_failed", "ab_user", 0)
        return None
    if not account.active or _is_slowed(session, account, attempt):
        return None
    if not is_right:
        count_mistake(session, account, attempt)
        return None
    return account


def check_code(session: Session, account: Account, code: str, attempt: Attempt) -> bool:
    """Check the second factor; a mistake counts like a wrong password."""
    if not account.active or _is_slowed(session, account, attempt):
        return False
    try:
        secondfactor.ensure_code(session, account, code, now=attempt.now)
    except CodeNotRightError:
        count_mistake(session, account, attempt)
        return False
    return True


def count_mistake(session: Session, account: Account, attempt: Attempt) -> None:
    """Count a mistake, of the known browser or of all others, and slow down after many."""
    device = _device(session, account, attempt)
    if device is not None:
        device.failures += 1
        delay = rules.delay_after(device.failures)
        device.locked_until = attempt.now + delay if delay else None
    else:
        account.fail_login_count = (account.fail_login_count or 0) + 1
        delay = rules.delay_after(account.fail_login_count)
        account.locked_until = attempt.now + delay if delay else None
    record_event(session, "sign_in_failed", "ab_user", account.id)
    session.flush()


def signed_in(session: Session, account: Account, attempt: Attempt) -> None:
    """Note a complete sign-in: mistakes are forgotten, the browser is known from now on."""
    account.fail_login_count = 0
    account.locked_until = None
    account.login_count = (account.login_count or 0) + 1
    account.last_login = attempt.now.replace(tzinfo=None)
    know(session, account, attempt)
    record_event(session, "sign_in", "ab_user", account.id)
    session.flush()


def know(session: Session, account: Account, attempt: Attempt) -> None:
    """Know a browser: it signed in, or it used a link that only the account's owner gets."""
    if not attempt.device_secret:
        return
    device = _device(session, account, attempt)
    if device is None:
        device = KnownDevice(account_id=account.id, digest=secret_digest(attempt.device_secret))
        session.add(device)
    device.failures, device.locked_until, device.seen_at = 0, None, attempt.now
    session.flush()


def _is_slowed(session: Session, account: Account, attempt: Attempt) -> bool:
    device = _device(session, account, attempt)
    until = device.locked_until if device is not None else account.locked_until
    return rules.is_locked(until, attempt.now)


def _device(session: Session, account: Account, attempt: Attempt) -> KnownDevice | None:
    if not attempt.device_secret:
        return None
    return session.scalar(
        select(KnownDevice).where(
            KnownDevice.account_id == account.id,
            KnownDevice.digest == secret_digest(attempt.device_secret),
        )
    )
