"""Reads of the accounts domain."""

from collections.abc import Sequence
from datetime import datetime

from flask_appbuilder.security.sqla import models as fab
from sqlalchemy import ScalarSelect, func, or_, select, union
from sqlalchemy.orm import Session

from app.accounts.catalogue import ADMINISTRATOR
from app.accounts.models import Account, AccountKind
from app.accounts.rules import can_receive
from app.accounts.signinmodels import AccountSession
from app.kernel.functions import Pair
from app.technicians.models import Technician

#: Between the two names of a pair, and between pairs, in the text that a statement brings.
_IN_PAIR, _BETWEEN_PAIRS = "\t", "\n"


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
) -> tuple[Account, int | None, AccountSession, frozenset[Pair]] | None:
    """Return the account of an open session, its technician and pairs, in one statement.

    Args:
        session: Open session.
        user_id: Account that the cookie names.
        digest: Digest of the secret in the cookie.
        now: Current instant: an unused session ends by itself.
    """
    row = session.execute(
        select(Account, Technician.id, AccountSession, _pairs_text(user_id))
        .join(AccountSession, AccountSession.account_id == Account.id)
        .outerjoin(Technician, (Technician.user_id == Account.id) & Technician.is_active)
        .where(
            Account.id == user_id,
            or_(AccountSession.digest == digest, AccountSession.former_digest == digest),
            AccountSession.epoch == Account.session_epoch,
            AccountSession.expires_at > now,
        )
    ).first()
    return None if row is None else (row[0], row[1], row[2], pairs_of(row[3]))


def account_by_username(session: Session, username: str) -> Account | None:
    """Return the account with a whole user name."""
    return session.scalar(select(Account).where(Account.username == username))


def permission_pairs(session: Session, user_id: int) -> frozenset[Pair]:
    """Return every (permission, view) pair an account's roles and groups hold, in one statement."""
    return pairs_of(session.scalar(select(_pairs_text(user_id))))


def pairs_of(text: str | None) -> frozenset[Pair]:
    """Return the pairs of a text of `_pairs_text`; None: the account holds none."""
    rows = (line.partition(_IN_PAIR) for line in (text or "").split(_BETWEEN_PAIRS) if line)
    return frozenset((permission, view) for permission, _between, view in rows)


def _pairs_text(user_id: int) -> ScalarSelect[str]:
    """Return the pairs of an account as one text: a few hundred rows each request are dearer."""
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
    pair = fab.Permission.name + _IN_PAIR + fab.ViewMenu.name
    return (
        select(func.aggregate_strings(pair, _BETWEEN_PAIRS))
        .select_from(granted)
        .join(fab.PermissionView, fab.PermissionView.id == granted.c.permission_view_id)
        .join(fab.Permission, fab.Permission.id == fab.PermissionView.permission_id)
        .join(fab.ViewMenu, fab.ViewMenu.id == fab.PermissionView.view_menu_id)
        .where(granted.c.role_id.in_(union(direct, by_group)))
        .scalar_subquery()
    )


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
