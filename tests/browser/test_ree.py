"""A technician fills in an energy-efficiency report of type 1 on a phone."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.devices.rules import Fuel
from app.ree.models import Ree
from tests.browser.test_report import page, picture, visit

__all__ = ["page", "visit"]


def answer(page, label, word):
    row = page.get_by_role("group", name=label)
    row.locator("label", has_text=word).first.click()


def go_on(page):
    page.get_by_role("button", name="Continua").click()


def draw(page, name):
    pad = page.get_by_role("img", name=name)
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 120, steps=6)
    page.mouse.move(box["x"] + 220, box["y"] + 50, steps=6)
    page.mouse.up()


def all_good(page):
    page.get_by_role("button", name="Il resto di questa sezione").click()


def assert_fits(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def known_boiler(stored, visit):
    """Write on the card and the device what an office usually knows."""
    appointment, device = visit
    device.fuel, device.installed_on = Fuel.NATURAL_GAS, date(2020, 1, 1)
    device.useful_power_kw, device.heat_input_kw = Decimal(24), Decimal("24.5")
    client = appointment.client
    client.postcode, client.province = "12100", "CN"
    client.last_name, client.first_name = "Gallo", "Maria"
    stored.commit()
    return appointment, device


def fill_plant(page):
    """Sections B, C and D."""
    all_good(page)
    picture(page, "ree-b")
    go_on(page)
    for circuit in page.get_by_role("group").all()[:2]:
        circuit.locator("label", has_text="Assente").click()
    picture(page, "ree-c")
    go_on(page)
    answer(page, "Dove è installato il generatore", "All'interno")
    all_good(page)
    picture(page, "ree-d")
    go_on(page)


def fill_generator(page):
    """Section E but for the result."""
    answer(page, "Tipo di gruppo termico", "Gruppo termico singolo")
    answer(page, "Classe del generatore", "A gas a condensazione")
    page.locator("label", has_text="Climatizzazione invernale").click()
    answer(page, "Modalità di evacuazione fumi", "Forzata")
    all_good(page)
    for label, text in {
        "Temperatura fumi": "55", "Temperatura aria comburente": "20", "O2 (%)": "4,8",
        "CO nei fumi secchi": "900", "Rendimento letto": "98,2", "Marca dell": "Testo",
        "Modello dell'analizzatore": "330", "Matricola dell'analizzatore": "T1",
    }.items():  # fmt: skip
        page.get_by_label(label).first.fill(text)


def test_type_one_from_the_appointment_to_both_signatures(stored, visit, page):
    appointment, device = known_boiler(stored, visit)
    page.goto(f"/ree/nuovo?appuntamento={appointment.id}")
    page.get_by_role("heading", name="A. Dati identificativi").wait_for()
    picture(page, "ree-a")
    assert_fits(page)
    go_on(page)
    fill_plant(page)
    fill_generator(page)
    page.get_by_text("900 · 21 / (21 - 4,8)").wait_for()
    answer(page, "Risultati controllo, secondo UNI", "Sì")
    page.get_by_text("CO corretto oltre 1000 ppm").first.wait_for()
    picture(page, "ree-e-wrong")
    page.get_by_label("CO nei fumi secchi").first.fill("80")
    page.get_by_text("80 · 21 / (21 - 4,8) = 103,7").wait_for()
    picture(page, "ree-e")
    assert_fits(page)
    go_on(page)
    answer(page, "L'impianto può funzionare", "Sì")
    page.get_by_label("Orario di arrivo").fill("00:01")
    page.get_by_label("Orario di partenza").fill("23:59")
    picture(page, "ree-f")
    go_on(page)
    page.get_by_role("heading", name="Firma", exact=True).wait_for()
    picture(page, "ree-sign")
    draw(page, "Firma del tecnico")
    page.get_by_label("Nome di chi firma").fill("Maria Gallo")
    draw(page, "Firma del responsabile")
    assert_fits(page)
    page.get_by_role("button", name="Invia il REE").click()
    page.get_by_role("link", name="Vedi il REE").wait_for()
    picture(page, "ree-sent")
    ree = stored.scalars(select(Ree).where(Ree.device_id == device.id)).one()
    assert ree.is_signed
    assert ree.revisions[0].content["values"]["uni_10389_ok"] == "yes"
    page.goto(f"/ree/{ree.id}")
    picture(page, "ree-card")
    assert_fits(page)


STRIP = """T fumi 55,2 °C
O2 4,8 %
CO 80 ppm
Rendimento 98,2 %
Tiraggio 5 Pa
Lambda 1,30"""


def test_strip_of_the_analyser_fills_the_row_and_asks_before_replacing(stored, visit, page):
    appointment, _device = known_boiler(stored, visit)
    page.goto(f"/ree/nuovo?appuntamento={appointment.id}")
    page.get_by_role("heading", name="A. Dati identificativi").wait_for()
    page.get_by_role("button", name="Sezione E").click()
    answer(page, "Modalità di evacuazione fumi", "Forzata")
    page.get_by_label("O2 (%)").first.fill("5,2")
    page.get_by_role("button", name="Importa dall'analizzatore").click()
    page.get_by_label("Stampa dell'analizzatore").fill(STRIP)
    picture(page, "ree-strip")
    page.get_by_role("button", name="Leggi i valori").click()
    page.get_by_text("Sostituisci 5,2, già scritto").wait_for()
    page.get_by_text("Non compilati (2)").click()
    picture(page, "ree-strip-read")
    assert_fits(page)
    page.get_by_role("button", name="Compila (3)").click()
    page.get_by_text("Valori compilati dall'analizzatore: 3").wait_for()
    assert page.get_by_label("Temperatura fumi").input_value() == "55,2"
    assert page.get_by_label("Rendimento letto").input_value() == "98,2"
    assert page.get_by_label("O2 (%)").first.input_value() == "5,2"
    picture(page, "ree-strip-filled")
    page.get_by_role("button", name="Importa dall'analizzatore").click()
    page.get_by_label("Oppure il file").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": "O2;CO;T°\n4,8;80;1".encode("cp1252")}
    )
    page.get_by_label("Sostituisci 5,2, già scritto").check()
    page.get_by_role("button", name="Compila (1)").click()
    page.get_by_text("Valori compilati dall'analizzatore: 1").wait_for()
    assert page.get_by_label("O2 (%)").first.input_value() == "4,8"
