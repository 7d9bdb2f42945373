"""The message of an invoice carries its courtesy copy, and only to whom it is made out."""

from datetime import timedelta
from io import BytesIO

from pypdf import PdfReader
from sqlalchemy import select

from app.clients.models import BuildingManager
from app.clients.rules import Payer
from app.invoices import service
from app.invoices.schema import invoice_schema
from app.kernel.dates import local_day
from app.mail.models import OutgoingMail
from app.messages.rules import Event, MessageState
from app.worker import company_files
from tests.factories.invoices import make_buyer, make_draft, make_seller
from tests.helpers import fresh
from tests.web.messages.conftest import NOW

SOON = NOW + timedelta(minutes=10)


def issued(session, buyer, *, paid=False):
    draft = make_draft(session, buyer, dated_on=local_day(NOW))
    service.issue(session, draft, now=NOW, schema=invoice_schema())
    if paid:
        draft.paid_eur = draft.payable_eur
    session.commit()
    return draft


def buyer_of(session, number=1, **values):
    buyer = make_buyer(session, number=number, email=f"buyer{number}@example.it")
    for name, value in values.items():
        setattr(buyer, name, value)
    session.commit()
    return buyer


def documents_of(office, mail):
    """Return the text of each document of a mail."""
    with office.at_work():
        files = [company_files().read(row["sha"]) for row in mail.attachments]
    return [
        "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
        for content in files
    ]


def test_the_courtesy_copy_travels_with_its_message_and_the_xml_does_not(office, session):
    make_seller(session)
    office.says(Event.INVOICE)
    invoice = issued(session, buyer_of(session), paid=True)  # paid on the spot: told all the same
    office.minute(SOON)
    office.minute(SOON + timedelta(minutes=1))

    mail = fresh(session).scalars(select(OutgoingMail)).one()
    assert mail.to == ["buyer1@example.it"]
    assert [(row["name"], row["mime"]) for row in mail.attachments] == [
        (f"Fattura {invoice.label.replace('/', '-')}.pdf", "application/pdf")
    ]
    text = documents_of(office, mail)[0]
    assert invoice.label in text
    assert "non ha valore fiscale" in text
    assert f"{invoice.payable_eur:.2f}".replace(".", ",") in mail.text
    assert office.messages()[0].mail_id == mail.id


def test_what_was_sent_stays_as_it_was(office, session):
    seller = make_seller(session)
    office.says(Event.INVOICE)
    issued(session, buyer_of(session))
    office.minute(SOON)
    mail = fresh(session).scalars(select(OutgoingMail)).one()
    before = documents_of(office, mail)

    session.merge(seller).document_footer = "Altra nota"
    session.commit()
    office.minute(SOON + timedelta(minutes=5))

    assert documents_of(office, fresh(session).scalars(select(OutgoingMail)).one()) == before
    assert "Altra nota" not in before[0]


def test_a_manager_gets_the_copies_of_its_buildings_in_one_message(office, session):
    make_seller(session)
    office.says(Event.INVOICE)
    manager = BuildingManager(name="Studio Verdi", email="verdi@example.it", phone="")
    session.add(manager)
    session.flush()
    for number in (1, 2):
        issued(session, buyer_of(session, number, is_group_head=True, building_manager=manager))
    office.minute(SOON)

    mail = fresh(session).scalars(select(OutgoingMail)).one()
    assert mail.to == ["verdi@example.it"]
    assert len({row["sha"] for row in mail.attachments}) == 2


def test_an_invoice_in_the_flat_s_name_is_not_the_building_s_business(office, session):
    make_seller(session)
    office.says(Event.INVOICE)
    head = buyer_of(session, 1, is_group_head=True)
    issued(session, buyer_of(session, 2, group_head_id=head.id, payer=Payer.GROUP_HEAD))
    office.minute(SOON)

    assert fresh(session).scalars(select(OutgoingMail)).one().to == ["buyer2@example.it"]


def test_a_document_that_cannot_be_made_waits_for_a_person(office, people, session, monkeypatch):
    make_seller(session)
    office.says(Event.INVOICE)
    issued(session, buyer_of(session))

    def broken(*_arguments, **_values):
        raise RuntimeError("no paper")

    monkeypatch.setattr("app.messages.enclosures.invoice_pdf", broken)
    for turn in range(15):
        office.minute(SOON + timedelta(days=turn * 2))

    message = office.messages()[0]
    assert message.state is MessageState.FAILED
    assert message.error == "no paper"
    assert fresh(session).scalars(select(OutgoingMail)).all() == []
    page = people.administrator().get("/messaggi/?tab=handle").text
    assert message.name in page
