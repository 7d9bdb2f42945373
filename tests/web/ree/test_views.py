"""List, card, PDF and the steps to the register."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from app.mail.models import OutgoingMail
from app.ree.jobs import make_document
from app.ree.models import Ree, ReeRevision
from app.ree.rules import ReeState
from app.web.clock import utc_now
from tests.factories.ree import body_of, content_of, make_boiler_job
from tests.helpers import committed, counted_statements, fresh


def send(people, session, number=1):
    browser, technician = people.technician()
    appointment, boiler = make_boiler_job(session, technician, number)
    appointment.client.email = "maria@example.it"
    session.commit()
    body = body_of(appointment, content_of(boiler.id))
    answer = browser.put(f"/api/v1/ree/{uuid4()}", json=body)
    assert answer.status_code == 201, answer.json
    return browser, fresh(session).get(Ree, answer.json["id"])


@pytest.fixture
def sent(people, session):
    return send(people, session)


def test_card_shows_sections_figures_and_pdf(sent, people):
    _browser, ree = sent
    office = people.secretary()

    page = office.get(f"/ree/{ree.id}").text
    pdf = office.get(f"/ree/{ree.id}/pdf")

    assert "Immergas" in page
    assert "103,7" in page
    assert pdf.data.startswith(b"%PDF")
    assert f"REE {ree.label.replace('/', '-')}.pdf" in pdf.headers["Content-Disposition"]


def test_colleague_sees_neither_list_row_card_nor_pdf(sent, people):
    own, ree = sent
    other, _technician = people.technician()

    assert own.get(f"/ree/{ree.id}").status_code == 200
    for address in (f"/ree/{ree.id}", f"/ree/{ree.id}/pdf"):
        assert other.get(address).status_code == 404
    assert other.get("/ree/").status_code != 200


def test_steps_to_the_register(sent, people, session):
    _browser, ree = sent
    office = people.secretary()
    address = f"/ree/{ree.id}/catasto"

    early = office.post(address, data={"state": "sent", "on": "2026-10-01", "note": ""})
    done = office.post(address, data={"state": "sent", "on": "2026-10-20", "note": "P-12"})
    unexplained = office.post(address, data={"state": "rejected", "on": "2026-10-21", "note": ""})

    assert (early.status_code, done.status_code, unexplained.status_code) == (422, 302, 422)
    stored = committed(session, ree)
    assert (stored.state, stored.register_note) == (ReeState.SENT, "P-12")


def test_technician_takes_no_step(sent, session):
    own, ree = sent

    answer = own.post(f"/ree/{ree.id}/catasto", data={"state": "sent", "on": "2026-10-20"})

    assert answer.status_code in {302, 403}
    assert committed(session, ree).state is ReeState.SIGNED


def test_list_costs_the_same_at_one_and_three_rows(app, people, session):
    send(people, session)
    office = people.secretary()
    office.get("/ree/")
    with counted_statements(app) as one:
        page = office.get("/ree/")
    for number in (2, 3):
        send(people, session, number)
    with counted_statements(app) as three:
        office.get("/ree/")

    assert "2026/00001" in page.text
    assert len(one) == len(three)
    assert len(three) <= 8, three


def test_card_tab_lists_the_reports(sent, people):
    _browser, ree = sent

    page = people.secretary().get(f"/clienti/{ree.client_id}?tab=ree")

    assert ree.label in page.text


def test_document_is_sealed_and_leaves_by_mail(app, sent, session):
    _browser, ree = sent
    revision_id = ree.revisions[0].id
    files = app.extensions["files"].of("prova")

    with app.test_request_context():
        make_document(session, revision_id, files=files, now=utc_now())
        waiting = session.scalars(select(OutgoingMail)).all()
        # Nobody reports on the visit: the office sends it without appointment.
        ree.appointment_id = None
        session.flush()
        make_document(session, revision_id, files=files, now=utc_now())
        make_document(session, revision_id, files=files, now=utc_now())

    assert waiting == []
    (mail,) = session.scalars(select(OutgoingMail)).all()
    revision = session.get(ReeRevision, revision_id)
    assert mail.attachments[0]["sha"] == revision.pdf_sha256
    assert files.read(revision.pdf_sha256).startswith(b"%PDF")


def test_control_moves_the_next_one(sent, session):
    _browser, ree = sent

    device = fresh(session).get(Ree, ree.id).device

    assert device.control_counted_from == ree.performed_on
