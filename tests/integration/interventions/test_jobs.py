"""From a report in the database to the letter a real mail server receives."""

from datetime import timedelta
from email import message_from_bytes, policy
from io import BytesIO
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from pypdf import PdfReader
from sqlalchemy import select

from app.clients.models import BuildingManager, Client
from app.clients.rules import ReportCopies
from app.company.models import CompanyProfile
from app.interventions import jobs
from app.interventions.models import Intervention, InterventionReport
from app.interventions.rules_sending import DOCUMENT
from app.interventions.service import receive_report
from app.jobs.models import OutboxJob
from app.jobs.outbox import enqueue
from app.jobs.rules import JobState
from app.jobs.runner import run_due
from app.mail.models import OutgoingMail
from app.mail.rules import MailState
from app.pdf.seal import check
from app.tenancy.context import company_scope
from app.web.clock import utc_now
from app.worker import company_files, job_session
from tests.conftest import COMPANY
from tests.factories.interventions import NOON, body_of, make_job
from tests.factories.reports import a_picture
from tests.helpers import fresh, office_access
from tests.integration.mail.test_sending import Postman, free_port

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def work(app, session):
    """Do the due jobs of the company, as the worker does them: outside any request."""

    def _work(now=LATER):
        with app.app_context(), company_scope(COMPANY):
            run_due(job_session, now=lambda: now)
        fresh(session)

    return _work


@pytest.fixture
def stored_file(app):
    def _read(sha):
        with app.app_context(), company_scope(COMPANY):
            return company_files().read(sha)

    return _read


@pytest.fixture
def profile(session):
    """The company's mail account and option, put back afterwards."""
    found = session.get_one(CompanyProfile, 1)
    names = ("smtp_host", "smtp_port", "smtp_security", "mail_from", "mails_reports", "seal_p12")
    before = {name: getattr(found, name) for name in names}
    found.mails_reports = True
    yield found
    session.rollback()
    for name, value in before.items():
        setattr(found, name, value)
    session.commit()


@pytest.fixture
def postman(session, profile):
    """A mail server of this process that the company sends through."""
    postman = Postman()
    controller = Controller(postman, hostname="127.0.0.1", port=free_port())
    controller.start()
    profile.smtp_host, profile.smtp_port = "127.0.0.1", controller.port
    profile.smtp_security, profile.mail_from = "none", "ufficio@example.it"
    session.commit()
    yield postman
    controller.stop()


def arrived(session, email="maria.rossi@example.it"):
    """Return a signed report that has arrived and whose document is asked for."""
    appointment, device = make_job(session)
    body = body_of(session, appointment, device)
    body["content"]["heading"] = {"name": "Maria Rossi", "email": email}
    access = office_access()
    report = receive_report(session, str(uuid4()), body, access=access, now=NOON).report
    session.commit()
    return report


def mails(session):
    return session.scalars(select(OutgoingMail)).all()


def test_customer_receives_the_sealed_document(session, work, postman):
    report = arrived(session)

    work()

    (envelope,) = postman.letters
    letter = message_from_bytes(envelope.content, policy=policy.default)
    (attachment,) = letter.iter_attachments()
    pdf = attachment.get_payload(decode=True)
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    label = report.intervention.label
    assert envelope.rcpt_tos == ["maria.rossi@example.it"]
    assert attachment.get_filename() == f"Rapportino {label.replace('/', '-')}.pdf"
    assert label in letter["Subject"]
    assert "Gentile Maria Rossi" in letter.get_body(("plain",)).get_content()
    assert check(pdf).intact
    assert all(words in text for words in ("Maria Rossi", "Immergas", "12/10/2027"))
    (mail,) = mails(session)
    assert (mail.state, mail.related_kind, mail.related_id, mail.client_id) == (
        MailState.SENT, "interventions", str(report.intervention.id), report.intervention.client_id,
    )  # fmt: skip
    assert session.get_one(Intervention, report.intervention_id).emailed_at == LATER


def test_doing_the_job_twice_makes_one_document_and_one_mail(session, work, postman, stored_file):
    report = arrived(session)
    work()
    first = session.get_one(InterventionReport, report.id).pdf_sha256
    enqueue(session, DOCUMENT, report.id, now=NOON)
    session.commit()

    work()

    assert session.get_one(InterventionReport, report.id).pdf_sha256 == first
    assert check(stored_file(first)).intact
    assert len(postman.letters) == len(mails(session)) == 1


def test_server_that_is_away_is_tried_again_later(session, work, postman, profile):
    right, profile.smtp_port = profile.smtp_port, free_port()
    report = arrived(session)
    work()
    (mail,) = mails(session)
    assert (mail.state, "Connection" in mail.error) == (MailState.QUEUED, True)
    assert session.get_one(Intervention, report.intervention_id).emailed_at is None

    profile.smtp_port = right
    session.commit()
    work(LATER + timedelta(hours=1))

    assert [mail.state for mail in mails(session)] == [MailState.SENT]
    assert len(postman.letters) == 1


@pytest.mark.parametrize("email", ["", "non un indirizzo"])
def test_without_a_good_address_the_document_is_made_and_nothing_leaves(
    session, work, stored_file, email
):
    report = arrived(session, email="")
    report.intervention.client.email = email
    session.commit()

    work()

    made = session.get_one(InterventionReport, report.id)
    assert check(stored_file(made.pdf_sha256)).intact
    assert mails(session) == []


def test_company_may_choose_to_send_nothing_by_itself(session, work, profile):
    profile.mails_reports = False
    report = arrived(session)

    work()

    assert session.get_one(InterventionReport, report.id).pdf_sha256
    assert mails(session) == []


def group_of(session, report, copies, manager="studio@example.it"):
    """Put the plant of a report under a main card that wants copies."""
    head = Client(
        number=900, display_name="Condominio Sole", sort_name="condominio sole",
        is_group_head=True, email="condominio@example.it", report_copies=copies,
        building_manager=BuildingManager(name="Studio Neri", email=manager),
    )  # fmt: skip
    report.intervention.client.group_head = head
    session.commit()


@pytest.mark.parametrize(
    ("copies", "expected", "name"),
    [
        (ReportCopies.MANAGER, "studio@example.it", "Studio Neri"),
        (ReportCopies.HEAD, "condominio@example.it", "Condominio Sole"),
    ],
)
def test_the_group_has_its_copy_once(session, work, profile, copies, expected, name):
    report = arrived(session)
    group_of(session, report, copies)
    work()
    enqueue(session, DOCUMENT, report.id, now=NOON)
    session.commit()

    work()

    copy, own = sorted(mails(session), key=lambda mail: "maria.rossi@example.it" in mail.to)
    assert (own.to, copy.to) == (["maria.rossi@example.it"], [expected])
    assert f"Gentile {name}" in copy.text
    assert own.attachments == copy.attachments


@pytest.mark.parametrize(
    ("email", "copies", "manager", "sent"),
    [
        ("maria.rossi@example.it", None, "studio@example.it", ["maria.rossi@example.it"]),
        ("Studio@example.it", ReportCopies.MANAGER, "studio@example.it", ["Studio@example.it"]),
        ("", ReportCopies.MANAGER, "studio@example.it", ["studio@example.it"]),
        ("maria.rossi@example.it", ReportCopies.MANAGER, "", ["maria.rossi@example.it"]),
    ],
)
@pytest.mark.usefixtures("profile")
def test_nobody_has_a_report_twice_or_unasked(session, work, email, copies, manager, sent):
    report = arrived(session, email)
    group_of(session, report, copies, manager)

    work()

    assert sorted(mail.to for mail in mails(session)) == [[one] for one in sent]


def test_failure_is_shown_on_the_report_and_the_next_attempt_clears_it(session, work, profile):
    good, profile.seal_p12 = profile.seal_p12, b"no certificate"
    report = arrived(session)
    work()
    failed = session.get_one(InterventionReport, report.id)
    assert failed.pdf_sha256 is None
    assert "P12" in failed.document_error
    assert session.scalars(select(OutboxJob.state)).all() == [JobState.QUEUED]

    profile.seal_p12 = good
    session.commit()
    work(LATER + timedelta(hours=1))

    made = session.get_one(InterventionReport, report.id)
    assert (made.pdf_sha256 is not None, made.document_error) == (True, "")


def test_a_note_of_a_mail_about_a_lost_row_harms_nobody(session):
    jobs.note_sent(session, OutgoingMail(related_id="999999"))
    jobs.note_failure(session, ValueError(), 999_999, final=True, now=NOON)


def send(browser, job, **changes):
    """Send a report as the phone does: a photo first, then the report that names it."""
    uuid, photo = str(uuid4()), str(uuid4())
    address = f"/api/v1/attachments/{photo}?owner=report&key={uuid}&kind=before&caption=Prima"
    assert browser.put(address, data=a_picture(size=(300, 200))).status_code == 201
    named = [{"id": photo, "kind": "before", "caption": "Prima"}]
    content = job["content"] | {"attachments": named}
    answer = browser.put(f"/api/v1/reports/{uuid}", json=job | {"content": content} | changes)
    assert answer.status_code == 201, answer.json
    return answer.json


def pictures_of(pdf):
    return sum(len(page.images) for page in PdfReader(BytesIO(pdf)).pages)


def test_from_the_phone_to_the_letter_and_its_correction(people, session, work, postman):
    technician = people.technician()
    office = people.secretary()
    appointment, device = make_job(session, technician[1])
    job = body_of(session, appointment, device)
    job["content"]["heading"]["email"] = "maria.rossi@example.it"

    sent = send(technician[0], job)
    work(utc_now() + timedelta(minutes=1))
    first = office.get(f"/interventi/{sent['id']}/pdf").data
    correction = {"intervention_id": sent["id"], "revision": 1, "reason": "mancava il filtro"}
    job["content"]["work_done"] = "Pulizia e sostituzione del filtro"
    send(office, job, corrects=correction, signatures=[], unsigned_reason="office_entry")
    work(utc_now() + timedelta(minutes=2))

    assert [letter.rcpt_tos for letter in postman.letters] == [["maria.rossi@example.it"]] * 2
    before = office.get(f"/interventi/{sent['id']}/pdf?revisione=1").data
    after = office.get(f"/interventi/{sent['id']}/pdf").data
    assert before == first
    assert check(before).intact
    assert check(after).intact
    assert "sostituzione del filtro" not in text_of(before)
    assert "revisione 1: mancava il filtro" in text_of(after)
    assert "compilato in ufficio" in text_of(after)
    assert pictures_of(before) == pictures_of(after) == 1
    page = office.get(f"/interventi/{sent['id']}").text
    assert all(words in page for words in ("revisione=1", "revisione=2", "mancava il filtro"))


def text_of(pdf):
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_certificate_that_cannot_be_used_is_told_where_the_pdf_is_opened(
    people, session, profile
):
    report = arrived(session)
    profile.seal_p12 = b"no certificate"
    session.commit()

    answer = people.secretary().get(
        f"/interventi/{report.intervention_id}/pdf", follow_redirects=True
    )

    assert (answer.status_code, "P12" in answer.text) == (200, True)
