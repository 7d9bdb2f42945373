"""Slots and administrators are counted one request at a time."""

import threading

import pytest
from sqlalchemy import select

from app.accounts import catalogue, provisioning, roster
from app.accounts import people as use_cases
from app.accounts.models import Account, AccountKind
from app.accounts.rules_people import (
    LastAdministratorError,
    SecretarySlotsTakenError,
    Slots,
    SlotsBelowUseError,
    Use,
    ensure_slot,
)
from app.extensions import db
from app.kernel.errors import DomainError
from app.orm.audit import AuditEntry
from app.tenancy.context import company_scope
from tests.helpers import fresh

PASSWORD = "tre gatti sul tetto"


def at_once(app, *works):
    """Run works in threads that start together, each in a transaction; return what each met."""
    start, met = threading.Barrier(len(works)), []

    def run(work):
        with app.app_context(), company_scope("prova"):
            session = db.session()
            start.wait()
            try:
                work(session)
                session.commit()
                met.append(None)
            except DomainError as error:
                session.rollback()
                met.append(type(error))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return met


def test_two_at_once_do_not_both_take_the_last_slot(app, session):
    slots = Slots(roster.slots_in_use(session).secretary + 1, None)
    session.rollback()

    def create(own):
        def work(session):
            use_cases.create_person(
                session,
                "prova",
                use_cases.Words(own, "Maria", "", None),
                use_cases.Rights(catalogue.SECRETARY),
                login=use_cases.Login(AccountKind.SECRETARY, PASSWORD),
                slots=slots,
            )

        return work

    met = at_once(app, create("ufficio1"), create("ufficio2"))

    assert sorted(met, key=str) == sorted([None, SecretarySlotsTakenError], key=str)
    assert roster.slots_in_use(fresh(session)).secretary == slots.secretary


def test_two_administrators_disabling_each_other_leave_one(app, session, people):
    both = [people.account([catalogue.ADMINISTRATOR])[0].id for _ in range(2)]
    capo = session.scalars(select(Account).where(Account.username == "prova.capo")).one()
    capo.active = False
    session.commit()

    def disable(victim):
        return lambda session: use_cases.disable(
            session, session.get_one(Account, victim), actor_id=None
        )

    try:
        met = at_once(app, *map(disable, both))
        assert sorted(met, key=str) == sorted([None, LastAdministratorError], key=str)
    finally:
        fresh(session)
        session.get_one(Account, capo.id).active = True
        session.commit()


@pytest.mark.parametrize(
    ("limit", "in_use", "may"), [(None, 99, True), (0, 0, False), (2, 1, True), (2, 2, False)]
)
def test_a_slot_is_free_below_the_limit(limit, in_use, may):
    for is_office, slots, use in (
        (True, Slots(limit, 0), Use(in_use, 9)),
        (False, Slots(0, limit), Use(9, in_use)),
    ):
        if may:
            ensure_slot(is_office, slots, use)
        else:
            with pytest.raises(DomainError):
                ensure_slot(is_office, slots, use)


def test_hybrid_uses_one_secretary_slot_and_a_record_none(session, people):
    before = roster.slots_in_use(session)
    people.account([catalogue.SECRETARY], works_as_technician=True)

    assert roster.slots_in_use(session) == Use(before.secretary + 1, before.technician)


def test_operator_cannot_go_below_what_is_in_use(app, session):
    in_use = roster.slots_in_use(session).secretary
    session.rollback()

    with app.app_context(), pytest.raises(SlotsBelowUseError):
        provisioning.change_slots("prova", {"secretary_slots": in_use - 1})


def test_raised_slots_are_noted_in_the_company(app, session):
    with app.app_context():
        provisioning.change_slots("prova", {"technician_slots": 7})
        provisioning.change_slots("prova", {"technician_slots": None})

    entries = fresh(session).query(AuditEntry).filter_by(action="slots_changed")
    noted = entries.order_by(AuditEntry.id).all()
    assert [entry.changes["technician_slots"] for entry in noted] == [[None, 7], [7, None]]
