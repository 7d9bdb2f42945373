"""The technician's report on a phone: few taps, a draft that survives, one sending."""

import io
import os
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from app.agenda.models import Appointment, AppointmentTechnician
from app.agenda.rules import AppointmentState
from app.clients.models import Client
from app.devices.models import Device, DeviceType
from app.interventions.models import Intervention, InterventionReport
from app.kernel.dates import local_day, start_of_local_day
from app.orm.numbering import next_number
from app.web.clock import utc_now
from app.worktypes.models import InterventionType
from tests.browser.test_sign_in import sign_in
from tests.browser.thumb import Thumb
from tests.conftest import PASSWORD

#: An ordinary maintenance with one device needs no more, signatures included.
MOST_TAPS = 12


@pytest.fixture
def visit(stored, technician):
    """Return (appointment, device): a maintenance of today at a plant with one boiler."""
    number = next_number(stored, "clients")
    client = Client(
        number=number, display_name=f"Gallo Maria {number}", sort_name=f"gallo maria {number}",
        street="Via Roma", street_number="12", municipality="Cuneo",
    )  # fmt: skip
    stored.add(client)
    stored.flush()
    boiler = stored.scalars(select(DeviceType).order_by(DeviceType.position)).first()
    device = Device(
        client_id=client.id, device_type_id=boiler.id, brand="Immergas", model="Victrix",
        serial_number=f"IM{number}", maintenance_interval_months=12,
    )  # fmt: skip
    kind = stored.scalars(select(InterventionType).where(InterventionType.moves_due_date)).first()
    now = utc_now()
    start = start_of_local_day(local_day(now))
    appointment = Appointment(
        client_id=client.id, starts_at=start, ends_at=now, intervention_type_id=kind.id,
        team=[AppointmentTechnician(technician_id=technician.id)],
    )  # fmt: skip
    stored.add_all([device, appointment])
    stored.commit()
    return appointment, device


@pytest.fixture
def page(phone, technician):
    """A phone signed in as the technician, watched for errors of the page."""
    problems = []
    phone.on("pageerror", lambda error: problems.append(str(error)))
    phone.goto("/login/")
    phone.get_by_label("Nome utente").fill("prova.luca")
    phone.locator("[name=password]").fill(PASSWORD)
    phone.get_by_role("button", name="Accedi", exact=True).click()
    phone.wait_for_url(lambda url: "/login" not in url)
    yield phone
    assert problems == []


def picture(page, name):
    if os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(os.environ["PICTURES"]) / f"{name}.png"), full_page=True)


def open_report(page, appointment):
    page.goto(f"/interventi/nuovo?appuntamento={appointment.id}")
    page.locator(".step-bar").wait_for()


def to_signature(page, thumb):
    """Go through the steps of a finished maintenance up to the signature."""
    thumb.tap(page.locator(".chips button").first)
    thumb.go_on()
    thumb.go_on()
    thumb.go_on()
    thumb.tap(page.get_by_text("Eseguito", exact=True))
    thumb.go_on()
    page.locator("canvas").first.wait_for()


def reports(stored, appointment):
    stored.rollback()
    return stored.scalars(
        select(InterventionReport)
        .join(Intervention)
        .where(Intervention.appointment_id == appointment.id)
    ).all()


def test_an_ordinary_maintenance_in_few_taps(page, stored, visit):
    appointment, device = visit
    thumb = Thumb(page)
    page.goto("/oggi/")

    thumb.tap(page.get_by_role("link", name=appointment.client.display_name).first)
    thumb.tap(page.get_by_role("link", name="Compila rapportino"))
    page.locator(".step-bar").wait_for()
    to_signature(page, thumb)
    page.locator(".due-list").wait_for()
    picture(page, "report-sign")
    thumb.sign(0)
    thumb.sign(1)
    thumb.tap(page.get_by_role("button", name="Invia rapportino"))
    page.get_by_role("heading", name="inviato").wait_for()
    picture(page, "report-sent")

    print(f"taps: {thumb.taps}")  # noqa: T201 - a figure to read with -s
    assert thumb.taps <= MOST_TAPS
    (report,) = reports(stored, appointment)
    assert report.content["device_ids"] == [device.id]
    assert report.content["work_done"]
    assert {one.role.value for one in report.signatures} == {"client", "technician"}
    stored.refresh(appointment)
    assert appointment.state == AppointmentState.COMPLETED
    stored.refresh(device)
    assert device.next_maintenance_on is not None
    page.get_by_role("link", name="Vedi rapportino").click()
    page.wait_for_url("**/interventi/*")
    assert report.intervention.label in page.get_by_role("heading", level=1).inner_text()


def test_a_reload_brings_everything_back(page, visit):
    appointment, _ = visit
    open_report(page, appointment)
    to_signature(page, Thumb(page))
    Thumb(page).sign(0)
    page.get_by_text("Firmato", exact=True).wait_for()
    page.wait_for_timeout(200)

    page.reload()

    page.get_by_text("Bozza ripresa delle").wait_for()
    assert page.get_by_text("Firmato", exact=True).count() == 1
    page.get_by_role("button", name="Indietro").click()
    assert page.locator("[id='f-outcome-done']").is_checked()
    page.get_by_role("button", name="Lavoro").click()
    assert page.get_by_label("Lavoro eseguito").input_value()


def test_a_change_after_the_signature_removes_it(page, visit):
    appointment, _ = visit
    open_report(page, appointment)
    to_signature(page, Thumb(page))
    Thumb(page).sign(0)
    page.get_by_text("Firmato", exact=True).wait_for()

    page.get_by_role("button", name="Lavoro").click()
    page.get_by_text("Già firmato").wait_for()
    page.get_by_label("Lavoro eseguito").fill("Altro lavoro")

    page.get_by_text("le firme sono state tolte").wait_for()
    page.get_by_role("button", name="Firma").click()
    assert page.get_by_text("Firmato", exact=True).count() == 0
    page.get_by_role("button", name="Invia rapportino").click()
    page.get_by_text("fai firmare il cliente").first.wait_for()


def test_a_lost_connection_sends_once(page, stored, visit):
    appointment, _ = visit
    open_report(page, appointment)
    to_signature(page, Thumb(page))
    Thumb(page).sign(0)
    sent = []

    def lose_the_answer(route):
        sent.append(route.request.post_data)
        if len(sent) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/reports/*-*", lose_the_answer)
    page.get_by_role("button", name="Invia rapportino").click()
    page.get_by_text("resta su questo telefono").wait_for()
    picture(page, "report-offline")
    page.get_by_role("button", name="Riprova").click()
    page.get_by_role("heading", name="inviato").wait_for()

    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert len(reports(stored, appointment)) == 1
    page.goto(f"/interventi/nuovo?appuntamento={appointment.id}")
    page.locator(".step-bar").wait_for()
    assert page.get_by_text("Bozza ripresa").count() == 0


def test_photos_travel_before_the_report(page, stored, visit):
    appointment, _ = visit
    plate = io.BytesIO()
    Image.new("RGB", (3000, 200), "orange").save(plate, "JPEG")
    open_report(page, appointment)
    page.get_by_role("button", name="Note e foto").click()
    with page.expect_response(lambda answer: "/api/v1/attachments/" in answer.url) as early:
        page.locator("input[type=file]").first.set_input_files(
            {"name": "targa.jpg", "mimeType": "image/jpeg", "buffer": plate.getvalue()}
        )
    assert early.value.status == 201
    page.locator(".photo img").wait_for()
    page.reload()
    page.locator(".photo img").wait_for()
    picture(page, "report-photos")
    page.get_by_role("button", name="Lavoro").click()
    to_signature(page, Thumb(page))
    Thumb(page).sign(0)

    page.get_by_role("button", name="Invia rapportino").click()
    page.get_by_role("heading", name="inviato").wait_for()

    (report,) = reports(stored, appointment)
    (photo,) = report.content["attachments"]
    answer = page.request.get(f"/file/{photo['id']}")
    assert answer.ok
    assert Image.open(io.BytesIO(answer.body())).width == 1600


def test_a_refusal_stands_beside_its_field(page, visit):
    appointment, device = visit
    open_report(page, appointment)
    page.locator(f"label[for='f-device_ids-{device.id}']").click()
    page.get_by_text("Senza apparecchio la data non si sposta").wait_for()
    to_signature_without_device(page)

    page.get_by_text("Prima di proseguire").wait_for()
    assert page.locator("canvas").count() == 0
    page.locator("#problems a").first.click()

    assert page.get_by_role("button", name="Lavoro").get_attribute("aria-current") == "step"
    error = page.locator("#f-device_ids-error")
    assert "senza, la sua scadenza non si sposta" in error.inner_text()
    picture(page, "report-refused")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def to_signature_without_device(page):
    page.get_by_role("button", name="Esito").click()
    page.get_by_text("Eseguito", exact=True).click()
    page.get_by_role("button", name="Firma").click()


def test_who_was_signed_out_keeps_the_draft(page, stored, visit):
    appointment, _ = visit
    open_report(page, appointment)
    to_signature(page, Thumb(page))
    Thumb(page).sign(0)
    page.context.clear_cookies()
    page.get_by_role("button", name="Invia rapportino").click()
    page.get_by_role("link", name="Accedi di nuovo").click()

    page.get_by_label("Nome utente").fill("prova.luca")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Accedi", exact=True).click()
    page.get_by_text("Bozza ripresa delle").wait_for()
    page.get_by_role("button", name="Invia rapportino").click()
    page.get_by_role("heading", name="inviato").wait_for()

    assert len(reports(stored, appointment)) == 1


def test_what_was_not_sent_is_listed_on_the_day_and_opens_without_answers(page, visit):
    appointment, _ = visit
    name = appointment.client.display_name
    open_report(page, appointment)
    page.locator(".chips button").first.click()
    page.wait_for_timeout(200)

    page.goto("/oggi/")
    page.get_by_text("Rapportini da inviare").wait_for()
    picture(page, "day-with-draft")
    page.route("**/api/v1/**", lambda route: route.abort())
    page.locator("[data-drafts]").get_by_role("link", name=name).click()

    page.get_by_text("Ora non c'è connessione").wait_for()
    assert page.get_by_label("Lavoro eseguito").input_value()


def test_a_file_that_is_no_picture_is_told_before_anybody_signs(page, visit):
    appointment, _ = visit
    open_report(page, appointment)
    page.get_by_role("button", name="Note e foto").click()
    page.locator("input[type=file]").first.set_input_files(
        {"name": "targa.jpg", "mimeType": "image/jpeg", "buffer": b"not a picture"}
    )
    page.locator("#f-attachments-0-id-error").wait_for()
    picture(page, "report-spoiled")
    page.get_by_role("button", name="Firma").click()
    assert page.locator("canvas").count() == 0

    page.get_by_role("button", name="Note e foto").click()
    page.get_by_role("button", name="Rimuovi Foto 1").click()

    assert page.locator("#f-attachments-0-id-error").count() == 0


def test_the_office_writes_and_corrects_at_a_desk(desk, stored, visit):
    appointment, device = visit
    sign_in(desk)
    desk.goto(f"/clienti/{appointment.client_id}")
    desk.get_by_role("link", name="Nuovo rapportino").click()
    desk.locator(".step-bar").wait_for()
    desk.get_by_text("Manutenzione ordinaria", exact=True).click()
    desk.get_by_text("Luca Ferraris", exact=True).click()
    desk.get_by_label("Lavoro eseguito").fill("Pulizia")
    desk.get_by_role("button", name="Esito").click()
    desk.get_by_text("Eseguito", exact=True).click()
    desk.get_by_role("button", name="Firma").click()
    desk.locator(".due-list").wait_for()
    desk.get_by_role("button", name="Invia rapportino").click()
    desk.get_by_role("link", name="Vedi rapportino").click()
    desk.get_by_role("link", name="Correggi").first.click()
    desk.locator(".step-bar").wait_for()
    desk.get_by_label("Lavoro eseguito").fill("Pulizia e cambio elettrodo")
    desk.get_by_role("button", name="Firma").click()
    desk.locator("#problems a", has_text="Motivo della correzione").click()
    desk.get_by_label("Perché si corregge").fill("Mancava l'elettrodo")
    desk.get_by_role("button", name="Firma").click()
    desk.get_by_role("button", name="Invia rapportino").click()
    desk.get_by_role("heading", name="inviato").wait_for()

    stored.rollback()
    (work,) = stored.scalars(
        select(Intervention).where(Intervention.client_id == appointment.client_id)
    ).all()
    assert (work.revision, work.work_done) == (2, "Pulizia e cambio elettrodo")
    assert [one.correction_reason for one in work.reports] == ["", "Mancava l'elettrodo"]
    assert [one.content["ended_at"] for one in work.reports] == [None, None]
    assert [one.name for one in work.technicians] == ["Luca Ferraris"]
    assert work.devices == [device]


def test_a_second_tab_is_told_and_may_take_over(page, stored, visit):
    appointment, _device = visit
    told = "Questo rapportino è aperto in un'altra scheda o finestra"
    open_report(page, appointment)
    page.get_by_label("Lavoro eseguito").fill("Pulito il bruciatore")

    other = page.context.new_page()
    other.goto(f"/interventi/nuovo?appuntamento={appointment.id}")
    other.get_by_text(told).wait_for()
    assert other.locator(".step-bar").count() == 0

    other.get_by_role("button", name="Scrivi qui").click()
    other.locator(".step-bar").wait_for()
    assert other.get_by_label("Lavoro eseguito").input_value() == "Pulito il bruciatore"
    page.get_by_text(told).wait_for()
    assert page.locator(".step-bar").count() == 0
    other.get_by_label("Lavoro eseguito").fill("Pulito il bruciatore e lo scambiatore")
    other.close()

    page.reload()
    page.locator(".step-bar").wait_for()
    kept = page.get_by_label("Lavoro eseguito").input_value()
    assert kept == "Pulito il bruciatore e lo scambiatore"
