"""Links that let somebody in once: invitations and forgotten passwords.

The link holds the company and a secret, ``firm.secret``; the database holds only the secret's
digest. A link works once, until it expires, for one purpose, while the account is active; a newer
one of the same purpose makes it useless.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.accounts.models import Account, AccountToken, TokenPurpose
from app.accounts.rules import LinkNotValidError

#: How long a link works.
LIFETIMES = {
    TokenPurpose.INVITATION: timedelta(days=7),
    TokenPurpose.PASSWORD_RESET: timedelta(hours=1),
}

#: 32 random bytes: not to be guessed.
_SECRET_BYTES = 32


def issue(session: Session, account: Account, purpose: TokenPurpose, *, now: datetime) -> str:
    """Make a link's secret for an account; former ones of this purpose stop working.

    Args:
        session: Open session; the caller commits.
        account: Who the link lets in.
        purpose: What the link is for.
        now: Current instant, aware.

    Returns:
        The secret, known to nobody else: put it into the link as ``firm.secret``.
    """
    session.execute(
        delete(AccountToken).where(
            AccountToken.account_id == account.id, AccountToken.purpose == purpose
        )
    )
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    session.add(
        AccountToken(
            account_id=account.id,
            purpose=purpose,
            digest=_digest(secret),
            created_at=now,
            expires_at=now + LIFETIMES[purpose],
        )
    )
    session.flush()
    return secret


def account_of_token(
    session: Session, secret: str, purpose: TokenPurpose, *, now: datetime
) -> Account:
    """Return whom a link lets in, without using it up (to show the form).

    Raises:
        LinkNotValidError: Unknown, used, expired, of another purpose, or the account is disabled.
            The caller cannot tell which, and must not.
    """
    account: Account | None = session.scalar(
        select(Account)
        .join(AccountToken, AccountToken.account_id == Account.id)
        .where(
            AccountToken.digest == _digest(secret),
            AccountToken.purpose == purpose,
            AccountToken.used_at.is_(None),
            AccountToken.expires_at > now,
            Account.active.is_(True),
        )
    )
    if account is None:
        raise LinkNotValidError
    return account


def redeem(session: Session, secret: str, purpose: TokenPurpose, *, now: datetime) -> Account:
    """Use a link up and return whom it lets in; of two simultaneous uses one wins.

    Raises:
        LinkNotValidError: As in `account_of_token`.
    """
    account = account_of_token(session, secret, purpose, now=now)
    used: int = session.execute(  # type: ignore[attr-defined]  # rows of an UPDATE are counted
        update(AccountToken)
        .where(AccountToken.digest == _digest(secret), AccountToken.used_at.is_(None))
        .values(used_at=now)
    ).rowcount
    if used != 1:
        raise LinkNotValidError
    return account


def revoke(session: Session, account: Account) -> None:
    """Make every open link of an account useless (disabled, password set another way)."""
    session.execute(delete(AccountToken).where(AccountToken.account_id == account.id))


def split_link(text: str) -> tuple[str, str]:
    """Return company slug and secret of ``firm.secret``; empty parts when malformed."""
    slug, _dot, secret = text.partition(".")
    return slug, secret


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
