"""Sending a quote and the customer's answer: on the screen, by link, by telephone."""

import json
import re
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.calls.models import Call
from app.mail.models import OutgoingMail
from app.quotes.models import QuoteRevision
from app.quotes.rules import AcceptedBy, QuoteState
from tests.factories.interventions import STROKES
from tests.helpers import committed, fresh
from tests.web.quotes.conftest import form


def link_of(session):
    mail = fresh(session).scalars(select(OutgoingMail).order_by(OutgoingMail.created_at.desc()))
    text = mail.first().text
    return re.search(r"http://localhost(/preventivo/\S+)", text)[1]


@pytest.fixture
def link(session, office, draft):
    office.post(f"/preventivi/{draft.id}/invia", data={"to": "mario@example.it"})
    return link_of(session)


def test_sending_freezes_and_mails(session, office, draft, link):
    assert committed(session, draft).state is QuoteState.SENT
    mail = fresh(session).scalars(select(OutgoingMail)).one()
    assert mail.to == ["mario@example.it"]
    assert mail.attachments[0]["name"] == "Preventivo 1-2026.pdf"
    assert mail.related_kind == "quotes"


def test_bad_address_sends_nothing(session, office, draft):
    answer = office.post(f"/preventivi/{draft.id}/invia", data={"to": "mario"})

    assert answer.status_code == 422
    assert committed(session, draft).state is QuoteState.DRAFT
    assert fresh(session).scalars(select(OutgoingMail)).all() == []


def test_customer_reads_and_accepts_with_an_option(app, session, draft, link):
    customer = app.test_client()

    page = customer.get(link)
    assert "Posa in opera" in page.text
    answer = customer.post(link, data={"answer": "yes", "signer_name": "Mario", "options": "2"})

    assert answer.status_code == 200, answer.text
    assert committed(session, draft).state is QuoteState.ACCEPTED
    revision = session.scalars(select(QuoteRevision)).one()
    assert revision.accepted_by is AcceptedBy.LINK
    assert revision.chosen == [2]
    # C = 1950, B = 1000: 1900 at 10 % and 50 at 22 %.
    assert revision.accepted_eur == draft.total_eur == Decimal("2151.00")


def test_link_answers_once(app, session, draft, link):
    customer = app.test_client()
    customer.post(link, data={"answer": "yes", "signer_name": "Mario"})

    again = customer.post(link, data={"answer": "no", "reject_reason": "Ripenso"})

    assert again.status_code == 422
    assert committed(session, draft).state is QuoteState.ACCEPTED


def test_customer_refuses_with_a_reason(app, session, draft, link):
    customer = app.test_client()

    empty = customer.post(link, data={"answer": "no", "reject_reason": " "})
    assert empty.status_code == 422
    customer.post(link, data={"answer": "no", "reject_reason": "Troppo caro"})

    stored = committed(session, draft)
    assert (stored.state, stored.reject_reason) == (QuoteState.REJECTED, "Troppo caro")


def test_nobody_accepts_without_a_name(app, session, draft, link):
    answer = app.test_client().post(link, data={"answer": "yes", "signer_name": " "})

    assert answer.status_code == 422
    assert committed(session, draft).state is QuoteState.SENT


@pytest.mark.parametrize("token", ["prova.", "prova.sbagliato", "altra.x", "nessuna.x", "x"])
def test_wrong_links_tell_nothing(app, draft, token):
    answer = app.test_client().get(f"/preventivo/{token}")

    assert answer.status_code == 410
    assert "Caldaia" not in answer.text


def test_link_of_one_company_opens_nothing_in_another(app, other_session, link):
    foreign = link.replace("/prova.", "/altra.")

    assert app.test_client().get(foreign).status_code == 410


def test_new_revision_ends_the_link_and_keeps_what_was_sent(app, session, office, draft, link):
    plant = draft.client
    vat = draft.lines[0].vat_profile_id

    office.post(f"/preventivi/{draft.id}/revisione")

    assert app.test_client().get(link).status_code == 410
    stored = committed(session, draft)
    assert (stored.revision, stored.state) == (2, QuoteState.DRAFT)
    data = form(plant, ("Caldaia più grande", "1500", vat), version=stored.version)
    office.post(f"/preventivi/edit/{draft.id}", data=data)
    first = fresh(session).scalars(select(QuoteRevision)).one()
    assert first.facts["lines"][0]["description"] == "Caldaia"
    assert office.get(f"/preventivi/{draft.id}/pdf?revisione=1").status_code == 200
    assert office.get(f"/preventivi/{draft.id}/pdf?revisione=7").status_code == 404


def test_expired_quote_is_not_accepted_by_link(app, session, draft, link):
    stored = committed(session, draft)
    stored.valid_until = stored.issued_on.replace(year=2026, month=11, day=25)
    stored.issued_on = stored.valid_until = stored.valid_until.replace(year=2020)
    session.commit()

    answer = app.test_client().post(link, data={"answer": "yes", "signer_name": "Mario"})

    assert answer.status_code == 422
    assert committed(session, draft).state is QuoteState.SENT


def test_signature_on_the_screen(session, office, sent):
    assert "canvas" in office.get(f"/preventivi/{sent.id}/firma").text

    data = {"signer_name": "Rossi Mario", "strokes": json.dumps(STROKES)}
    office.post(f"/preventivi/{sent.id}/firma", data=data)

    revision = fresh(session).scalars(select(QuoteRevision)).one()
    assert revision.accepted_by is AcceptedBy.SIGNATURE
    assert revision.strokes == STROKES
    assert office.get(f"/preventivi/{sent.id}/pdf").data.startswith(b"%PDF")


@pytest.mark.parametrize("strokes", ["", "[]", "{", '"x"', '[{"points": [{"x": "a"}]}]'])
def test_unreadable_signature_is_refused(session, office, sent, strokes):
    answer = office.post(
        f"/preventivi/{sent.id}/firma", data={"signer_name": "Rossi", "strokes": strokes}
    )

    assert answer.status_code == 422
    assert committed(session, sent).state is QuoteState.SENT


def test_accepted_answer_is_frozen(session, office, sent):
    office.post(f"/preventivi/{sent.id}/accettato", data={"signer_name": "Rossi"})
    revision = fresh(session).scalars(select(QuoteRevision)).one()

    revision.signer_name = "Un altro"
    with pytest.raises(AssertionError, match="frozen"):
        session.flush()
    session.rollback()


def test_refusal_noted_by_the_office_needs_a_reason(session, office, sent):
    refused = office.post(f"/preventivi/{sent.id}/rifiutato", data={"reject_reason": ""})
    assert refused.status_code == 422

    office.post(f"/preventivi/{sent.id}/rifiutato", data={"reject_reason": "Ha scelto altri"})
    assert committed(session, sent).state is QuoteState.REJECTED


def test_accepted_quote_becomes_a_call_once(session, office, sent):
    office.post(f"/preventivi/{sent.id}/chiamata")
    assert fresh(session).scalars(select(Call)).all() == []

    office.post(f"/preventivi/{sent.id}/accettato", data={"signer_name": "Rossi", "options": "2"})
    first = office.post(f"/preventivi/{sent.id}/chiamata", data={"then": "schedule"})
    office.post(f"/preventivi/{sent.id}/chiamata")

    call = fresh(session).scalars(select(Call)).one()
    assert first.location.endswith(f"/agenda/nuovo?call={call.id}")
    assert "Posa in opera" in call.description
    assert "Termostato wifi" in call.description
    assert "600" not in call.description
    assert committed(session, sent).state is QuoteState.CONVERTED
