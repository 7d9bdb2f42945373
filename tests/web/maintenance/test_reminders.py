"""Reminders asked for in the list: each customer once, whoever asks, and never who refuses."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from app.clients.models import Client
from app.clients.rules import Payer
from app.clients.service import create_client
from app.company.models import PrivacyNotice
from app.jobs.progress import begin_progress
from app.mail.models import MailText, OutgoingMail
from app.maintenance.models import Contact, FollowUp
from app.maintenance.rules import FollowState
from app.messages import batches, batchjobs
from app.messages.batches import Asked
from app.messages.models import (
    ClientMessage,
    MessageItem,
    MessageOptOut,
    MessagePlan,
    MessageSettings,
)
from app.messages.planning import plan_messages
from app.messages.rules import Channel, Event, Way
from app.privacy.models import PrivacyForm, PrivacyRevocation
from app.tenancy.context import company_scope
from app.web.clock import utc_now
from app.worker import company_files, job_session
from tests.conftest import COMPANY
from tests.factories.privacy import make_notice
from tests.helpers import fresh
from tests.web.maintenance.test_bulk import client_of, post, text_of
from tests.web.maintenance.test_due import URL, store

NOW = utc_now()


@pytest.fixture(autouse=True)
def no_quiet_hours(session):
    """Let messages leave whatever the hour at which the tests run."""
    session.merge(MessageSettings(id=1, quiet_from="08:00", quiet_to="08:00"))
    session.commit()


@pytest.fixture
def works(app):
    """Let the worker do what was asked for."""
    worker = app.extensions["worker"]
    worker.run_company(COMPANY)  # what a new company begins with: dates worked out anew
    return lambda: worker.run_company(COMPANY)


@pytest.fixture
def minute(app, works):
    """Let what leaves by itself leave."""

    def pass_by():
        with app.test_request_context(), company_scope(COMPANY), job_session() as own:
            plan_messages(own, now=utc_now())
            own.commit()
        works()

    return pass_by


def remind(works, browser, *devices, action="remind"):
    """Have a batch done and return the page that says what became of it."""
    answer = post(browser, action, *devices)
    assert answer.status_code == 302
    works()
    return browser.get(answer.location)


def make_form(session, client, *, given):
    """Return a signed privacy form with its answers by purpose."""
    form = PrivacyForm(
        uuid=str(uuid4()), client=client, notice=session.get(PrivacyNotice, 1),
        facts={"purposes": [{"code": c, "text": c, "given": yes} for c, yes in given.items()]},
        content_sha256="0" * 64, signer_name="Maria Rossi", strokes=[], signed_at=NOW,
        author_name="Anna",
    )  # fmt: skip
    session.add(form)
    session.flush()
    return form


def test_one_reminder_for_each_customer_and_none_twice(works, people, session):
    first, second = store(session), store(session, brand="Riello")
    client_of(session, first, email="rossi@example.it")
    other = store(session, client=session.get(Client, first.client_id))
    browser = people.secretary()

    before = post(browser, "remind", first, other, second)
    assert 'hx-trigger="every 1s"' in browser.get(before.location).text
    assert fresh(session).scalars(select(OutgoingMail)).all() == []
    works()
    after = browser.get(before.location).text
    assert "1 cliente avvisato" in after
    assert "Nessuna e-mail valida" in after
    again = remind(works, browser, first, other, second).text
    assert "Nessuno è stato avvisato" in again
    assert "Avvisato meno di una settimana fa" in again

    mail = fresh(session).scalars(select(OutgoingMail)).one()
    assert mail.to == ["rossi@example.it"]
    assert mail.client_id == first.client_id
    assert f"{first.first_due_on:%d/%m/%Y}" in mail.text
    assert [row.outcome for row in session.scalars(select(Contact))] == [FollowState.MESSAGE_SENT]
    assert set(session.scalars(select(FollowUp.device_id))) == {first.id, other.id}
    assert [row.author for row in session.scalars(select(ClientMessage))] == [
        session.scalars(select(Contact.author)).one()
    ]
    page = browser.get(URL).text
    assert "Messaggio inviato" in page


def test_a_building_gets_one_message_for_its_flats(works, people, session):
    head = create_client(session, {
        "is_firm": True, "company_name": "Condominio Aurora", "is_group_head": True,
        "emails": "aurora@example.it",
    })  # fmt: skip
    flats = [store(session), store(session)]
    for flat in flats:
        client_of(session, flat, group_head_id=head.id, payer=Payer.GROUP_HEAD)

    remind(works, people.secretary(), *flats)

    assert fresh(session).scalars(select(OutgoingMail)).one().to == ["aurora@example.it"]


def test_who_wants_no_e_mail_gets_no_reminder(works, people, session):
    opted_out, refused, revoked, willing = (store(session) for _number in range(4))
    for number, device in enumerate((opted_out, refused, revoked, willing)):
        client_of(session, device, email=f"cliente{number}@example.it")
    session.add(
        MessageOptOut(client_id=opted_out.client_id, channel=Channel.MAIL, at=NOW, author="Anna")
    )
    make_notice(session)
    given = {"contact": True, "email": True}
    made = [
        make_form(session, session.get(Client, device.client_id), given=one)
        for device, one in (
            (refused, given | {"email": False}), (revoked, given), (willing, given),
        )
    ]  # fmt: skip
    session.add(
        PrivacyRevocation(form_id=made[1].id, purposes=["email"], made_at=NOW, author_name="Anna")
    )
    session.commit()
    browser = people.secretary()

    page = remind(works, browser, opted_out, refused, revoked, willing).text

    mail = fresh(session).scalars(select(OutgoingMail)).one()
    assert mail.to == ["cliente3@example.it"]
    assert list(session.scalars(select(Contact.client_id))) == [willing.client_id]
    assert "3: Non vuole questi messaggi" in page
    assert "1 cliente avvisato" in page


def test_a_building_that_opted_out_gets_nothing_for_its_flats(works, people, session):
    head = create_client(session, {
        "is_firm": True, "company_name": "Condominio Aurora", "is_group_head": True,
        "emails": "aurora@example.it",
    })  # fmt: skip
    flat = store(session)
    client_of(session, flat, group_head_id=head.id, payer=Payer.GROUP_HEAD)
    session.add(MessageOptOut(client_id=head.id, channel=Channel.MAIL, at=NOW, author="Anna"))
    session.commit()

    remind(works, people.secretary(), flat)

    assert fresh(session).scalars(select(OutgoingMail)).all() == []


def test_letters_carry_the_company_s_own_words(works, people, session):
    device = store(session)
    client_of(session, device, display_name="Rossi Maria", street_number="12", postcode="10100")
    session.add(
        MailText(code="maintenance_due", subject="Avviso", body="Caro {nome}, il {scadenza}.")
    )
    session.commit()

    browser, second = people.administrator(), store(session, brand="Riello")
    somebody_else = people.administrator()

    outcome = remind(works, browser, device, second, action="reminder_letters")

    assert "2 lettere pronte" in outcome.text
    link = re.search(r'href="(/manutenzioni/lavori/[^"]+/file)"', outcome.text)[1]
    answer = browser.get(link)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    pages = text_of(answer)
    assert len(pages) == 2
    assert "Caro Rossi Maria" in pages[0] or "Caro Rossi Maria" in pages[1]
    assert any("Via Po 12" in page for page in pages)
    notes = fresh(session).scalars(select(Contact)).all()
    assert {(row.outcome, row.note) for row in notes} == {(FollowState.MESSAGE_SENT, "Per lettera")}
    again = remind(works, browser, device, second).text
    assert "Avvisato meno di una settimana fa" in again
    assert session.scalars(select(OutgoingMail)).all() == []
    assert somebody_else.get(link).status_code == 404


def test_what_left_by_itself_is_not_sent_by_hand_nor_back(works, minute, people, session):
    device = store(session, days=9)
    client_of(session, device, email="rossi@example.it")
    session.merge(MessagePlan(event=Event.MAINTENANCE_DUE, way=Way.MAIL, lead_days=28))
    session.commit()
    minute()
    browser = people.secretary()

    page = remind(works, browser, device).text

    assert "Avvisato meno di una settimana fa" in page
    assert len(fresh(session).scalars(select(OutgoingMail)).all()) == 1

    other = store(session, days=9, brand="Riello")
    client_of(session, other, email="verdi@example.it")
    session.merge(MessagePlan(event=Event.MAINTENANCE_DUE, way=Way.OFF, lead_days=28))
    session.commit()
    assert "1 cliente avvisato" in remind(works, browser, other).text
    session.merge(MessagePlan(event=Event.MAINTENANCE_DUE, way=Way.MAIL, lead_days=28))
    session.commit()
    minute()
    assert len(fresh(session).scalars(select(OutgoingMail)).all()) == 2


def test_a_second_reminder_weeks_later_is_another_one(works, people, session):
    device = store(session)
    client_of(session, device, email="rossi@example.it")
    browser = people.secretary()
    remind(works, browser, device)
    session.execute(update(Contact).values(at=NOW - timedelta(days=20)))
    session.execute(update(MessageItem).values(at=NOW - timedelta(days=20)))
    session.commit()

    assert "1 cliente avvisato" in remind(works, browser, device).text
    assert len(fresh(session).scalars(select(OutgoingMail)).all()) == 2


def test_at_night_reminders_wait_and_count_as_sent(works, people, session):
    device = store(session)
    client_of(session, device, email="rossi@example.it")
    quiet = MessageSettings(id=1, quiet_from="00:00", quiet_to="23:59")
    session.merge(quiet)
    session.commit()
    browser = people.secretary()

    page = remind(works, browser, device).text

    assert "1 messaggio aspetta la fine delle ore di silenzio" in page
    assert fresh(session).scalars(select(OutgoingMail)).all() == []
    assert "Avvisato meno di una settimana fa" in remind(works, browser, device).text
    assert len(fresh(session).scalars(select(ClientMessage)).all()) == 1


def test_a_batch_begun_again_tells_nobody_twice(app, people, session, monkeypatch):
    devices = [store(session) for _number in range(3)]
    for number, device in enumerate(devices):
        client_of(session, device, email=f"cliente{number}@example.it")
    around = batchjobs.Surroundings(company_files, job_session, utc_now)
    wanted, asked = ("due", [device.id for device in devices]), Asked("Anna", NOW)
    real, calls = batches.dispatch, []

    def dies_at_the_second(*arguments, **values):
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit
        return real(*arguments, **values)

    with app.test_request_context(), company_scope(COMPANY):
        pk = begin_progress(session, batchjobs.REMIND, now=NOW, total=3)
        session.commit()
        monkeypatch.setattr(batches, "dispatch", dies_at_the_second)
        with job_session() as broken, pytest.raises(SystemExit):
            batchjobs.remind_rows(broken, around, str(pk), wanted, asked)
        monkeypatch.setattr(batches, "dispatch", real)
        with job_session() as again:
            batchjobs.remind_rows(again, around, str(pk), wanted, asked)

    addresses = sorted(mail.to[0] for mail in fresh(session).scalars(select(OutgoingMail)))
    assert addresses == [f"cliente{number}@example.it" for number in range(3)]


def test_a_work_shows_only_to_who_asked_for_it(works, people, other_people, session):
    device = store(session)
    answer = post(people.secretary(), "remind", device)

    assert people.secretary().get(answer.location).status_code == 404
    assert people.administrator().get(f"{answer.location}/stato").status_code == 404
    assert other_people.administrator().get(answer.location).status_code == 404
    assert people.administrator().get(f"{answer.location}/file").status_code == 404
