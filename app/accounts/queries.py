"""Reads of the accounts domain."""

from collections.abc import Sequence
from datetime import datetime

from flask_appbuilder.security.sqla import models as fab
from sqlalchemy import func, or_, select, union
from sqlalchemy.orm import Session

from app.accounts.catalogue import ADMINISTRATOR
from app.accounts.models import Account, AccountKind
from app.accounts.rules import can_receive
from app.accounts.signinmodels import AccountSession
from app.kernel.functions import Pair
from app.technicians.models import Technician


def account_with_technician(session: Session, user_id: int) -> tuple[Account, int | None] | None:
    """Return an account and the technician it works as, in one statement; None if unknown."""
    row = session.execute(
        select(Account, Technician.id)
        .outerjoin(Technician, (Technician.user_id == Account.id) & Technician.is_active)
        .where(Account.id == user_id)
    ).first()
    return None if row is None else (row[0], row[1])


def signed_in_account(
    session: Session, user_id: int, digest: str, *, now: datetime
) -> tuple[Account, int | None, AccountSession] | None:
    """Return the account of an open session with its technician, in one statement.

    Args:
        session: Open session.
        user_id: Account that the cookie names.
        digest: Digest of the secret in the cookie.
        now: Current instant: an unused session ends by itself.
    """
    row = session.execute(
        select(Account, Technician.id, AccountSession)
        .join(AccountSession, AccountSession.account_id == Account.id)
        .outerjoin(Technician, (Technician.user_id == Account.id) & Technician.is_active)
        .where(
            Account.id == user_id,
            or_(AccountSession.digest == digest, AccountSession.former_digest == digest),
            AccountSession.epoch == Account.session_epoch,
            AccountSession.expires_at > now,
        )
    ).first()
    return None if row is None else (row[0], row[1], row[2])


def account_by_username(session: Session, username: str) -> Account | None:
    """Return the account with a whole user name."""
    return session.scalar(select(Account).where(Account.username == username))


def permission_pairs(session: Session, user_id: int) -> frozenset[Pair]:
    """Return every (permission, view) pair an account's roles and groups hold, in one statement."""
    direct = select(fab.assoc_user_role.c.role_id).where(fab.assoc_user_role.c.user_id == user_id)
    by_group = (
        select(fab.assoc_group_role.c.role_id)
        .join(
            fab.assoc_user_group,
            fab.assoc_user_group.c.group_id == fab.assoc_group_role.c.group_id,
        )
        .where(fab.assoc_user_group.c.user_id == user_id)
    )
    granted = fab.assoc_permissionview_role
    rows = session.execute(
        select(fab.Permission.name, fab.ViewMenu.name)
        .distinct()
        .select_from(granted)
        .join(fab.PermissionView, fab.PermissionView.id == granted.c.permission_view_id)
        .join(fab.Permission, fab.Permission.id == fab.PermissionView.permission_id)
        .join(fab.ViewMenu, fab.ViewMenu.id == fab.PermissionView.view_menu_id)
        .where(granted.c.role_id.in_(union(direct, by_group)))
    )
    return frozenset((permission, view) for permission, view in rows)


def administrators_addresses(session: Session) -> Sequence[str]:
    """Return the e-mail addresses of the active administrators that mail can reach."""
    found = session.scalars(
        select(Account.email)
        .join(fab.assoc_user_role, fab.assoc_user_role.c.user_id == Account.id)
        .join(fab.Role, fab.Role.id == fab.assoc_user_role.c.role_id)
        .where(fab.Role.name == ADMINISTRATOR, Account.active.is_(True))
        .order_by(Account.id)
    )
    return [address for address in found if can_receive(address)]


def accounts_in_use(session: Session) -> dict[AccountKind, int]:
    """Return how many active accounts of each kind take a slot."""
    rows = session.execute(
        select(Account.kind, func.count()).where(Account.active.is_(True)).group_by(Account.kind)
    )
    return {AccountKind.SECRETARY: 0, AccountKind.TECHNICIAN: 0} | dict(rows.all())
