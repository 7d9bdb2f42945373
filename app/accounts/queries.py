"""Reads of the accounts domain."""

from flask_appbuilder.security.sqla import models as fab
from sqlalchemy import select, union
from sqlalchemy.orm import Session

from app.accounts.models import Account
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
