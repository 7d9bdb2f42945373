"""Reads about the people of a company: accounts, slots in use, profiles, what each one may do."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_appbuilder.security.sqla import models as fab
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts import catalogue
from app.accounts.models import Account, AccountKind
from app.accounts.rules_people import Use
from app.technicians.models import Technician

#: Before the number of the account whose own switches a role holds: no profile is called so.
OWN_ROLE = "@"


@dataclass(frozen=True)
class Person:
    """An account as the list shows it.

    Attributes:
        account: The login.
        profiles: Names of its profiles, in order.
        is_admin: The administrator flag.
        has_switches: Whether it has switches of its own.
        technician: The technician it works as, or None.
    """

    account: Account
    profiles: tuple[str, ...]
    is_admin: bool
    has_switches: bool
    technician: Technician | None


def own_role_name(account: Account) -> str:
    """Return the name of the role that holds an account's own switches."""
    return f"{OWN_ROLE}{account.id}"


def is_profile(name: str) -> bool:
    """Tell whether a role is a profile: neither the flag, nor nobody's, nor one person's."""
    return name not in {catalogue.ADMINISTRATOR, catalogue.PUBLIC} and not name.startswith(OWN_ROLE)


def people(session: Session) -> list[Person]:
    """Return every account with its profiles and technician, by name; two statements."""
    held: dict[int, list[str]] = {}
    roles = select(fab.assoc_user_role.c.user_id, fab.Role.name).join(
        fab.Role, fab.Role.id == fab.assoc_user_role.c.role_id
    )
    for user_id, name in session.execute(roles.order_by(fab.Role.name)):
        held.setdefault(user_id, []).append(name)
    rows = session.execute(
        select(Account, Technician)
        .outerjoin(Technician, Technician.user_id == Account.id)
        .order_by(Account.first_name, Account.last_name, Account.username)
    )
    return [_person(account, technician, held.get(account.id, [])) for account, technician in rows]


def person(session: Session, account_id: int) -> Person | None:
    """Return one account with its profiles and technician; None when there is none."""
    row = session.execute(
        select(Account, Technician)
        .outerjoin(Technician, Technician.user_id == Account.id)
        .where(Account.id == account_id)
    ).first()
    if row is None:
        return None
    return _person(row[0], row[1], sorted(role.name for role in row[0].roles))


def _person(account: Account, technician: Technician | None, names: list[str]) -> Person:
    return Person(
        account=account,
        profiles=tuple(name for name in names if is_profile(name)),
        is_admin=catalogue.ADMINISTRATOR in names,
        has_switches=own_role_name(account) in names,
        technician=technician,
    )


def slots_in_use(session: Session) -> Use:
    """Return how many active accounts of each kind there are."""
    counts: dict[AccountKind, int] = dict(
        session.execute(
            select(Account.kind, func.count(Account.id))
            .where(Account.active.is_(True))
            .group_by(Account.kind)
        ).all()
    )
    return Use(counts.get(AccountKind.SECRETARY, 0), counts.get(AccountKind.TECHNICIAN, 0))


def active_administrators(session: Session) -> Sequence[Account]:
    """Return the active accounts with the administrator flag, by id."""
    return session.scalars(
        select(Account)
        .join(fab.assoc_user_role, fab.assoc_user_role.c.user_id == Account.id)
        .join(fab.Role, fab.Role.id == fab.assoc_user_role.c.role_id)
        .where(Account.active.is_(True), fab.Role.name == catalogue.ADMINISTRATOR)
        .order_by(Account.id)
    ).all()


def free_technicians(session: Session) -> Sequence[Technician]:
    """Return the active technicians without a login, by name."""
    return session.scalars(
        select(Technician)
        .where(Technician.user_id.is_(None), Technician.is_active)
        .order_by(Technician.name)
    ).all()


def profiles(session: Session) -> Sequence[fab.Role]:
    """Return the profiles, the shipped ones first."""
    shipped = list(catalogue.PROFILES)
    found = [role for role in session.scalars(select(fab.Role)) if is_profile(role.name)]
    place = {name: number for number, name in enumerate(shipped)}
    return sorted(found, key=lambda role: (place.get(role.name, len(shipped)), role.name.lower()))


def codes_by_role(session: Session, role_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """Return the functions each role holds, in one statement."""
    granted = fab.assoc_permissionview_role
    rows = session.execute(
        select(granted.c.role_id, fab.Permission.name, fab.ViewMenu.name)
        .join(fab.PermissionView, fab.PermissionView.id == granted.c.permission_view_id)
        .join(fab.Permission, fab.Permission.id == fab.PermissionView.permission_id)
        .join(fab.ViewMenu, fab.ViewMenu.id == fab.PermissionView.view_menu_id)
        .where(granted.c.role_id.in_(role_ids))
    )
    code_of = {function.pair: function.code for function in catalogue.ALL}
    found: dict[int, set[str]] = {role_id: set() for role_id in role_ids}
    for role_id, permission, view in rows:
        code = code_of.get((permission, view))
        if code is not None:
            found[role_id].add(code)
    return {role_id: frozenset(codes) for role_id, codes in found.items()}


def own_switches(session: Session, account: Account) -> frozenset[str]:
    """Return the functions an account has besides its profile."""
    role_id = session.scalar(select(fab.Role.id).where(fab.Role.name == own_role_name(account)))
    return frozenset() if role_id is None else codes_by_role(session, [role_id])[role_id]


def accounts_per_role(session: Session) -> dict[int, int]:
    """Return how many accounts hold each role."""
    held = fab.assoc_user_role
    rows = session.execute(select(held.c.role_id, func.count()).group_by(held.c.role_id))
    return dict(rows.all())
