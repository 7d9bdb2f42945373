"""Each thing is told once, by the right way, at the right hour, or not at all."""

import threading
from datetime import timedelta

from sqlalchemy import select

from app.agenda.rules import AppointmentState
from app.clients.models import BuildingManager
from app.clients.rules import Payer
from app.invoices import reminding
from app.invoices.collectionmodels import PaymentReminder
from app.invoices.models import Invoice
from app.invoices.rules import InvoiceState
from app.mail.models import OutgoingMail
from app.maintenance.models import Contact
from app.messages.models import ClientMessage, MessageItem, MessageOptOut
from app.messages.rules import Channel, Event, MessageState, Way
from tests.factories.invoices import make_buyer, make_draft
from tests.helpers import fresh
from tests.web.maintenance.test_due import book, store
from tests.web.messages.conftest import NOW

FRIDAY = NOW + timedelta(days=2)


def test_a_booking_is_told_once_by_mail(office, session):
    office.says(Event.BOOKED)
    office.visit(office.client(), FRIDAY)
    for turn in range(3):
        office.minute(NOW + timedelta(minutes=turn))

    message = office.messages()[0]
    assert len(office.messages()) == 1
    assert message.state is MessageState.KEPT  # no mail server is set
    mail = session.scalars(select(OutgoingMail)).one()
    assert mail.to == ["bianchi@example.it"]
    assert mail.subject == "Appuntamento fissato"
    assert "27/11/2026" in mail.text
    assert "10:00" in mail.text
    assert "Via Roma, Pistoia" in mail.text
    assert message.mail_id == mail.id


def test_nothing_is_told_while_the_office_is_still_moving_it(office, session):
    office.says(Event.BOOKED)
    session.info["now"] = NOW - timedelta(minutes=1)
    office.visit(office.client(), FRIDAY)
    office.minute()
    assert office.messages() == []
    office.minute(NOW + timedelta(minutes=5))
    assert len(office.messages()) == 1


def test_what_was_booked_before_is_not_told(office):
    office.says(Event.BOOKED, since=NOW)
    office.visit(office.client(), FRIDAY)
    office.minute()
    assert office.messages() == []


def test_moved_cancelled_and_booked_again(office, session):
    for event in (Event.BOOKED, Event.MOVED, Event.CANCELLED):
        office.says(event)
    row = office.visit(office.client(), FRIDAY)
    office.minute()

    def later(**values):
        for name, value in values.items():
            setattr(row, name, value)
        session.commit()
        office.minute(NOW + timedelta(minutes=len(office.messages()) * 10))

    later(starts_at=FRIDAY + timedelta(hours=2), ends_at=FRIDAY + timedelta(hours=3))
    later(state=AppointmentState.CANCELLED)
    later(state=AppointmentState.PLANNED)
    later(state=AppointmentState.CANCELLED)
    events = [message.event for message in office.messages()]
    assert events == [Event.BOOKED, Event.MOVED, Event.CANCELLED, Event.BOOKED, Event.CANCELLED]
    assert all(message.state is MessageState.KEPT for message in office.messages())


def test_at_night_a_message_waits_and_stops_when_its_reason_is_gone(office, session):
    office.says(Event.BOOKED)
    night = NOW + timedelta(hours=10)  # 21:00
    row = office.visit(office.client(), FRIDAY)
    office.minute(night)
    message = office.messages()[0]
    assert message.state is MessageState.WAITING
    assert message.send_at == NOW.replace(day=26, hour=7)

    row.state = AppointmentState.CANCELLED
    session.commit()
    office.minute(NOW.replace(day=26, hour=7))
    assert office.messages()[0].state is MessageState.STOPPED
    assert session.scalars(select(OutgoingMail)).all() == []
    assert session.scalars(select(MessageItem)).all() == []


def test_a_reminder_the_day_before(office):
    office.says(Event.REMINDER)
    office.visit(office.client(), FRIDAY)
    office.minute()
    assert office.messages() == []
    office.minute(NOW + timedelta(days=1))
    assert [message.event for message in office.messages()] == [Event.REMINDER]
    office.minute(NOW + timedelta(days=1, hours=3))
    assert len(office.messages()) == 1


def test_several_visits_of_one_manager_are_one_message(office, session):
    office.says(Event.BOOKED)
    manager = BuildingManager(name="Studio Verdi", email="verdi@example.it", phone="")
    session.add(manager)
    session.flush()
    for name in ("Aurora", "Bellavista", "Cedro"):
        card = office.client(
            is_firm=True, company_name=f"Condominio {name}", is_group_head=True, email=""
        )
        card.building_manager_id = manager.id
        session.commit()
        office.visit(card, FRIDAY)
    office.minute()
    message = office.messages()[0]
    assert len(office.messages()) == 1
    assert message.name == "Studio Verdi"
    assert message.text.count("27/11/2026") == 3
    assert len(session.scalars(select(MessageItem)).all()) == 3


def test_who_wants_no_mail_gets_none_and_who_has_none_is_listed(office, session):
    office.says(Event.BOOKED)
    quiet, mute = office.client(), office.client("Neri", email="", phones="0573 123456")
    session.add(MessageOptOut(client_id=quiet.id, channel=Channel.MAIL, at=NOW))
    session.commit()
    office.visit(quiet, FRIDAY)
    office.visit(mute, FRIDAY)
    office.minute()
    assert [(row.name, row.state) for row in office.messages()] == [
        ("Neri", MessageState.UNREACHABLE)
    ]


def test_text_message_to_the_number_marked_for_it(office, session):
    office.says(Event.BOOKED, Way.TEXT)
    client = office.client(phones="333 1234567\n347 7654321")
    client.contacts[1].may_receive_sms = True
    session.commit()
    office.visit(client, FRIDAY)
    office.minute()
    message = office.messages()[0]
    assert message.address == "+393477654321"
    assert message.state is MessageState.KEPT
    assert len(message.text) < 160


def test_maintenance_due_is_told_once_for_a_building_and_noted(office, session):
    office.says(Event.MAINTENANCE_DUE, lead_days=28)
    from app.web.clock import utc_now  # noqa: PLC0415

    now = utc_now().replace(hour=10)
    head = office.client(is_firm=True, company_name="Condominio Aurora", is_group_head=True)
    for days in (5, 10, 60):
        flat = office.client(email="")
        flat.group_head_id, flat.payer = head.id, Payer.GROUP_HEAD
        store(session, days=days, client=flat)
    office.minute(now)
    office.minute(now + timedelta(minutes=1))
    assert len(office.messages()) == 1
    assert len(session.scalars(select(Contact)).all()) == 2
    assert len(session.scalars(select(OutgoingMail)).all()) == 1


def test_a_visit_booked_meanwhile_stops_the_reminder_of_the_date(office, session):
    from app.web.clock import utc_now  # noqa: PLC0415

    office.says(Event.MAINTENANCE_DUE, lead_days=28)
    night = utc_now().replace(hour=22)
    device = store(session, days=9, client=office.client())
    office.minute(night)
    assert office.messages()[0].state is MessageState.WAITING
    book(session, device, days=4)
    office.minute(night + timedelta(hours=12))
    assert office.messages()[0].state is MessageState.STOPPED
    assert session.scalars(select(Contact)).all() == []


def overdue(session, number=1, *, paid=0, buyer=None):
    """Return an invoice of 100 euro that should have been paid eight days ago."""
    if buyer is None:
        buyer = make_buyer(session, number=number)
        buyer.email = f"buyer{number}@example.it"
    invoice = make_draft(session, buyer)
    invoice.state, invoice.year, invoice.number = InvoiceState.DELIVERED, 2026, number
    invoice.payable_eur, invoice.paid_eur = 100, paid
    invoice.next_due_on = (NOW - timedelta(days=8)).date()
    session.commit()
    return invoice


def reminders(session):
    found = fresh(session).scalars(select(PaymentReminder).order_by(PaymentReminder.id)).all()
    session.commit()
    return [(row.level, row.is_automatic) for row in found]


def remind(office, invoice, now):
    """Let the office remind of an invoice; return how many were too early."""
    with office.at_work() as own:
        sent = reminding.send(own, [own.get_one(Invoice, invoice.id)], now=now)
        own.commit()
        return len(sent.too_early)


def test_unpaid_once_and_never_when_paid(office, session):
    office.says(Event.UNPAID, lead_days=7)
    for number, paid in ((1, 0), (2, 100)):
        overdue(session, number, paid=paid)
    office.minute()
    office.minute(NOW + timedelta(days=1))
    assert [message.address for message in office.messages()] == ["buyer1@example.it"]
    assert "100,00" in office.messages()[0].text


def test_what_the_automatic_message_told_is_not_reminded_of_at_once(office, session):
    office.says(Event.UNPAID, way=Way.BOTH, lead_days=7)
    invoice = overdue(session, buyer=office.client())
    office.minute()

    assert len(office.messages()) == 2  # the same words by mail and on the phone
    assert MessageState.STOPPED not in {message.state for message in office.messages()}
    assert reminders(session) == [(1, True)]
    assert remind(office, invoice, NOW) == 1
    assert remind(office, invoice, NOW + timedelta(days=10)) == 0
    assert reminders(session) == [(1, True), (2, False)]


def test_what_the_office_reminded_of_is_not_told_automatically(office, session):
    office.says(Event.UNPAID, lead_days=7)
    invoice = overdue(session)
    invoice.next_due_on = (NOW - timedelta(days=12)).date()
    session.commit()
    assert remind(office, invoice, NOW) == 0
    office.minute()
    assert office.messages() == []


def test_a_message_that_waits_for_the_morning_yields_to_a_reminder(office, session):
    office.says(Event.UNPAID, lead_days=7)
    invoice = overdue(session)
    invoice.next_due_on = (NOW - timedelta(days=12)).date()
    session.commit()
    night = NOW + timedelta(hours=12)
    office.minute(night)
    assert office.messages()[0].state is MessageState.WAITING
    assert remind(office, invoice, night) == 0
    office.minute(night + timedelta(hours=12))
    assert [message.state for message in office.messages()] == [MessageState.STOPPED]
    assert reminders(session) == [(1, False)]


def test_two_workers_at_once_tell_it_once(office, session):
    office.says(Event.BOOKED)
    office.visit(office.client(), FRIDAY)
    office.visit(office.client("Neri", email="neri@example.it"), FRIDAY)
    gate, failed = threading.Barrier(2), []

    def work():
        gate.wait()
        try:
            office.minute()
        except Exception as error:  # noqa: BLE001
            failed.append(error)

    workers = [threading.Thread(target=work) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failed == []
    assert len(fresh(session).scalars(select(ClientMessage)).all()) == 2
    assert len(session.scalars(select(OutgoingMail)).all()) == 2
