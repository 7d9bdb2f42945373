"""A client of whom every domain holds something."""

from app.calls.models import CallNudge
from app.clients.models import Client
from app.clients.service import create_client
from app.invoices import service as invoices
from app.invoices.schema import invoice_schema
from app.mail.rules import About, Message
from app.mail.service import queue_mail
from app.maintenance.models import Contact
from app.maintenance.rules import FollowState
from app.notes.models import OfficeNote
from app.notes.rules import NoteKind
from tests.factories.interventions import NOON, body_of, make_job
from tests.factories.invoices import NOW, make_draft, make_seller

FACTS = {
    "last_name": "Zuccherini", "first_name": "Ofelia", "tax_code": "ZCCFLO80A41F205W",
    "street": "Via delle Lumache", "street_number": "7", "postcode": "20100",
    "municipality": "Milano", "province": "MI", "phones": "333 1234567",
    "emails": "ofelia@example.it", "private_note": "La Zuccherini paga tardi",
}  # fmt: skip
UUID = "8d0a6c5e-52a1-4f7e-9d1b-3f4d5a6b7c8d"


def make_known_client(session, **values):
    """Return a card with contacts and an occupant, as the office makes it."""
    client = create_client(session, FACTS | values)
    session.commit()
    return client


def make_talk(session, client, word):
    """Write what the office says and sends about a client; each text holds the word."""
    session.add(OfficeNote(text=f"Richiamare {word}", kind=NoteKind.POST_IT, client_id=client.id))
    session.add(
        Contact(
            client_id=client.id, at=NOON, outcome=FollowState.UNREACHABLE, note=f"{word} assente"
        )
    )
    message = Message((f"{word.lower()}@example.it",), f"Per {word}", f"Gentile {word}", "")
    queue_mail(session, message, now=NOON, about=About("clients", str(client.id), client.id))
    session.commit()


def make_worked_client(session, browser, technician):
    """Return a card with a finished call, a visit, a signed report and an issued invoice.

    Args:
        browser: Of the technician, who sends the report.
        technician: Who went.
    """
    client = make_known_client(session)
    visit, device = make_job(session, technician, number=9000)
    for row in (visit, device, visit.call):
        row.client_id = client.id
    visit.call.description = "Zuccherini senza acqua calda"
    visit.call.caller_name, visit.call.caller_phone = "Ofelia", "333 1234567"
    session.add(CallNudge(call=visit.call, at=NOON, text="Zuccherini insiste", taken_by="Anna"))
    visit.internal_notes = "Zuccherini ha un cane"
    session.commit()
    body = body_of(session, visit, device, heading={"name": "Zuccherini Ofelia"})
    body["signatures"][0]["signer_name"] = "Ofelia Zuccherini"
    assert browser.put(f"/api/v1/reports/{UUID}", json=body).status_code == 201
    session.rollback()
    make_seller(session)
    draft = make_draft(session, session.get(Client, client.id))
    invoices.issue(session, draft, now=NOW, schema=invoice_schema())
    session.commit()
    make_talk(session, client, "Zuccherini")
    return session.get(Client, client.id, populate_existing=True)
