"""Use cases of signing in through a provider of the company's own (OpenID Connect).

Nobody gets an account by it: an identity finds the account it is linked to, or is linked once, by
its verified address or by an administrator's choice, to an account that exists.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.accounts import rules_external as rules
from app.accounts.models import Account
from app.accounts.rules_external import Identity, Settings
from app.accounts.signinmodels import ExternalIdentity, SignInProvider
from app.orm.audit import record_event


def settings_of(session: Session) -> Settings | None:
    """Return how the company's people sign in elsewhere; None: they do not."""
    row = session.get(SignInProvider, 1)
    if row is None:
        return None
    return Settings(
        row.issuer, row.client_id, row.client_secret.decode(), row.label, row.links_by_email
    )


def store_settings(session: Session, settings: Settings | None) -> None:
    """Store the provider, or switch it off with None; links are kept for its return."""
    row = session.get(SignInProvider, 1)
    if settings is None:
        if row is not None:
            session.delete(row)
        session.flush()
        return
    if row is None:
        row = SignInProvider(id=1)
        session.add(row)
    row.issuer, row.client_id = settings.issuer, settings.client_id
    row.client_secret, row.label = settings.client_secret.encode(), settings.label
    row.links_by_email = settings.links_by_email
    session.flush()


def account_of(
    session: Session, settings: Settings, identity: Identity, *, now: datetime
) -> Account | None:
    """Return the active account of somebody who signed in at the provider.

    The first time, a verified address links the account that has it. Who finds none is kept for
    an administrator's choice.

    Returns:
        None when there is no account, it is disabled, or linked to another person: the caller
        cannot tell which, and must not.
    """
    row = _row_of(session, identity)
    if row is None:
        row = ExternalIdentity(issuer=identity.issuer, subject=identity.subject)
        session.add(row)
    row.email, row.name, row.seen_at = identity.email[:160], identity.name[:120], now
    if row.account_id is None and rules.links_by_address(settings, identity):
        _link_by_address(session, row)
    session.flush()
    _forget_old(session)
    account = session.get(Account, row.account_id) if row.account_id is not None else None
    if account is None or not account.active:
        record_event(session, "sign_in_failed", "ab_user", row.account_id or 0)
        return None
    return account


def waiting(session: Session) -> Sequence[ExternalIdentity]:
    """Return who came from the provider and has no account yet, the latest first."""
    return session.scalars(
        select(ExternalIdentity)
        .where(ExternalIdentity.account_id.is_(None))
        .order_by(ExternalIdentity.seen_at.desc(), ExternalIdentity.id.desc())
    ).all()


def linked(session: Session) -> Sequence[tuple[ExternalIdentity, Account]]:
    """Return the linked people with their accounts, by user name."""
    rows = session.execute(
        select(ExternalIdentity, Account)
        .join(Account, Account.id == ExternalIdentity.account_id)
        .order_by(Account.username)
    )
    return [(row, account) for row, account in rows]


def linkable(session: Session) -> Sequence[Account]:
    """Return the active accounts that are linked to nobody of the provider, by user name."""
    taken = select(ExternalIdentity.account_id).where(ExternalIdentity.account_id.is_not(None))
    return session.scalars(
        select(Account)
        .where(Account.active.is_(True), Account.id.not_in(taken))
        .order_by(Account.username)
    ).all()


def link(session: Session, identity_id: int, account: Account) -> None:
    """Link somebody who waits to an account: an administrator's choice.

    Raises:
        IdentityUnknownError: Nobody waits under this number.
        IdentityTakenError: The account is linked to somebody else.
    """
    row = session.get(ExternalIdentity, identity_id, with_for_update=True, populate_existing=True)
    if row is None or row.account_id is not None:
        raise rules.IdentityUnknownError
    if _is_linked(session, row.issuer, account.id):
        raise rules.IdentityTakenError(account.full_name)
    _link(session, row, account)


def unlink(session: Session, identity_id: int) -> bool:
    """Undo a link, or forget somebody who waits; tell whether there was one."""
    row = session.get(ExternalIdentity, identity_id)
    if row is None:
        return False
    if row.account_id is not None:
        record_event(session, "external_unlinked", "ab_user", row.account_id, email=row.email)
    session.delete(row)
    session.flush()
    return True


def _row_of(session: Session, identity: Identity) -> ExternalIdentity | None:
    return session.scalar(
        select(ExternalIdentity).where(
            ExternalIdentity.issuer == identity.issuer,
            ExternalIdentity.subject == identity.subject,
        )
    )


def _link_by_address(session: Session, row: ExternalIdentity) -> None:
    found = session.scalars(
        select(Account).where(
            func.lower(Account.email) == row.email.lower(), Account.active.is_(True)
        )
    ).all()
    # Two accounts of one address: an administrator has to say which one it is.
    if len(found) == 1 and not _is_linked(session, row.issuer, found[0].id):
        _link(session, row, found[0])


def _is_linked(session: Session, issuer: str, account_id: int) -> bool:
    taken = select(ExternalIdentity.id).where(
        ExternalIdentity.issuer == issuer, ExternalIdentity.account_id == account_id
    )
    return session.scalar(taken) is not None


def _link(session: Session, row: ExternalIdentity, account: Account) -> None:
    row.account_id = account.id
    record_event(session, "external_linked", "ab_user", account.id, email=row.email)
    session.flush()


def _forget_old(session: Session) -> None:
    old = [row.id for row in waiting(session)[rules.MOST_WAITING :]]
    if old:
        session.execute(delete(ExternalIdentity).where(ExternalIdentity.id.in_(old)))
