"""A technician fills in a report of type 2, 3 or 4 on a phone, signs and sends it."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.devices.models import DeviceType
from app.ree.models import Ree
from tests.browser.test_ree import all_good, answer, assert_fits, draw, go_on, known_boiler
from tests.browser.test_report import page, picture, visit

__all__ = ["page", "visit"]

#: Code of the device type, what the office knows, how the phone is told and what is kept, by type.
FORMS = {
    2: {
        "code": "heat_pump",
        "known": {"cooling_kw": Decimal("7.1")},
        "named": "Gruppo frigo / pompa di calore GF n.",
        "texts": {"N. circuiti": "1"},
        "answers": {
            "Prova eseguita in modalità": "Riscaldamento",
            "rilevazione diretta": "No",
            "rilevazione indiretta": "No",
            "torre evaporativa": "No",
            "scambiatore intermedio": "No",
        },
        "row": {"Surriscaldamento": "5,5", "Sottoraffreddamento": "4"},
        "after": {"Filtri puliti": "Sì", "Verifica superata": "Sì"},
        "kept": {"test_mode": "heating", "machine_kind": "compression_electric", "circuits": 1},
        "measured": {"circuit": 1, "superheat": "5.5", "passed": "yes"},
    },
    3: {
        "code": "heat_exchanger",
        "known": {},
        "named": "Scambiatore di calore SC n.",
        "texts": {"Fluido vettore termico in uscita": "Acqua"},
        "answers": {"Alimentazione": "Acqua surriscaldata"},
        "row": {"T mandata primario": "90", "Portata fluido primario": "1,25"},
        "after": {},
        "kept": {"primary_fluid": "superheated_water", "for_heating": True},
        "measured": {"primary_flow_c": "90", "primary_flow_m3h": "1.25"},
    },
    4: {
        "code": "cogenerator",
        "known": {"electrical_kw": Decimal(15)},
        "named": "Cogeneratore / trigeneratore CG n.",
        "texts": {"Alimentazione": "Metano", "Potenza assorbita con il combustibile": "45,5"},
        "answers": {"Tipologia di cogeneratore": "Motore a combustione interna"},
        "row": {"T acqua motore": "88", "Sovratensione, soglia L1": "253"},
        "after": {},
        "kept": {"cogenerator_kind": "combustion_engine", "absorbed_power_kw": "45.5"},
        "measured": {"engine_water_c": "88", "over_voltage_l1_limit": "253"},
    },
}  # fmt: skip


def known_device(stored, visit, form):
    """Make the boiler of the visit the generator of a form."""
    appointment, device = known_boiler(stored, visit)
    kind = stored.scalars(select(DeviceType).where(DeviceType.code == form["code"])).one()
    device.device_type_id, device.fuel, device.heat_input_kw = kind.id, None, None
    device.installed_on = date(2021, 5, 4)
    for name, value in form["known"].items():
        setattr(device, name, value)
    stored.commit()
    return appointment, device


def fill_generator(page, form):
    """Section E with its row of measurements."""
    assert page.get_by_label(form["named"]).input_value() == "1"
    for label, text in form["texts"].items():
        page.get_by_label(label).fill(text)
    for label, word in form["answers"].items():
        answer(page, label, word)
    heating = page.locator("label", has_text="Climatizzazione invernale")
    if heating.count():
        heating.click()
    if form["code"] != "cogenerator":  # its section E has no questions
        all_good(page)
    for label, text in form["row"].items():
        page.get_by_label(label).first.fill(text)
    for label, word in form["after"].items():
        answer(page, label, word)


def close_and_sign(page):
    answer(page, "L'impianto può funzionare", "Sì")
    page.get_by_label("Orario di arrivo").fill("00:01")
    page.get_by_label("Orario di partenza").fill("23:59")
    go_on(page)
    page.get_by_role("heading", name="Firma", exact=True).wait_for()
    draw(page, "Firma del tecnico")
    page.get_by_label("Nome di chi firma").fill("Maria Gallo")
    draw(page, "Firma del responsabile")
    assert_fits(page)
    page.get_by_role("button", name="Invia il REE").click()
    page.get_by_role("link", name="Vedi il REE").wait_for()


@pytest.mark.parametrize("ree_type", FORMS)
def test_other_types_from_the_appointment_to_both_signatures(stored, visit, page, ree_type):
    form = FORMS[ree_type]
    appointment, device = known_device(stored, visit, form)
    page.goto(f"/ree/nuovo?appuntamento={appointment.id}")
    page.get_by_role("heading", name="A. Dati identificativi").wait_for()
    go_on(page)
    all_good(page)
    go_on(page)
    for circuit in page.get_by_role("group").all()[: 2 if ree_type == 3 else 1]:
        circuit.locator("label", has_text="Assente").click()
    go_on(page)
    all_good(page)
    picture(page, f"ree{ree_type}-d")
    go_on(page)
    fill_generator(page, form)
    picture(page, f"ree{ree_type}-e")
    assert_fits(page)
    go_on(page)
    close_and_sign(page)
    picture(page, f"ree{ree_type}-sent")
    ree = stored.scalars(select(Ree).where(Ree.device_id == device.id)).one()
    content = ree.revisions[0].content
    assert ree.is_signed
    assert content["ree_type"] == ree_type
    assert form["kept"].items() <= content["values"].items()
    assert form["measured"].items() <= content["measurements"][0].items()
    page.goto(f"/ree/{ree.id}")
    page.get_by_text(form["named"]).first.wait_for()
    assert_fits(page)
