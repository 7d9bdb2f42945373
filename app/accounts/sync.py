"""Bring FAB's permission tables in step with the catalogue: one transaction, few statements."""

from collections.abc import Iterable
from typing import Any

from flask_appbuilder.security.sqla import models as fab
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.accounts import catalogue
from app.kernel.functions import Pair


def wanted_pairs() -> frozenset[Pair]:
    """Return every pair the catalogue knows."""
    return frozenset(pair for function in catalogue.ALL for pair in function.grants)


def synchronise(session: Session) -> dict[str, int]:
    """Insert missing pairs, drop stale ones, give shipped profiles what is new.

    A profile that is new gets all it ships with. One that is there gets the functions this company
    never had before, once: what an administrator took away or added stays so. The administrator
    role always holds everything.

    Returns:
        Counts of pairs: ``added`` and ``dropped``.
    """
    permissions = _ensure_names(session, fab.Permission, {name for name, _view in wanted_pairs()})
    views = _ensure_names(session, fab.ViewMenu, {view for _name, view in wanted_pairs()})
    ids = _pair_ids(session)
    missing = sorted(wanted_pairs() - ids.keys())
    if missing:
        session.execute(
            insert(fab.PermissionView),
            [{"permission_id": permissions[p], "view_menu_id": views[v]} for p, v in missing],
        )
        ids = _pair_ids(session)
    stale = [ids[pair] for pair in ids.keys() - wanted_pairs()]
    if stale:
        granted = fab.assoc_permissionview_role
        session.execute(delete(granted).where(granted.c.permission_view_id.in_(stale)))
        session.execute(delete(fab.PermissionView).where(fab.PermissionView.id.in_(stale)))
    names = {catalogue.ADMINISTRATOR, catalogue.PUBLIC, *catalogue.PROFILES}
    there = set(session.scalars(select(fab.Role.name).where(fab.Role.name.in_(names))))
    roles = _ensure_names(session, fab.Role, names)
    for pair in missing:
        _complete(session, ids, pair)
    _grant(session, roles[catalogue.ADMINISTRATOR], [ids[pair] for pair in wanted_pairs()])
    for name, codes in catalogue.PROFILES.items():
        new = {code for code in codes if catalogue.BY_CODE[code].pair in missing}
        given = new if name in there else codes
        grants = {pair for code in given for pair in catalogue.BY_CODE[code].grants}
        _grant(session, roles[name], [ids[pair] for pair in grants])
    session.flush()
    return {"added": len(missing), "dropped": len(stale)}


def is_behind(session: Session) -> bool:
    """Tell whether a company's pairs are not those of the catalogue."""
    return _pair_ids(session).keys() != wanted_pairs()


def _complete(session: Session, ids: dict[Pair, int], pair: Pair) -> None:
    """Give a pair that is new to the roles that hold a function it has come to belong to."""
    granted = fab.assoc_permissionview_role
    owners = [ids[function.pair] for function in catalogue.ALL if pair in function.also]
    holders = select(granted.c.role_id).where(granted.c.permission_view_id.in_(owners))
    for role_id in session.scalars(holders.distinct()).all():
        _grant(session, role_id, [ids[pair]])


def _ensure_names(session: Session, model: Any, names: set[str]) -> dict[str, int]:
    def load() -> dict[str, int]:
        return dict(session.execute(select(model.name, model.id)).all())

    found = load()
    missing = sorted(names - found.keys())
    if missing:
        session.execute(insert(model), [{"name": name} for name in missing])
        found = load()
    return found


def _pair_ids(session: Session) -> dict[Pair, int]:
    rows = session.execute(
        select(fab.PermissionView.id, fab.Permission.name, fab.ViewMenu.name)
        .join(fab.Permission, fab.Permission.id == fab.PermissionView.permission_id)
        .join(fab.ViewMenu, fab.ViewMenu.id == fab.PermissionView.view_menu_id)
    )
    return {(permission, view): key for key, permission, view in rows}


def _held(session: Session, role_id: int) -> set[int]:
    granted = fab.assoc_permissionview_role
    return set(
        session.scalars(select(granted.c.permission_view_id).where(granted.c.role_id == role_id))
    )


def _grant(session: Session, role_id: int, pair_ids: Iterable[int]) -> None:
    missing = sorted(set(pair_ids) - _held(session, role_id))
    if missing:
        session.execute(
            insert(fab.assoc_permissionview_role),
            [{"role_id": role_id, "permission_view_id": key} for key in missing],
        )
