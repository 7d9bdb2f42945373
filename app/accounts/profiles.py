"""Use cases of profiles and switches: FAB's roles, as the matrix page writes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_appbuilder.security.sqla import models as fab
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.accounts import catalogue, roster
from app.accounts import rules_people as rules
from app.accounts.models import Account
from app.kernel.errors import DomainError
from app.kernel.text import squeeze
from app.orm.audit import record_event

#: Table name in the history.
ENTITY = "ab_role"

#: Longest name of a profile, characters (FAB's column).
NAME_LENGTH = 64


@dataclass(eq=False)
class ProfileNameTakenError(DomainError):
    """Another profile has this name, or it is one the program keeps for itself."""

    name: str
    field: str = "name"


@dataclass(eq=False)
class ProfileNameMissingError(DomainError):
    """A profile needs a name of 2 to 64 characters that begins with a letter."""

    field: str = "name"


@dataclass(eq=False)
class ProfileInUseError(DomainError):
    """A profile that accounts have cannot be deleted."""

    name: str
    accounts: int


@dataclass(eq=False)
class ShippedProfileError(DomainError):
    """The shipped profiles can be changed, not renamed or deleted: the program gives them."""

    name: str


@dataclass(eq=False)
class UnknownProfileError(DomainError):
    """The profile is not (any more) one of the company's."""

    field: str = "profile"


@dataclass(eq=False)
class MatrixChangedError(DomainError):
    """Somebody else stored the matrix after it was shown."""


def grantable(codes: Iterable[str]) -> frozenset[str]:
    """Return the known functions that a profile or a switch may give, with what they bring.

    Those of the administrator come with the flag only.
    """
    known = [
        code for code in codes if code in catalogue.BY_CODE and not catalogue.BY_CODE[code].is_admin
    ]
    return rules.brought(known, catalogue.BY_CODE, catalogue.CARD)


def create_profile(session: Session, name: str, codes: Iterable[str] = ()) -> fab.Role:
    """Make a profile with some functions (those of the one it copies)."""
    _lock(session)
    name = _free_name(session, name)
    role = fab.Role(name=name)
    session.add(role)
    session.flush()
    record_event(session, "profile_created", ENTITY, role.id, name=[None, name])
    _set_codes(session, role, grantable(codes), frozenset())
    return role


def rename_profile(session: Session, role: fab.Role, name: str) -> None:
    """Give a company's own profile another name."""
    _lock(session)
    _ensure_own(role)
    before, name = role.name, name.strip()
    if name == before:
        return
    role.name = _free_name(session, name)
    record_event(session, "profile_renamed", ENTITY, role.id, name=[before, name])
    session.flush()


def delete_profile(session: Session, role: fab.Role) -> None:
    """Delete a company's own profile that nobody has.

    Raises:
        ShippedProfileError, ProfileInUseError: It stays.
    """
    _lock(session)
    _ensure_own(role)
    count = roster.accounts_per_role(session).get(role.id, 0)
    if count:
        raise ProfileInUseError(role.name, count)
    record_event(session, "profile_deleted", ENTITY, role.id, name=[role.name, None])
    session.delete(role)
    session.flush()


def save_matrix(
    session: Session, wanted: Mapping[int, frozenset[str]], *, shown: str
) -> frozenset[str]:
    """Store what each profile may do; works from everybody's next request.

    Args:
        session: Open session; the caller commits.
        wanted: Profile id -> functions ticked; profiles that are not named stay as they are.
        shown: `fingerprint` of the matrix the ticks were set on.

    Returns:
        Functions that were switched on together with ticked ones.

    Raises:
        MatrixChangedError: The matrix is not what was shown any more.
    """
    _lock(session)
    found = {role.id: role for role in roster.profiles(session)}
    stored = roster.codes_by_role(session, sorted(found))
    if fingerprint(stored) != shown:
        raise MatrixChangedError
    brought: set[str] = set()
    for role_id, codes in wanted.items():
        if role_id in found:
            kept = grantable(codes)
            brought |= kept - codes
            _set_codes(session, found[role_id], kept, stored[role_id])
    return frozenset(brought)


def fingerprint(codes: Mapping[int, frozenset[str]]) -> str:
    """Return a short text that differs whenever the matrix does."""
    lines = (f"{key}:{','.join(sorted(codes[key]))}" for key in sorted(codes))
    return rules.digest(";".join(lines))


def give(
    session: Session, account: Account, names: Iterable[str], switches: frozenset[str]
) -> None:
    """Give an account exactly these profiles (and flag) and own switches.

    Raises:
        UnknownProfileError: A name is not a profile's.
    """
    wanted = set(names)
    roles = list(session.scalars(select(fab.Role).where(fab.Role.name.in_(wanted))))
    if {role.name for role in roles} != wanted:
        raise UnknownProfileError
    before = sorted(role.name for role in account.roles if not role.name.startswith("@"))
    own = _own_role(session, account, grantable(switches))
    account.roles = [*roles, own] if own is not None else roles
    session.flush()
    if before != sorted(wanted):
        record_event(
            session, "profile_changed", "ab_user", account.id, profile=[before, sorted(wanted)]
        )
        session.flush()


def _own_role(session: Session, account: Account, switches: frozenset[str]) -> fab.Role | None:
    name = roster.own_role_name(account)
    role = session.scalar(select(fab.Role).where(fab.Role.name == name))
    if role is None:
        if not switches:
            return None
        role = fab.Role(name=name)
        session.add(role)
        session.flush()
    before = roster.codes_by_role(session, [role.id])[role.id]
    _set_codes(session, role, switches, before, on=account)
    return role


def _set_codes(
    session: Session,
    role: fab.Role,
    codes: frozenset[str],
    before: frozenset[str],
    *,
    on: Account | None = None,
) -> None:
    if codes == before:
        return
    granted = fab.assoc_permissionview_role
    session.execute(delete(granted).where(granted.c.role_id == role.id))
    pairs = {pair for code in codes for pair in catalogue.BY_CODE[code].grants}
    rows = session.execute(
        select(fab.PermissionView.id, fab.Permission.name, fab.ViewMenu.name)
        .join(fab.Permission, fab.Permission.id == fab.PermissionView.permission_id)
        .join(fab.ViewMenu, fab.ViewMenu.id == fab.PermissionView.view_menu_id)
    )
    ids = [key for key, permission, view in rows if (permission, view) in pairs]
    if ids:
        session.execute(
            insert(granted), [{"role_id": role.id, "permission_view_id": key} for key in ids]
        )
    record_event(
        session,
        "permissions_changed",
        ENTITY if on is None else "ab_user",
        role.id if on is None else on.id,
        functions=[sorted(before), sorted(codes)],
    )
    session.flush()
    session.expire(role, ["permissions"])


def _free_name(session: Session, name: str) -> str:
    name = squeeze(name)
    if not 2 <= len(name) <= NAME_LENGTH or not name[0].isalpha():
        raise ProfileNameMissingError
    taken = {found.lower() for found in session.scalars(select(fab.Role.name))}
    if name.lower() in taken:
        raise ProfileNameTakenError(name)
    return name


def _ensure_own(role: fab.Role) -> None:
    if role.name in catalogue.PROFILES or not roster.is_profile(role.name):
        raise ShippedProfileError(role.name)


def _lock(session: Session) -> None:
    session.execute(
        select(fab.Role.id).where(fab.Role.name == catalogue.ADMINISTRATOR).with_for_update()
    )
