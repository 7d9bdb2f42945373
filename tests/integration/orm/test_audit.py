"""Every change leaves who, when and what."""

from datetime import UTC, datetime

from sqlalchemy import select

from app.orm.audit import Actor, AuditEntry, record_event, set_actor
from app.technicians.models import Technician

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


def entries(session):
    return session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()


def test_creation_change_and_removal_are_noted(session):
    set_actor(session, Actor(7, "Silvia Ferraris", "192.0.2.1"))
    session.info["now"] = NOW
    technician = Technician(name="Davide", working_hours={})
    session.add(technician)
    session.flush()
    technician.name = "Davide M."
    session.flush()
    session.delete(technician)
    session.flush()

    created, changed, removed = entries(session)
    assert created.changes["name"] == [None, "Davide"]
    assert changed.changes == {"name": ["Davide", "Davide M."]}
    assert [e.action for e in (created, changed, removed)] == ["create", "update", "delete"]
    assert {(e.user_id, e.user_label, e.address, e.at) for e in (created, changed, removed)} == {
        (7, "Silvia Ferraris", "192.0.2.1", NOW)
    }


def test_stamps_say_who_made_and_who_changed(session):
    set_actor(session, Actor(7, "Silvia"))
    session.info["now"] = NOW
    technician = Technician(name="Davide", working_hours={})
    session.add(technician)
    session.flush()

    set_actor(session, Actor(8, "Renzo"))
    technician.name = "Davide M."
    session.flush()

    assert (technician.created_by_id, technician.changed_by_id) == (7, 8)
    assert technician.created_at == NOW


def test_a_flush_without_change_notes_nothing(session):
    technician = Technician(name="Davide", working_hours={})
    session.add(technician)
    session.flush()
    technician.name = "Davide"
    session.flush()

    assert len(entries(session)) == 1


def test_events_are_noted_beside_changes(session):
    record_event(session, "sign_in", "ab_user", 3, method="password")
    session.flush()

    assert [(e.action, e.entity_id, e.changes) for e in entries(session)] == [
        ("sign_in", "3", {"method": "password"})
    ]
