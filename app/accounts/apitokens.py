"""Personal keys for programs: what a program may read is what its owner may read.

The key is ``fia_firm_secret``: the company first, as with user names; the database holds only the
secret's digest. It ends when its owner revokes it, takes a new password or signs out everywhere.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts import sessions
from app.accounts.models import Account
from app.accounts.signinmodels import ApiToken
from app.accounts.signinrules import secret_digest
from app.kernel.errors import DomainError
from app.orm.audit import record_event
from app.technicians.models import Technician

#: Marks our keys, so that a scanner of published secrets recognises them.
PREFIX = "fia"

#: Keys of one account at most.
MOST = 10


@dataclass(eq=False)
class TokenNameMissingError(DomainError):
    """A key has a name, so that its owner knows later which program uses it."""

    field: str = "name"


@dataclass(eq=False)
class TooManyTokensError(DomainError):
    """An account has as many keys as it may have."""

    limit: int
    field: str = "name"


@dataclass(frozen=True)
class Bearer:
    """Whom a key stands for.

    Attributes:
        token: The key.
        account: Its owner, active.
        technician_id: Technician the owner works as, or None.
        must_enrol: The owner's profile asks for a second factor that is not set up.
    """

    token: ApiToken
    account: Account
    technician_id: int | None
    must_enrol: bool


def issue(session: Session, account: Account, company: str, name: str, *, now: datetime) -> str:
    """Make a key and return it: it is known to nobody afterwards.

    Raises:
        TokenNameMissingError: The name is empty.
        TooManyTokensError: Revoke one first.
    """
    name = name.strip()[:60]
    if not name:
        raise TokenNameMissingError
    count = session.scalar(
        select(func.count(ApiToken.id)).where(
            ApiToken.account_id == account.id, ApiToken.epoch == account.session_epoch
        )
    )
    if (count or 0) >= MOST:
        raise TooManyTokensError(MOST)
    secret = secrets.token_urlsafe(32)
    session.add(
        ApiToken(
            account_id=account.id,
            name=name,
            digest=secret_digest(secret),
            epoch=account.session_epoch,
            created_at=now,
        )
    )
    record_event(session, "api_token_made", "ab_user", account.id, name=[None, name])
    session.flush()
    return f"{PREFIX}_{company}_{secret}"


def tokens_of(session: Session, account: Account) -> Sequence[ApiToken]:
    """Return the keys of an account that work, the newest first."""
    return session.scalars(
        select(ApiToken)
        .where(ApiToken.account_id == account.id, ApiToken.epoch == account.session_epoch)
        .order_by(ApiToken.id.desc())
    ).all()


def revoke(session: Session, account: Account, token_id: int) -> bool:
    """End a key of an account; tell whether there was one."""
    row = session.get(ApiToken, token_id)
    if row is None or row.account_id != account.id:
        return False
    session.delete(row)
    record_event(session, "api_token_revoked", "ab_user", account.id, name=[row.name, None])
    session.flush()
    return True


def split(text: str) -> tuple[str, str]:
    """Return company and secret of a key; empty parts when it is malformed."""
    prefix, _mark, rest = text.partition("_")
    slug, _mark, secret = rest.partition("_")
    return (slug, secret) if prefix == PREFIX and secret else ("", "")


def bearer(session: Session, secret: str) -> Bearer | None:
    """Return whom a key's secret stands for; None: unknown, ended, or the owner is disabled."""
    row = session.execute(
        select(ApiToken, Account, Technician.id)
        .join(Account, Account.id == ApiToken.account_id)
        .outerjoin(Technician, (Technician.user_id == Account.id) & Technician.is_active)
        .where(
            ApiToken.digest == secret_digest(secret),
            ApiToken.epoch == Account.session_epoch,
            Account.active.is_(True),
        )
    ).first()
    if row is None:
        return None
    token, account, technician_id = row
    return Bearer(token, account, technician_id, sessions.must_enrol(session, account))


def touch(session: Session, token_id: int, *, now: datetime) -> None:
    """Note that a key is in use."""
    row = session.get(ApiToken, token_id)
    if row is not None:
        row.used_at = now
