"""Use cases of open sessions and of the rules of sign-in by profile."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_appbuilder.security.sqla import models as fab
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from app.accounts import catalogue
from app.accounts import signinrules as rules
from app.accounts.models import Account, AccountKind
from app.accounts.signinmodels import AccountSession, SecondFactor, SignInPolicy
from app.accounts.signinrules import Policy
from app.orm.audit import record_event

#: Sessions are marked as used at most this often.
TOUCH_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class Browser:
    """Where somebody signs in from."""

    address: str | None
    device: str


def start(session: Session, account: Account, browser: Browser, *, now: datetime) -> str:
    """Open a session and return the secret for the browser's cookie; dead ones are removed."""
    session.execute(
        delete(AccountSession).where(
            AccountSession.account_id == account.id,
            or_(
                AccountSession.expires_at <= now,
                AccountSession.epoch != account.session_epoch,
            ),
        )
    )
    policy = policy_of(session, account)
    secret = secrets.token_urlsafe(32)
    session.add(
        AccountSession(
            account_id=account.id,
            digest=rules.secret_digest(secret),
            epoch=account.session_epoch,
            started_at=now,
            seen_at=now,
            expires_at=now + timedelta(hours=policy.session_hours),
            idle_hours=policy.session_hours,
            address=browser.address,
            device=browser.device[:200],
            must_enrol=policy.needs_second_factor and not _has_factor(session, account.id),
        )
    )
    session.flush()
    return secret


def must_enrol(session: Session, account: Account) -> bool:
    """Tell whether the account's profiles ask for a second factor that it has not yet."""
    return policy_of(session, account).needs_second_factor and not _has_factor(session, account.id)


def open_sessions(session: Session, account: Account, *, now: datetime) -> Sequence[AccountSession]:
    """Return the account's sessions, the most recently used first."""
    return session.scalars(
        select(AccountSession)
        .where(
            AccountSession.account_id == account.id,
            AccountSession.epoch == account.session_epoch,
            AccountSession.expires_at > now,
        )
        .order_by(AccountSession.seen_at.desc(), AccountSession.id.desc())
    ).all()


def end(session: Session, account: Account, session_id: int) -> bool:
    """End one session of an account; tell whether there was one."""
    row = session.get(AccountSession, session_id)
    if row is None or row.account_id != account.id:
        return False
    session.delete(row)
    record_event(session, "sessions_ended", "ab_user", account.id, device=row.device)
    return True


def end_by_secret(session: Session, secret: str) -> None:
    """End the session of a cookie (sign-out)."""
    digest = rules.secret_digest(secret)
    session.execute(
        delete(AccountSession).where(
            or_(AccountSession.digest == digest, AccountSession.former_digest == digest)
        )
    )


def end_all(session: Session, account: Account) -> None:
    """End every session of an account."""
    account.session_epoch += 1
    session.execute(delete(AccountSession).where(AccountSession.account_id == account.id))
    record_event(session, "sessions_ended", "ab_user", account.id)


def ask_renewal(session: Session, account: Account) -> None:
    """Give every open session of an account a new secret with its next page: its rights changed."""
    session.execute(
        update(AccountSession)
        .where(AccountSession.account_id == account.id)
        .values(must_renew=True)
    )


def renew_secret(session: Session, session_id: int) -> str | None:
    """Return the new secret of a session that asks for one; None when another request was first.

    The former one works until the new one is seen: an answer may be lost on its way to a phone.
    """
    row = session.get(AccountSession, session_id, with_for_update=True)
    if row is None or not row.must_renew:
        return None
    secret = secrets.token_urlsafe(32)
    row.former_digest, row.digest = row.digest, rules.secret_digest(secret)
    row.must_renew = False
    return secret


def settle(session: Session, session_id: int) -> None:
    """Forget the former secret of a session: the new one has arrived."""
    row = session.get(AccountSession, session_id)
    if row is not None:
        row.former_digest = None


def touch(session: Session, session_id: int, *, now: datetime) -> None:
    """Note that a session is in use: it lasts from now on."""
    row = session.get(AccountSession, session_id)
    if row is not None:
        row.seen_at = now
        row.expires_at = now + timedelta(hours=row.idle_hours)


def policies(session: Session) -> Mapping[int, tuple[str, Policy]]:
    """Return role id -> (name, what it asks) of every profile, stored or usual, by name."""
    rows = session.execute(
        select(fab.Role.id, fab.Role.name, SignInPolicy)
        .outerjoin(SignInPolicy, SignInPolicy.role_id == fab.Role.id)
        .where(fab.Role.name != catalogue.PUBLIC, fab.Role.name.not_like("\\_%", escape="\\"))
        .order_by(fab.Role.name)
    )
    return {role_id: (name, _policy(name, stored)) for role_id, name, stored in rows}


def policy_of(session: Session, account: Account) -> Policy:
    """Return what the account's profiles ask together."""
    known = policies(session)
    held = [known[role.id][1] for role in account.roles if role.id in known]
    is_field = account.kind is AccountKind.TECHNICIAN
    return rules.combined(held, rules.FIELD_HOURS if is_field else rules.OFFICE_HOURS)


def set_policy(session: Session, role_id: int, policy: Policy) -> None:
    """Store what a profile asks; open sessions of its people follow at once."""
    stored = session.get(SignInPolicy, role_id) or SignInPolicy(role_id=role_id)
    before = (stored.session_hours, stored.needs_second_factor)
    stored.session_hours = policy.session_hours
    stored.needs_second_factor = policy.needs_second_factor
    session.add(stored)
    session.flush()
    record_event(
        session,
        "update",
        "sign_in_policies",
        role_id,
        session_hours=[before[0], policy.session_hours],
        needs_second_factor=[before[1], policy.needs_second_factor],
    )
    holders = session.scalars(
        select(Account)
        .join(fab.assoc_user_role, fab.assoc_user_role.c.user_id == Account.id)
        .where(fab.assoc_user_role.c.role_id == role_id)
    ).all()
    for account in holders:
        _follow(session, account)


def _follow(session: Session, account: Account) -> None:
    policy, enrols = policy_of(session, account), must_enrol(session, account)
    for row in session.scalars(
        select(AccountSession).where(AccountSession.account_id == account.id)
    ):
        row.idle_hours, row.must_enrol = policy.session_hours, enrols
        row.expires_at = min(row.expires_at, row.seen_at + timedelta(hours=policy.session_hours))


def enrolled(session: Session, account: Account) -> None:
    """Let the account's sessions on: it has its second factor now."""
    session.execute(
        update(AccountSession)
        .where(AccountSession.account_id == account.id)
        .values(must_enrol=False)
    )


def _policy(name: str, stored: SignInPolicy | None) -> Policy:
    if stored is not None:
        return Policy(stored.session_hours, stored.needs_second_factor)
    usual = {
        catalogue.ADMINISTRATOR: rules.ADMINISTRATOR_HOURS,
        catalogue.TECHNICIAN: rules.FIELD_HOURS,
        catalogue.LEAD_TECHNICIAN: rules.FIELD_HOURS,
    }
    return Policy(usual.get(name, rules.OFFICE_HOURS))


def _has_factor(session: Session, account_id: int) -> bool:
    factor = session.get(SecondFactor, account_id)
    return factor is not None and factor.confirmed_at is not None
