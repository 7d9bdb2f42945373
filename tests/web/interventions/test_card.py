"""The card of an intervention: what each account reads there, and what it may do."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app.attachments.models import Attachment
from app.attachments.rules import AttachmentKind, OwnerKind
from app.devices.models import DeviceType
from app.interventions.models import Intervention, InterventionReport
from app.interventions.service import receive_report
from app.jobs.models import OutboxJob
from app.mail.models import OutgoingMail
from app.pdf.seal import check
from app.ree.models import Ree
from tests.factories.interventions import NOON, body_of, make_job
from tests.helpers import committed, counted_statements, fresh, office_access


def an_intervention(session, technician=None, number=1, *, uuid="", **content):
    """Return an intervention with a signed report."""
    body = body_of(session, *make_job(session, technician, number), **content)
    body["content"]["heading"] = {"name": "Maria Rossi", "email": "maria@example.it"}
    report = receive_report(
        session, uuid or str(uuid4()), body, access=office_access(), now=NOON
    ).report
    session.commit()
    return report.intervention


def text_of(answer):
    pages = PdfReader(BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def mails(session):
    return fresh(session).scalars(select(OutgoingMail)).all()


def test_office_reads_work_amounts_signature_and_links(people, session):
    item = an_intervention(session, findings=[{"kind": "prescription", "text": "Foro ostruito"}])

    page = people.secretary().get(f"/interventi/{item.id}").text

    for words in (
        "2026/00001", "Pulizia e prova di combustione", "Foro ostruito", "99,00", "Maria Rossi",
        "<svg xmlns", f"/clienti/{item.client_id}", f"/agenda/{item.appointment_id}",
        f"/interventi/nuovo?intervento={item.id}", 'value="maria@example.it"', "Tecnico 1",
    ):  # fmt: skip
        assert words in page


def a_file(session, owner, key):
    """Return the id of a picture that the office sent."""
    uuid = str(uuid4())
    facts = {"mime": "image/png", "size": 9, "filename": "foto.png", "created_at": NOON}
    session.add(
        Attachment(
            id=uuid,
            owner_kind=owner,
            owner_key=key,
            kind=AttachmentKind.PHOTO,
            sha256="0" * 64,
            received_sha256="0" * 64,
            created_by_id=office_access().user_id,
            **facts,
        )
    )
    session.flush()
    return uuid


@pytest.fixture
def full_card(session):
    """Returns an intervention of a technician with photo, added file, e-mail, call and two REEs."""

    def made(technician):
        uuid = str(uuid4())
        shown = a_file(session, OwnerKind.REPORT, uuid)
        item = an_intervention(
            session,
            technician,
            uuid=uuid,
            attachments=[{"id": shown, "kind": "photo", "caption": "Foro pulito"}],
            findings=[
                {"kind": "remark", "text": "Rumore"},
                {"kind": "prescription", "text": "Gas"},
            ],
        )
        added = a_file(session, OwnerKind.INTERVENTION, str(item.id))
        (device,) = item.devices
        device.device_type = session.scalars(
            select(DeviceType).where(DeviceType.ree_type == 1).limit(1)
        ).one()
        for number, tied in enumerate(
            ({"intervention_id": item.id}, {"appointment_id": item.appointment_id}), start=1
        ):
            session.add(
                Ree(
                    year=2026,
                    number=number,
                    ree_type=1,
                    client_id=item.client_id,
                    device_id=device.id,
                    technician_id=technician and technician.id,
                    performed_on=NOON.date() + timedelta(days=number),
                    **tied,
                )
            )
        session.commit()
        rees = session.scalars(select(Ree.id).order_by(Ree.number)).all()
        return item, [f"/ree/{key}" for key in rees], [shown, added]

    return made


@pytest.mark.parametrize("who", ["administrator", "lead", "technician"])
def test_a_card_with_everything_costs_eight_statements(app, people, full_card, who):
    found = getattr(people, who)()
    browser, technician = found if isinstance(found, tuple) else (found, None)
    item, rees, files = full_card(technician)
    browser.get("/oggi/")  # the first request of a session notes that it is in use

    with counted_statements(app) as statements:
        page = browser.get(f"/interventi/{item.id}").text

    assert len(statements) <= 8, statements
    for words in (
        "Foro pulito", *files, *rees, "Rumore", "2026/00001", "2026/00002",
        f"/ree/nuovo?intervento={item.id}",
    ):  # fmt: skip
        assert words in page


def test_only_the_reports_one_may_see_are_linked(people, session, full_card):
    browser, technician = people.technician()
    item, (own, others), _files = full_card(technician)
    session.query(Ree).filter_by(number=2).update({"technician_id": None})
    session.commit()

    page = browser.get(f"/interventi/{item.id}").text

    assert own in page
    assert others not in page


def test_technician_reads_own_work_without_amounts_or_office_buttons(people, session):
    browser, technician = people.technician()
    item = an_intervention(session, technician)

    page = browser.get(f"/interventi/{item.id}").text

    assert "Pulizia e prova di combustione" in page
    for words in (
        "99,00",
        "90,00",
        "€",
        "interventi/nuovo?intervento=",
        f"/clienti/{item.client_id}",
    ):
        assert words not in page


def test_pdf_of_who_may_not_see_prices_has_none(people, session):
    browser, technician = people.technician()
    item = an_intervention(session, technician)

    reduced = browser.get(f"/interventi/{item.id}/pdf")
    whole = people.secretary().get(f"/interventi/{item.id}/pdf")

    assert reduced.mimetype == whole.mimetype == "application/pdf"
    assert "99,00" in text_of(whole)
    assert "99,00" not in text_of(reduced)
    assert "90,00" not in text_of(reduced)
    assert check(whole.data).intact


@pytest.mark.parametrize("address", ["", "/pdf"])
def test_somebody_elses_work_is_not_there(people, other_people, session, address):
    item = an_intervention(session)
    browser, _ = people.technician()

    assert browser.get(f"/interventi/{item.id}{address}").status_code == 404
    assert other_people.secretary().get(f"/interventi/{item.id}{address}").status_code == 404
    assert browser.post(f"/interventi/{item.id}/invia", data={"to": "a@b.it"}).status_code == 404
    assert mails(session) == []


def test_unknown_revision_is_not_there(people, session):
    item = an_intervention(session)
    browser = people.secretary()

    assert browser.get(f"/interventi/{item.id}/pdf?revisione=1").status_code == 200
    for wrong in ("2", "x", "-1"):
        assert browser.get(f"/interventi/{item.id}/pdf?revisione={wrong}").status_code == 404


def test_visit_without_a_report_has_a_card_and_no_pdf(people, session):
    item = an_intervention(session)
    session.delete(item.reports[0])
    session.commit()
    browser = people.secretary()

    assert browser.get(f"/interventi/{item.id}").status_code == 200
    assert browser.get(f"/interventi/{item.id}/pdf").status_code == 404


def test_a_copy_is_sent_to_the_typed_addresses(people, session):
    item = an_intervention(session)

    answer = people.secretary().post(
        f"/interventi/{item.id}/invia", data={"to": "uno@example.it; due@example.it"}
    )

    assert answer.status_code == 302
    (mail,) = mails(session)
    assert mail.to == ["uno@example.it", "due@example.it"]
    assert mail.client_id == item.client_id
    report = session.scalars(select(InterventionReport)).one()
    assert mail.attachments[0]["sha"] == report.pdf_sha256


@pytest.mark.parametrize("typed", ["", "non un indirizzo", "a@example.it, b@"])
def test_a_wrong_address_is_refused_beside_the_field(people, session, typed):
    item = an_intervention(session)

    answer = people.secretary().post(f"/interventi/{item.id}/invia", data={"to": typed})

    assert answer.status_code == 422
    assert 'id="to-error"' in answer.text
    assert f'value="{typed}"' in answer.text
    assert mails(session) == []


def test_who_may_not_see_prices_sends_to_the_customer_only(people, session):
    browser, technician = people.technician()
    item = an_intervention(session, technician)
    address = f"/interventi/{item.id}/invia"

    refused = browser.post(address, data={"to": "amico@example.it"})
    assert (refused.status_code, 'id="to-error"' in refused.text) == (422, True)
    assert mails(session) == []

    assert browser.post(address, data={"to": "Maria@example.it"}).status_code == 302
    assert len(mails(session)) == 1


def test_checking_a_conflict_is_for_the_office(people, session):
    browser, technician = people.technician()
    item = an_intervention(session, technician)
    item.has_conflict, item.conflict_note = True, "L'orario è stato spostato."
    session.commit()
    address = f"/interventi/{item.id}/verificato"

    assert "orario è stato spostato" in browser.get(f"/interventi/{item.id}").text
    browser.post(address)
    assert committed(session, item).has_conflict

    assert people.secretary().post(address).status_code == 302
    assert not committed(session, item).has_conflict


def test_failed_document_is_shown_and_asked_for_again(people, session):
    item = an_intervention(session)
    item.reports[0].document_error = "disco pieno"
    session.commit()
    browser = people.secretary()
    assert "disco pieno" in browser.get(f"/interventi/{item.id}").text

    browser.post(f"/interventi/{item.id}/documento")

    assert committed(session, item.reports[0]).document_error == ""
    # Once on arrival, once more now.
    assert session.scalars(select(OutboxJob.args)).all() == [[item.reports[0].id]] * 2


def test_mail_that_did_not_leave_says_why(people, session):
    item = an_intervention(session)
    browser = people.secretary()
    browser.post(f"/interventi/{item.id}/invia", data={"to": "maria@example.it"})
    (mail,) = mails(session)
    mail.error = "550 casella piena"
    session.commit()

    page = browser.get(f"/interventi/{item.id}").text
    assert "550 casella piena" in page
    assert f'action="/posta/{mail.id}/invia"' in page
    again = browser.post(f"/posta/{mail.id}/invia", data={"next": f"/interventi/{item.id}"})
    assert again.location == f"/interventi/{item.id}"


def test_no_generated_form_changes_an_intervention(people, session):
    item = an_intervention(session)
    browser = people.administrator()

    for path in (f"edit/{item.id}", "add", f"delete/{item.id}", "action_post"):
        assert browser.post(f"/interventi/{path}").status_code in (404, 405)
    assert session.get(Intervention, item.id) is not None
