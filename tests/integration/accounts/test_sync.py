"""FAB's permission tables follow the catalogue; what a company decided stays."""

from flask_appbuilder.security.sqla import models as fab
from sqlalchemy import select

from app.accounts import catalogue, queries, sync


def role(session, name):
    return session.scalars(select(fab.Role).where(fab.Role.name == name)).one()


def pairs_of(role):
    return {(held.permission.name, held.view_menu.name) for held in role.permissions}


def test_stale_pairs_are_dropped_with_their_grants(session):
    stale = fab.PermissionView(
        permission=session.scalars(select(fab.Permission)).first(),
        view_menu=fab.ViewMenu(name="VecchiaVista"),
    )
    secretary = role(session, catalogue.SECRETARY)
    secretary.permissions.append(stale)
    session.flush()

    found = sync.synchronise(session)
    session.expire_all()

    assert found["dropped"] == 1
    assert "VecchiaVista" not in {v for _p, v in pairs_of(role(session, catalogue.SECRETARY))}
    session.rollback()


def test_a_profile_the_company_changed_is_kept(session):
    technician = role(session, catalogue.TECHNICIAN)
    technician.permissions = technician.permissions[:1]
    kept = pairs_of(technician)
    session.flush()

    sync.synchronise(session)
    session.expire_all()

    assert pairs_of(role(session, catalogue.TECHNICIAN)) == kept
    session.rollback()


def test_synchronising_again_changes_nothing(session):
    assert sync.synchronise(session) == {"added": 0, "dropped": 0}
    session.rollback()


def test_administrator_holds_everything(session):
    assert pairs_of(role(session, catalogue.ADMINISTRATOR)) == sync.wanted_pairs()


def test_pairs_of_an_account_come_from_all_its_roles(session, people):
    account, _ = people.account([catalogue.TECHNICIAN, catalogue.LEAD_TECHNICIAN])

    codes = catalogue.PROFILES[catalogue.TECHNICIAN] | catalogue.PROFILES[catalogue.LEAD_TECHNICIAN]
    assert queries.permission_pairs(session, account.id) == {
        pair for code in codes for pair in catalogue.BY_CODE[code].grants
    }


def test_a_pair_that_a_function_comes_to_open_reaches_whoever_holds_the_function(session):
    lead = role(session, catalogue.LEAD_TECHNICIAN)
    pair = ("can_list", "interventions")
    gone = next(p for p in lead.permissions if (p.permission.name, p.view_menu.name) == pair)
    for holder in session.scalars(select(fab.Role)):
        holder.permissions = [p for p in holder.permissions if p is not gone]
    session.delete(gone)
    session.flush()

    sync.synchronise(session)
    session.expire_all()

    assert pair in pairs_of(role(session, catalogue.LEAD_TECHNICIAN))
    assert pair not in pairs_of(role(session, catalogue.TECHNICIAN))
    session.rollback()


def forget(session, code):
    """Bring the company back to the days before a function existed."""
    pair = catalogue.BY_CODE[code].pair
    gone = session.scalars(
        select(fab.PermissionView)
        .join(fab.Permission)
        .join(fab.ViewMenu)
        .where(fab.Permission.name == pair[0], fab.ViewMenu.name == pair[1])
    ).one()
    for holder in session.scalars(select(fab.Role)):
        holder.permissions = [p for p in holder.permissions if p is not gone]
    session.delete(gone)
    session.flush()


def test_a_new_function_reaches_the_shipped_profiles_once(session):
    new, taken, added = "mail.write", ("can_write", "calls"), ("can_read", "audit")
    forget(session, new)
    secretary = role(session, catalogue.SECRETARY)
    kept = [p for p in secretary.permissions if (p.permission.name, p.view_menu.name) != taken]
    extra = session.scalars(
        select(fab.PermissionView)
        .join(fab.Permission)
        .join(fab.ViewMenu)
        .where(fab.Permission.name == added[0], fab.ViewMenu.name == added[1])
    ).one()
    secretary.permissions = [*kept, extra]
    session.flush()

    assert sync.is_behind(session)
    sync.synchronise(session)
    session.expire_all()

    held = pairs_of(role(session, catalogue.SECRETARY))
    assert not sync.is_behind(session)
    assert catalogue.BY_CODE[new].pair in held
    assert taken not in held
    assert added in held
    assert catalogue.BY_CODE[new].pair not in pairs_of(role(session, catalogue.TECHNICIAN))

    secretary = role(session, catalogue.SECRETARY)
    own = catalogue.BY_CODE[new].pair
    secretary.permissions = [
        p for p in secretary.permissions if (p.permission.name, p.view_menu.name) != own
    ]
    session.flush()
    sync.synchronise(session)
    session.expire_all()

    assert own not in pairs_of(role(session, catalogue.SECRETARY))
    session.rollback()


def test_a_profile_emptied_on_purpose_stays_empty(session):
    role(session, catalogue.TECHNICIAN).permissions = []
    session.flush()

    sync.synchronise(session)
    session.expire_all()

    assert pairs_of(role(session, catalogue.TECHNICIAN)) == set()
    session.rollback()
