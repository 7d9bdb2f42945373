"""The outbox: who reads which message, and what sending it again does."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.jobs.models import OutboxJob
from app.jobs.rules import JobState
from app.mail.models import OutgoingMail
from app.mail.rules import About, MailState, Message
from app.mail.service import queue_mail
from app.tenancy.context import company_scope
from app.worker import company_files
from tests.conftest import COMPANY
from tests.factories.interventions import make_plant
from tests.helpers import committed, counted_statements, fresh

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def a_mail(session, state=MailState.FAILED, *, about=None, number=1, **changes):
    """Return a stored message in a state."""
    words = {"to": (f"cliente{number}@example.it",), "subject": f"Rapportino {number}",
             "text": "Buongiorno", "html": "<p>Buongiorno <script>x</script></p>"}  # fmt: skip
    moment = NOW + timedelta(minutes=number)
    mail = queue_mail(session, Message(**(words | changes)), now=moment, about=about)
    mail.state = state
    mail.error = "550 casella piena" if state is MailState.FAILED else ""
    session.commit()
    return mail


def jobs(session):
    return fresh(session).scalars(select(OutboxJob)).all()


def test_list_shows_addressee_state_and_client(people, session):
    client, _ = make_plant(session)
    a_mail(session, about=About("interventions", "1", client.id))

    page = people.secretary().get("/posta/").text

    for words in ("cliente1@example.it", "Rapportino 1", "Rossi 1", "tone-danger"):
        assert words in page


def test_list_says_that_nothing_leaves_without_a_server(people, session):
    assert "Nessun server di posta" in people.secretary().get("/posta/").text


def test_list_is_filtered_and_searched(people, session):
    a_mail(session, number=1)
    a_mail(session, MailState.SENT, number=2)
    browser = people.secretary()

    failed = browser.get("/posta/?tab=failed").text
    found = browser.get("/posta/?q=cliente2").text

    assert ("Rapportino 1" in failed, "Rapportino 2" in failed) == (True, False)
    assert ("Rapportino 1" in found, "Rapportino 2" in found) == (False, True)
    assert "Rapportino" not in browser.get("/posta/?q=%25").text.split("<table")[-1]


def test_pages_follow_each_other(people, session):
    for number in range(30):
        a_mail(session, MailState.SENT, number=number)
    browser = people.secretary()
    first = browser.get("/posta/").text
    token = first.split("cursor=")[1].split('"')[0].replace("&amp;", "&")

    second = browser.get(f"/posta/?cursor={token}").text

    assert "cliente29@" in first
    assert ("cliente0@" in second, "cliente29@" in second) == (True, False)


def test_list_costs_the_same_for_one_row_and_three(app, people, session):
    browser = people.secretary()
    counts = []
    for number in (1, 3):
        client, _ = make_plant(session, number)
        for _index in range(number):
            a_mail(session, about=About("", "", client.id), number=number)
        browser.get("/posta/")
        with counted_statements(app) as statements:
            browser.get("/posta/")
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 8


def test_message_is_shown_in_a_frame_where_nothing_runs(people, session):
    mail = a_mail(session)
    browser = people.secretary()

    page = browser.get(f"/posta/{mail.id}").text
    frame = browser.get(f"/posta/{mail.id}/messaggio")

    assert "550 casella piena" in page
    assert "sandbox" in page
    assert "<script>x" not in page
    assert frame.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Buongiorno" in frame.text


@pytest.mark.parametrize("state", [MailState.FAILED, MailState.CAUGHT])
def test_message_that_stayed_is_tried_again(people, session, state):
    mail = a_mail(session, state)

    answer = people.secretary().post(f"/posta/{mail.id}/invia")

    assert answer.status_code == 302
    assert committed(session, mail).state is MailState.QUEUED
    assert len(jobs(session)) == 2


def test_sent_message_goes_out_as_a_copy(people, session):
    mail = a_mail(session, MailState.SENT)

    people.secretary().post(f"/posta/{mail.id}/invia")

    states = fresh(session).scalars(select(OutgoingMail.state)).all()
    assert sorted(state.value for state in states) == ["queued", "sent"]


def test_message_that_waits_for_its_next_attempt_is_tried_at_once(people, session):
    mail = a_mail(session, MailState.QUEUED)
    job = jobs(session)[0]
    job.next_attempt_at = datetime(2099, 1, 1, tzinfo=UTC)
    session.commit()

    people.secretary().post(f"/posta/{mail.id}/invia")

    (job,) = jobs(session)
    assert job.state is JobState.QUEUED
    assert job.next_attempt_at < datetime(2099, 1, 1, tzinfo=UTC)


def test_without_the_function_nothing_shows_and_nothing_is_sent(people, other_people, session):
    mail = a_mail(session)
    reader, _ = people.with_functions("mail.read")
    technician, _ = people.technician()

    assert technician.get(f"/posta/{mail.id}").status_code in (302, 403)
    assert other_people.secretary().get(f"/posta/{mail.id}").status_code == 404
    reader.post(f"/posta/{mail.id}/invia")
    assert committed(session, mail).state is MailState.FAILED
    assert session.scalar(select(func.count()).select_from(OutboxJob)) == 1


def test_reader_of_some_clients_sees_their_messages_only(people, session):
    client, _ = make_plant(session)
    hidden = a_mail(session, about=About("", "", client.id), number=1)
    shown = a_mail(session, number=2)
    reader, _ = people.with_functions("mail.read")

    assert reader.get(f"/posta/{hidden.id}").status_code == 404
    assert reader.get(f"/posta/{shown.id}").status_code == 200
    assert "Rapportino 1" not in reader.get("/posta/").text


def test_personal_link_is_not_read_by_anybody(people, session):
    mail = a_mail(session, about=About("account_link", "1"), text="https://x/segreto",
                  html="<p>https://x/segreto</p>")  # fmt: skip
    browser = people.administrator()

    assert "segreto" not in browser.get(f"/posta/{mail.id}").text
    assert browser.get(f"/posta/{mail.id}/messaggio").status_code == 404


def test_summary_of_the_company_data_is_for_who_reads_them(people, session):
    mail = a_mail(session, about=About("company_profile", "1"))

    assert people.secretary().get(f"/posta/{mail.id}").status_code == 404
    assert people.administrator().get(f"/posta/{mail.id}").status_code == 200


def test_attached_report_opens_only_for_who_sees_prices(app, people, session):
    with app.app_context(), company_scope(COMPANY):
        sha = company_files().put(b"%PDF-1.7 rapportino")
    client, _ = make_plant(session)
    mail = a_mail(session, about=About("interventions", "1", client.id))
    mail.attachments = [{"name": "Rapportino.pdf", "mime": "application/pdf", "sha": sha}]
    session.commit()
    blind, _ = people.with_functions("mail.read", "clients.all", "clients.read")
    address = f"/posta/{mail.id}/allegati"

    answer = people.secretary().get(f"{address}/0")

    assert (answer.mimetype, answer.data) == ("application/pdf", b"%PDF-1.7 rapportino")
    assert people.secretary().get(f"{address}/1").status_code == 404
    assert blind.get(f"{address}/0").status_code == 403


def test_unknown_message_is_not_there(people, session):
    browser = people.secretary()

    assert browser.get(f"/posta/{uuid4()}").status_code == 404
    assert browser.get("/posta/non-un-id").status_code == 404
