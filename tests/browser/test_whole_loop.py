"""The day's loop as three people live it: a call, a visit, a signature, the papers."""

import os
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from pypdf import PdfReader
from sqlalchemy import select

from app.clients.models import Client
from app.company.models import CompanyProfile
from app.devices.models import Device
from app.interventions.models import Intervention
from app.kernel.dates import local_day
from app.pdf.seal import check
from app.web.clock import utc_now
from tests.browser.test_report import Thumb, to_signature
from tests.browser.test_sign_in import sign_in
from tests.browser.work import do_the_jobs, elsewhere
from tests.integration.mail.test_sending import Postman, free_port

#: What the whole loop may cost in clicks and taps, typing aside.
MOST_OFFICE_CLICKS, MOST_FIELD_TAPS = 25, 15


@pytest.fixture
def postman(stored):
    """A mail server of this process that the company sends through."""
    postman = Postman()
    controller = Controller(postman, hostname="127.0.0.1", port=free_port())
    controller.start()
    profile = stored.get_one(CompanyProfile, 1)
    profile.smtp_host, profile.smtp_port, profile.smtp_security = (
        "127.0.0.1",
        controller.port,
        "none",
    )
    profile.mail_from, profile.mails_reports = "ufficio@example.it", True
    stored.commit()
    yield postman
    controller.stop()
    profile.smtp_host = ""
    stored.commit()


class Desk:
    """Counts the clicks of the office; typing and the tabulator are free."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def click(self, target):
        target.click()
        self.clicks += 1

    def choose(self, name, words):
        """Type into a searchable field and take the row found."""
        self.click(self.page.locator(f"#{name}-ts-control"))
        self.page.keyboard.type(words)
        self.click(self.page.locator(".ts-dropdown .option", has_text=words).first)

    def save(self, words="Salva"):
        self.click(self.page.get_by_role("button", name=words, exact=True))


def picture(page, name):
    if os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(os.environ["PICTURES"]) / f"{name}.png"), full_page=True)


def take_the_call(desk):
    """A new customer with a boiler asks for a maintenance: card, device, call."""
    page = desk.page
    desk.click(page.locator("a[href='/chiamate/']").first)
    desk.click(page.get_by_role("link", name="Nuova chiamata").first)
    page.locator("#description").fill("Manutenzione annuale, chiama la figlia")
    desk.click(page.locator("#client-ts-control"))
    page.keyboard.type("lanzone ernesta")
    page.wait_for_timeout(500)
    desk.click(page.locator(".create-link"))

    page.wait_for_url("**/clienti/add*")
    assert page.input_value("#last_name") == "Lanzone"
    assert page.input_value("#first_name") == "Ernesta"
    page.fill("#phones", "339 1234567")
    page.fill("#emails", "ernesta.lanzone@example.it")
    page.fill("#municipality", "Rivoli")
    page.keyboard.press("Tab")
    page.fill("#street", "Via Fratelli Piol")
    page.fill("#street_number", "17")
    picture(page, "loop-client")
    desk.save()

    page.wait_for_url("**/chiamate/add?*")
    page.locator("#plant").get_by_text("Lanzone Ernesta").wait_for()
    assert page.input_value("#description") == "Manutenzione annuale, chiama la figlia"
    desk.click(page.locator("#plant").get_by_role("link", name="Nuovo apparecchio"))
    page.wait_for_url("**/apparecchi/add?*")
    page.locator("#device_type").select_option(label="Caldaia")
    page.fill("#brand", "Vaillant")
    page.fill("#model", "ecoTEC plus")
    page.fill("#serial_number", "VA-778812")
    picture(page, "loop-device")
    desk.save()

    page.wait_for_url("**/chiamate/add?*")
    assert page.input_value("#description") == "Manutenzione annuale, chiama la figlia"
    assert page.locator("#plant input[name=devices]").is_checked()
    page.locator("#reason").select_option(label="Manutenzione")
    picture(page, "loop-call")
    desk.save("Salva e programma")


def book_it(desk, technician):
    """Put the call on today's agenda of the technician."""
    page = desk.page
    page.wait_for_url("**/agenda/nuovo?call=*")
    desk.choose("team", technician.name)
    page.keyboard.press("Escape")
    page.fill("#day", local_day(utc_now()).isoformat())
    page.fill("#from", "00:30")
    page.fill("#to", "01:30")
    picture(page, "loop-appointment")
    desk.save()
    page.wait_for_url("**/agenda/?giorno=*")


def do_the_visit(page):
    """Find the visit on the phone, fill the report, have it signed, send it."""
    thumb = Thumb(page)
    assert page.url.endswith(("/", "/oggi/"))
    picture(page, "loop-today")
    thumb.tap(page.get_by_role("link", name="Lanzone Ernesta").first)
    thumb.tap(page.get_by_role("link", name="Compila rapportino"))
    page.locator(".step-bar").wait_for()
    to_signature(page, thumb)
    page.locator(".due-list").wait_for()
    thumb.sign(0)
    thumb.sign(1)
    picture(page, "loop-sign")
    thumb.tap(page.get_by_role("button", name="Invia rapportino"))
    page.get_by_role("heading", name="inviato").wait_for()
    return thumb.taps


def strokes_in(reader):
    """Return how many lines are drawn with round ends, as a pen draws: only signatures are."""
    streams = [page.get_contents().get_data() for page in reader.pages]
    for page in reader.pages:
        forms = page["/Resources"].get("/XObject", {})
        streams += [one.get_object().get_data() for one in forms.values()]
    return sum(stream.count(b"1 J") for stream in streams)


@pytest.fixture
def office(desk, secretary):
    """The secretary at her desk."""
    sign_in(desk, name=secretary.username)
    return Desk(desk)


@pytest.fixture
def work(server_app):
    """Do the jobs that are due."""
    return lambda: do_the_jobs(server_app, "prova")


def test_from_the_call_to_the_signed_letter(office, phone, stored, technician, postman, work):
    desk = office.page
    problems = []
    for page in (desk, phone):
        page.on("pageerror", lambda error: problems.append(str(error)))

    take_the_call(office)
    book_it(office, technician)
    sign_in(phone, name="prova.luca")
    taps = do_the_visit(phone)
    work()

    client = stored.scalars(select(Client).where(Client.sort_name == "lanzone ernesta")).one()
    device = stored.scalars(select(Device).where(Device.client_id == client.id)).one()
    visit = stored.scalars(select(Intervention).where(Intervention.client_id == client.id)).one()
    today = local_day(utc_now())
    assert (device.next_maintenance_on - today).days in range(350, 380)
    next_on = f"{device.next_maintenance_on:%d/%m/%Y}"

    # The office reads the signed paper.
    office.click(desk.locator("a[href='/interventi/']").first)
    office.click(desk.get_by_role("link", name=visit.label).first)
    desk.wait_for_url(f"**/interventi/{visit.id}")
    picture(desk, "loop-intervention")
    shown = desk.inner_text("main")
    assert all(words in shown for words in ("Lanzone Ernesta", "Vaillant", technician.name))
    answer = desk.request.get(f"/interventi/{visit.id}/pdf")
    pdf = answer.body()
    reader = PdfReader(BytesIO(pdf))
    text = " ".join(" ".join(one.extract_text() for one in reader.pages).split())
    assert answer.headers["content-type"] == "application/pdf"
    for words in (
        "Lanzone Ernesta",
        "Luca Ferraris",
        "Vaillant",
        "VA-778812",
        visit.label,
        next_on,
    ):
        assert words in text
    assert strokes_in(reader) >= 2, "the signatures are not drawn"
    assert elsewhere(lambda: check(pdf)).intact

    # The customer has it in a letter.
    (envelope,) = postman.letters
    letter = message_from_bytes(envelope.content, policy=policy.default)
    (attachment,) = letter.iter_attachments()
    assert envelope.rcpt_tos == ["ernesta.lanzone@example.it"]
    assert attachment.get_payload(decode=True) == pdf

    # The device says when it is due again.
    desk.goto(f"/apparecchi/{device.id}")
    assert next_on in desk.inner_text("main")
    print(f"clicks in the office: {office.clicks}, taps on the phone: {taps}")  # noqa: T201 - figures to read with -s
    assert office.clicks <= MOST_OFFICE_CLICKS
    assert taps <= MOST_FIELD_TAPS
    assert problems == []
