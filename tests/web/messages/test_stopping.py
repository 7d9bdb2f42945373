"""What has not left is stopped when its reason is gone, and the card says so."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.agenda.rules import AppointmentState
from app.company.models import PrivacyNotice
from app.jobs.runner import run_due
from app.mail.models import OutgoingMail
from app.mail.rules import MailState
from app.messages.models import MessageItem
from app.messages.planning import plan_messages
from app.messages.rules import Event, MessageState, Way
from app.privacy.models import PrivacyForm
from app.worker import job_session
from tests.factories.privacy import make_notice
from tests.helpers import fresh
from tests.web.messages.conftest import NOW
from tests.web.messages.test_planning import overdue

FRIDAY = NOW + timedelta(days=2)
#: 21:00 in Italy: nothing leaves.
NIGHT = NOW + timedelta(hours=10)
LATER = NIGHT + timedelta(minutes=10)
MORNING = NOW.replace(day=26, hour=7)


def states(office, *events):
    return [message.state for message in office.messages(*events)]


def plan_only(office, now):
    """Write what there is to tell, and hand nothing over yet: the mail server is busy."""
    with office.at_work() as own:
        own.info["now"] = now
        plan_messages(own, now=now)
        own.commit()


def hand_over(office, now):
    with office.at_work():
        run_due(job_session, now=lambda: now)


def test_a_visit_moved_at_night_stops_its_message_at_once_and_tells_the_new_hour(
    office, people, session
):
    office.says(Event.BOOKED)
    client = office.client()
    row = office.visit(client, FRIDAY)
    office.minute(NIGHT)

    row.starts_at = FRIDAY + timedelta(hours=3)
    row.ends_at = FRIDAY + timedelta(hours=4)
    session.commit()
    office.minute(LATER)
    assert sorted(state.value for state in states(office)) == ["stopped", "waiting"]

    office.minute(MORNING)
    mail = session.scalars(select(OutgoingMail)).one()
    assert "13:00" in mail.text
    card = people.secretary().get(f"/clienti/{client.id}?tab=messages").text
    assert "Fermato prima della partenza" in card
    assert "è stata spostata, annullata" in card


@pytest.mark.parametrize("way", [Way.MAIL, Way.TEXT])
def test_what_waits_for_the_server_is_stopped_when_the_visit_is_called_off(office, session, way):
    office.says(Event.BOOKED, way)
    row = office.visit(office.client(), FRIDAY)
    plan_only(office, NOW)
    assert states(office) == [MessageState.QUEUED]

    row.state = AppointmentState.CANCELLED
    session.commit()
    hand_over(office, NOW)

    assert states(office) == [MessageState.STOPPED]
    mails = [mail.state for mail in session.scalars(select(OutgoingMail))]
    assert mails == ([MailState.STOPPED] if way is Way.MAIL else [])
    assert session.scalars(select(MessageItem)).all() == []


def test_the_minute_after_says_so_even_while_the_server_is_away(office, session):
    office.says(Event.BOOKED)
    row = office.visit(office.client(), FRIDAY)
    plan_only(office, NOW)
    row.state = AppointmentState.CANCELLED
    session.commit()

    plan_only(office, NOW + timedelta(minutes=1))

    assert states(office) == [MessageState.STOPPED]
    hand_over(office, NOW + timedelta(minutes=1))
    assert fresh(session).scalars(select(OutgoingMail.state)).all() == [MailState.STOPPED]


def test_a_sum_paid_at_night_stops_its_reminder_at_once(office, people, session):
    office.says(Event.UNPAID, lead_days=7)
    invoice = overdue(session)
    office.minute(NIGHT)
    assert states(office) == [MessageState.WAITING]

    invoice.paid_eur = Decimal(100)
    session.commit()
    office.minute(LATER)

    assert states(office) == [MessageState.STOPPED]
    card = people.administrator().get(f"/clienti/{invoice.client_id}?tab=messages").text
    assert "è stata pagata" in card


def test_of_a_manager_s_visits_those_that_stand_are_told_anew(office, session):
    office.says(Event.BOOKED)
    client = office.client()
    gone, stays = office.visit(client, FRIDAY), office.visit(client, FRIDAY + timedelta(hours=5))
    office.minute(NIGHT)
    assert len(office.messages()) == 1

    gone.state = AppointmentState.CANCELLED
    session.commit()
    office.minute(LATER)
    office.minute(MORNING)

    assert sorted(state.value for state in states(office)) == ["kept", "stopped"]
    mail = session.scalars(select(OutgoingMail)).one()
    assert mail.text.count("27/11/2026") == 1
    assert session.scalars(select(MessageItem.item_id)).all() == [stays.id]


@pytest.mark.parametrize(
    ("event", "way", "code", "leaves"),
    [
        (Event.BOOKED, Way.TEXT, "sms", False),
        (Event.BOOKED, Way.TEXT_ELSE_MAIL, "sms", True),
        (Event.BOOKED, Way.MAIL, "email", True),
    ],
)
def test_who_said_no_under_the_privacy_form_gets_none(office, session, event, way, code, leaves):
    make_notice(session)
    client = office.client()
    session.add(
        PrivacyForm(
            uuid=str(uuid4()), client=client, notice=session.get(PrivacyNotice, 1),
            facts={"purposes": [{"code": code, "text": code, "given": False}]},
            content_sha256="0" * 64, signer_name="Maria", strokes=[], signed_at=NOW,
            author_name="Anna",
        )
    )  # fmt: skip
    session.commit()
    office.says(event, way)
    office.visit(client, FRIDAY)
    office.minute()

    found = office.messages()
    assert [message.channel.value for message in found] == (["mail"] if leaves else [])
