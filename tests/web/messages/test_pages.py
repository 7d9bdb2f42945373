"""Screens: the office's list, one message, writing by hand, opt-out, settings, and break-ins."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.mail.models import MailText, OutgoingMail
from app.messages.models import ClientMessage, MessageOptOut, MessagePlan, MessageSettings
from app.messages.rules import Channel, Event, MessageState, Way
from tests.helpers import counted_statements, fresh
from tests.web.messages.conftest import NOW

PLAN = "/azienda/messaggi/appointment_booked/"
SETTINGS = "/azienda/messaggi/"
WORDS = {"version": "0", "way": "mail", "subject": "Visita", "body": "Ciao {nome}",
         "short_text": "{azienda}: {appuntamenti}"}  # fmt: skip


@pytest.fixture
def failed(office, session):
    """Return a message about a visit that nobody received."""
    office.says(Event.BOOKED)
    office.visit(office.client(), NOW + timedelta(days=2))
    office.minute()
    message = session.get(ClientMessage, office.messages()[0].id)
    message.state, message.error = MessageState.FAILED, "550 unknown user"
    session.commit()
    return message


def test_what_failed_waits_in_the_sidebar_until_somebody_deals_with_it(people, session, failed):
    browser = people.secretary()
    page = browser.get("/messaggi/?tab=handle").text
    assert "Bianchi" in page
    card = browser.get(f"/messaggi/{failed.id}").text
    assert "550 unknown user" in card
    assert "Via Roma, Pistoia" in card

    assert browser.post(f"/messaggi/{failed.id}/gestito").status_code == 302
    stored = fresh(session).get(ClientMessage, failed.id)
    assert stored.handled_at is not None
    assert stored.handled_by
    assert "Bianchi" not in browser.get("/messaggi/?tab=handle").text


def test_a_message_whose_reason_is_gone_is_not_sent_again(people, session, failed):
    session.info["now"] = NOW
    assert people.secretary().post(f"/messaggi/{failed.id}/invia").status_code == 302
    stored = fresh(session).get(ClientMessage, failed.id)
    assert stored.state in {MessageState.QUEUED, MessageState.STOPPED}


def test_written_by_hand(people, session, office):
    client = office.client()
    browser = people.secretary()
    url = f"/messaggi/scrivi/{client.id}/"
    assert 'value="bianchi@example.it"' in browser.get(url).text
    answer = browser.post(
        url, data={"channel": "mail", "address": "bianchi@example.it", "subject": "Pezzo",
                   "text": "Il pezzo è arrivato."},
    )  # fmt: skip
    assert answer.status_code == 302
    mail = fresh(session).scalars(select(OutgoingMail)).one()
    assert (mail.subject, mail.client_id) == ("Pezzo", client.id)
    assert "Il pezzo è arrivato." in mail.text
    card = browser.get(f"/clienti/{client.id}?tab=messages").text
    assert "bianchi@example.it" in card


@pytest.mark.parametrize(
    ("channel", "address"),
    [("text", "0573 123456"), ("text", "chiamare la figlia"), ("mail", "bianchi@"), ("text", "")],
)
def test_a_number_that_is_none_keeps_what_was_typed(people, session, office, channel, address):
    client = office.client()
    answer = people.secretary().post(
        f"/messaggi/scrivi/{client.id}/",
        data={"channel": channel, "address": address, "text": "Testo da non perdere"},
    )
    assert answer.status_code == 422
    assert "Testo da non perdere" in answer.text
    assert 'aria-describedby="address' in answer.text
    assert fresh(session).scalars(select(ClientMessage)).all() == []


def test_opting_out_and_in_again(people, session, office):
    client = office.client()
    browser = people.secretary()
    url = f"/messaggi/scrivi/{client.id}/rinuncia/mail"
    for _turn in range(2):
        assert browser.post(url, data={"out": "1"}).status_code == 302
    assert fresh(session).scalars(select(MessageOptOut)).one().channel is Channel.MAIL
    refused = browser.post(
        f"/messaggi/scrivi/{client.id}/",
        data={"channel": "mail", "address": "bianchi@example.it", "text": "x"},
    )
    assert refused.status_code == 422
    browser.post(url, data={"out": "0"})
    assert fresh(session).scalars(select(MessageOptOut)).all() == []


def test_an_occasion_is_stored_with_its_words(people, session):
    browser = people.administrator()
    assert browser.get(PLAN).status_code == 200
    answer = browser.post(PLAN, data=WORDS)
    assert answer.status_code == 302, answer.text
    plan = fresh(session).get(MessagePlan, Event.BOOKED)
    assert (plan.way, plan.short_text) == (Way.MAIL, "{azienda}: {appuntamenti}")
    assert plan.since is not None
    assert session.get(MailText, "appointment_booked").body == "Ciao {nome}"
    assert browser.post(PLAN, data=WORDS).status_code == 422  # filled before it was stored


@pytest.mark.parametrize(
    ("field", "text"),
    [("body", "Ciao {nme}"), ("short_text", "{scadenza}"), ("subject", "Visita {"),
     ("short_text", "a" * 460), ("way", "pigeon")],
)  # fmt: skip
def test_an_unknown_placeholder_is_refused_beside_its_field(people, session, field, text):
    answer = people.administrator().post(PLAN, data=WORDS | {field: text})
    assert answer.status_code == 422
    assert f'aria-describedby="{field}' in answer.text
    assert "{azienda}: {appuntamenti}" in answer.text or field == "short_text"
    assert fresh(session).get(MessagePlan, Event.BOOKED) is None
    assert session.get(MailText, "appointment_booked") is None


def test_the_preview_shows_the_words_filled_or_what_is_wrong(people):
    browser = people.administrator()
    page = browser.post(f"{PLAN}anteprima", data=WORDS).text
    assert "Ciao Maria Bianchi" in page
    assert "{scadenza}" in browser.post(f"{PLAN}anteprima", data={"body": "{scadenza}"}).text
    assert "<script>" not in browser.post(f"{PLAN}anteprima", data={"body": "<script>"}).text


def test_gateway_and_quiet_hours(people, session):
    browser = people.administrator()
    values = {"version": "1", "quiet_from": "21:00", "quiet_to": "07:30",
              "url": "https://1.1.1.1/sms", "sender": "Termo", "token": "segreto"}  # fmt: skip
    assert browser.post(SETTINGS, data=values).status_code == 302
    row = fresh(session).get(MessageSettings, 1)
    assert (row.quiet_from, row.quiet_to, row.token) == ("21:00", "07:30", b"segreto")
    assert "segreto" not in browser.get(SETTINGS).text

    kept = values | {"version": str(row.version), "token": ""}
    assert browser.post(SETTINGS, data=kept | {"sender": "T"}).status_code == 302
    row = fresh(session).get(MessageSettings, 1)
    assert row.token == b"segreto"
    moved = kept | {"version": str(row.version), "url": "https://1.0.0.1/"}
    browser.post(SETTINGS, data=moved)
    assert fresh(session).get(MessageSettings, 1).token is None


@pytest.mark.parametrize(
    "values",
    [{"url": "https://127.0.0.1/"}, {"url": "http://example.com/"}, {"quiet_from": "25:00"},
     {"quiet_to": "presto"}],
)  # fmt: skip
def test_a_gateway_inside_and_an_hour_that_is_none_are_refused(
    app, people, session, values, monkeypatch
):
    monkeypatch.setitem(app.config, "PRIVATE_HOSTS", False)
    usual = {"version": "1", "quiet_from": "20:00", "quiet_to": "08:00"}
    answer = people.administrator().post(SETTINGS, data=usual | values)
    assert answer.status_code == 422
    assert f'aria-describedby="{next(iter(values))}' in answer.text
    assert fresh(session).get(MessageSettings, 1) is None


def test_who_may_not(people, other_people, session, office, failed):
    client = session.get(ClientMessage, failed.id).client_id
    reader = people.with_functions("messages.read", "clients.all", "clients.read")[0]
    assert reader.get("/messaggi/").status_code == 200
    own, writing = f"/messaggi/{failed.id}", f"/messaggi/scrivi/{client}"
    for url in (f"{own}/invia", f"{own}/gestito", f"{writing}/", f"{writing}/rinuncia/mail"):
        assert reader.post(url).status_code in {302, 403}
    assert fresh(session).get(ClientMessage, failed.id).handled_at is None
    assert session.scalars(select(MessageOptOut)).all() == []
    assert people.technician()[0].get("/messaggi/").status_code in {302, 403}
    assert people.secretary().post(PLAN, data=WORDS).status_code in {302, 403}
    assert fresh(session).get(MessagePlan, Event.BOOKED).short_text == ""
    stranger = other_people.secretary()
    assert stranger.get(f"/messaggi/{failed.id}").status_code == 404
    assert stranger.post(f"/messaggi/{failed.id}/gestito").status_code == 404
    assert stranger.get(f"/messaggi/scrivi/{client}/").status_code == 404


def test_messages_about_money_need_the_invoices(people, session, failed):
    failed.event = Event.UNPAID
    session.commit()
    may_not = people.with_functions("messages.read", "clients.all", "clients.read")[0]
    assert may_not.get(f"/messaggi/{failed.id}").status_code == 404
    assert "Bianchi" not in may_not.get("/messaggi/?tab=all").text
    may = people.with_functions(
        "messages.read", "clients.all", "clients.read", "prices.read", "invoices.read"
    )[0]
    assert may.get(f"/messaggi/{failed.id}").status_code == 200


def test_without_its_token_nothing_is_changed(app, people, session, failed, monkeypatch):
    browser = people.secretary()
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert browser.post(f"/messaggi/{failed.id}/gestito").status_code == 400
    assert fresh(session).get(ClientMessage, failed.id).handled_at is None


def test_the_list_costs_the_same_whatever_its_length(app, people, office, failed):
    browser = people.secretary()
    browser.get("/messaggi/?tab=all")
    with counted_statements(app) as one:
        browser.get("/messaggi/?tab=all")
    for number in range(2):
        client = office.client(f"Neri {number}", email=f"n{number}@example.it")
        office.visit(client, NOW + timedelta(days=2))
    office.minute(NOW + timedelta(minutes=1))
    with counted_statements(app) as three:
        assert browser.get("/messaggi/?tab=all").text.count("<tr data-href") >= 3
    assert len(one) == len(three) <= 8
