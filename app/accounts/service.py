"""Use cases of the accounts domain: every write goes through here."""

from collections.abc import Iterable

from flask_appbuilder.security.sqla import models as fab
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.security import check_password_hash, generate_password_hash

from app.accounts import queries, rules
from app.accounts.models import Account, AccountKind
from app.company.models import CompanyProfile
from app.orm.audit import record_event

#: End of the addresses that stand for none.
NO_ADDRESS = "@localhost.invalid"


def create_account(
    session: Session,
    username: str,
    *,
    name: tuple[str, str],
    password: str,
    kind: AccountKind,
    roles: Iterable[str],
) -> Account:
    """Create an account.

    Args:
        session: Open session; the caller commits.
        username: Whole user name, ``firm.person``.
        name: First and last name.
        password: Clear text; only its hash is kept.
        kind: Office or field.
        roles: Names of FAB roles (profiles, administrator).

    Raises:
        rules.BadUsernameError: The own part is malformed.
        rules.PasswordTooShortError, rules.PasswordTooCommonError, rules.PasswordHoldsNameError:
            The password is refused.
    """
    ensure_username(username)
    ensure_password(session, password, username)
    account = Account(
        username=username,
        first_name=name[0],
        last_name=name[1],
        email=no_address(username),
        active=True,
        kind=kind,
        password=generate_password_hash(password),
        preferences={},
    )
    account.roles = list(session.scalars(select(fab.Role).where(fab.Role.name.in_(list(roles)))))
    session.add(account)
    session.flush()
    return account


def ensure_password(session: Session, password: str, username: str) -> None:
    """Raise unless a password may be an account's, as `rules.ensure_password` says."""
    rules.ensure_password(
        password, username, session.scalar(select(CompanyProfile.legal_name)) or ""
    )


def ensure_username(username: str) -> None:
    """Raise `rules.BadUsernameError` unless the own part of a whole user name is well formed."""
    rules.ensure_own_part(rules.split_username(username)[1])


def no_address(username: str) -> str:
    """Return what stands for a missing e-mail address.

    FAB wants one that is unique; this one can never be delivered.
    """
    return f"{username}{NO_ADDRESS}"


def address_of(account: Account) -> str | None:
    """Return an account's real e-mail address, or None."""
    return None if account.email.endswith(NO_ADDRESS) else account.email


def account_of(session: Session, username: str) -> Account:
    """Return the account with a whole user name; its absence is a programmer's error."""
    account = queries.account_by_username(session, username)
    if account is None:
        raise AssertionError(username)
    return account


def is_password(account: Account, password: str) -> bool:
    """Tell whether a text is the account's password."""
    return account.password is not None and check_password_hash(account.password, password)


def change_password(session: Session, account: Account, password: str) -> None:
    """Set a new password and end every other session of the account.

    Raises:
        rules.PasswordTooShortError, rules.PasswordTooCommonError, rules.PasswordHoldsNameError:
            The password is refused.
    """
    ensure_password(session, password, account.username)
    account.password = generate_password_hash(password)
    account.session_epoch += 1
    record_event(session, "password_changed", "ab_user", account.id)
    session.flush()
