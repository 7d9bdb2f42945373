"""Adding to the private note of a card without the right to change the card."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import catalogue
from app.accounts.models import AccountKind
from app.agenda.models import Appointment, AppointmentTechnician
from app.clients.models import Client
from app.orm.audit import AuditEntry
from app.web.clock import utc_now
from tests.helpers import committed


@pytest.fixture
def card(session):
    row = Client(number=1, display_name="Rossi Mario", sort_name="rossi mario")
    row.private_note = "Vecchia nota dell'ufficio"
    session.add(row)
    session.commit()
    return row


@pytest.fixture
def visited(session, card):
    """Give a technician an appointment at the card's plant."""

    def visit(technician):
        now = utc_now()
        row = Appointment(client_id=card.id, starts_at=now, ends_at=now + timedelta(hours=1))
        row.team = [AppointmentTechnician(technician_id=technician.id)]
        session.add(row)
        session.commit()

    return visit


def field(people, *codes):
    return people.with_functions(
        *catalogue.FIELD, *codes, kind=AccountKind.TECHNICIAN, works_as_technician=True
    )


def test_a_technician_adds_and_what_stood_there_stays(people, session, card, visited):
    browser, technician = field(people, "clients.read", "client_notes.read")
    visited(technician)
    page = browser.get(f"/clienti/{card.id}").text
    assert "Vecchia nota" in page
    assert f'action="/clienti/{card.id}/nota/"' in page
    assert browser.get(f"/clienti/{card.id}/modifica").status_code in {302, 403, 404}

    answer = browser.post(
        f"/clienti/{card.id}/nota/", data={"text": "Cane in cortile\n\n<b>suonare</b>"}
    )

    assert answer.location == f"/clienti/{card.id}"
    note = committed(session, card).private_note
    assert note.startswith("Vecchia nota dell'ufficio\n\n")
    assert technician.name in note
    assert note.endswith("Cane in cortile\n  <b>suonare</b>")
    assert "&lt;b&gt;suonare" in browser.get(f"/clienti/{card.id}").text
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.entity == "clients").order_by(AuditEntry.id.desc())
    ).first()
    assert (entry.action, entry.user_label) == ("update", technician.name)
    assert "Cane in cortile" in entry.changes["private_note"][1]


def test_an_empty_or_endless_note_is_refused_beside_the_field(people, session, card, visited):
    browser, technician = field(people, "clients.read", "client_notes.read")
    visited(technician)

    for text in ("", "  \n ", "x" * 2001):
        answer = browser.post(f"/clienti/{card.id}/nota/", data={"text": text})
        assert answer.status_code == 422
        assert 'id="text-error"' in answer.text
    assert committed(session, card).private_note == "Vecchia nota dell'ufficio"


def test_who_may_not_read_the_note_does_not_add(people, session, card, visited):
    browser, technician = field(people, "clients.read")
    visited(technician)
    office, _ = people.with_functions("clients.all", "clients.read", "client_notes.read")

    for who in (browser, office):
        assert "note-text" not in who.get(f"/clienti/{card.id}").text
        assert who.post(f"/clienti/{card.id}/nota/", data={"text": "x"}).status_code == 403
    assert committed(session, card).private_note == "Vecchia nota dell'ufficio"


def test_a_card_that_is_not_reached_does_not_exist(people, session, card, other_people):
    browser, _technician = field(people, "clients.read", "client_notes.read")
    stranger, _ = other_people.with_functions(
        "clients.all", "clients.read", "client_notes.read", "client_notes.add"
    )

    for who in (browser, stranger):
        assert who.post(f"/clienti/{card.id}/nota/", data={"text": "x"}).status_code == 404
    assert committed(session, card).private_note == "Vecchia nota dell'ufficio"


def test_the_office_adds_with_the_switch(people, session, card):
    office, _ = people.with_functions(
        "clients.all", "clients.read", "client_notes.read", "client_notes.add"
    )

    office.post(f"/clienti/{card.id}/nota/", data={"text": "Preferisce il mattino"})

    assert "Preferisce il mattino" in committed(session, card).private_note
