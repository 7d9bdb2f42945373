"""Use cases of the second factor: an authenticator app, and codes on paper."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.accounts import sessions
from app.accounts import signinrules as rules
from app.accounts.models import Account
from app.accounts.signinmodels import RecoveryCode, SecondFactor
from app.orm.audit import record_event


def factor_of(session: Session, account: Account) -> SecondFactor | None:
    """Return the account's confirmed second factor, or None."""
    found = session.get(SecondFactor, account.id)
    return found if found is not None and found.confirmed_at is not None else None


def pending_key(session: Session, account: Account) -> str | None:
    """Return the key of a second factor that is being set up, or None."""
    found = session.get(SecondFactor, account.id)
    return found.key.decode() if found is not None and found.confirmed_at is None else None


def protected_accounts(session: Session) -> Sequence[Account]:
    """Return the accounts whose second factor is on, by user name."""
    return session.scalars(
        select(Account)
        .join(SecondFactor, SecondFactor.account_id == Account.id)
        .where(SecondFactor.confirmed_at.is_not(None))
        .order_by(Account.username)
    ).all()


def begin(session: Session, account: Account) -> None:
    """Make the key of a second factor; it asks nothing until `confirm`."""
    if factor_of(session, account) is not None:
        return
    _drop(session, account)
    key = rules.new_key().encode()
    session.add(SecondFactor(account_id=account.id, key=key, confirmed_at=None))
    session.flush()


def confirm(session: Session, account: Account, code: str, *, now: datetime) -> list[str]:
    """Switch the second factor on after its first right code; return the recovery codes.

    Raises:
        CodeNotRightError: The app shows another code, or none is being set up.
    """
    key = pending_key(session, account)
    step = rules.matching_step(key, code, now) if key else None
    if step is None:
        raise rules.CodeNotRightError
    factor = session.get_one(SecondFactor, account.id)
    factor.confirmed_at, factor.last_step = now, step
    sessions.enrolled(session, account)
    record_event(session, "second_factor_on", "ab_user", account.id)
    return renew_codes(session, account)


def renew_codes(session: Session, account: Account) -> list[str]:
    """Make new recovery codes, shown once; the former ones stop working."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = rules.new_recovery_codes()
    session.add_all(
        RecoveryCode(account_id=account.id, digest=rules.code_digest(code)) for code in codes
    )
    session.flush()
    return codes


def codes_left(session: Session, account: Account) -> int:
    """Return how many recovery codes still work."""
    found = select(func.count()).where(
        RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(found) or 0


def ensure_code(session: Session, account: Account, code: str, *, now: datetime) -> None:
    """Use up a code of the app or of the paper; of two simultaneous uses one wins.

    Raises:
        CodeNotRightError: Wrong, too old, or used before.
    """
    factor = factor_of(session, account)
    if factor is None:
        raise rules.CodeNotRightError
    step = rules.matching_step(factor.key.decode(), code, now)
    if step is not None:
        taken = update(SecondFactor).where(
            SecondFactor.account_id == account.id, SecondFactor.last_step < step
        )
        _one(session, taken.values(last_step=step))
        return
    used = update(RecoveryCode).where(
        RecoveryCode.account_id == account.id,
        RecoveryCode.digest == rules.code_digest(code),
        RecoveryCode.used_at.is_(None),
    )
    _one(session, used.values(used_at=now))
    record_event(session, "recovery_code_used", "ab_user", account.id)


def switch_off(session: Session, account: Account) -> None:
    """Take the second factor away.

    Raises:
        SecondFactorNeededError: A profile of the account asks for it.
    """
    if sessions.policy_of(session, account).needs_second_factor:
        raise rules.SecondFactorNeededError
    remove(session, account)


def remove(session: Session, account: Account) -> None:
    """Take the second factor away whatever the profile asks (an administrator, a lost phone).

    Where the profile asks for one, the next sign-in has to set up another.
    """
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    _drop(session, account)
    record_event(session, "second_factor_off", "ab_user", account.id)


def _drop(session: Session, account: Account) -> None:
    found = session.get(SecondFactor, account.id)
    if found is not None:
        session.delete(found)
        session.flush()


def _one(session: Session, statement: object) -> None:
    count: int = session.execute(statement).rowcount  # type: ignore[call-overload]  # rows of an UPDATE are counted
    if count != 1:
        raise rules.CodeNotRightError
