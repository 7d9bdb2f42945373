"""A new client by keyboard: comune, contacts, live checks, likely double, point on the map."""

import re

from playwright.sync_api import expect
from sqlalchemy import select

from app.clients.models import Client
from app.orm.numbering import next_number
from tests.browser.test_sign_in import sign_in


def test_the_form_helps_while_one_types(desk, stored):
    double = Client(
        number=next_number(stored, "clients"), display_name="Rossi Ada", sort_name="rossi ada",
        municipality="Pistoia", street="Via Roma",
    )  # fmt: skip
    stored.add(double)
    stored.commit()
    problems = []
    desk.on("pageerror", lambda error: problems.append(str(error)))
    sign_in(desk)

    desk.goto("/clienti/add")
    desk.fill("#last_name", "Rossi")
    desk.fill("#first_name", "Ada")
    link = desk.locator(".likely-cards a", has_text="Rossi Ada")
    link.wait_for()
    assert link.get_attribute("href") == f"/clienti/{double.id}"
    desk.fill("#phones", "0573 123456")
    desk.locator("[data-contact-rows=phones] [data-row-add]").press("Enter")
    desk.keyboard.type("333 1234567")
    desk.keyboard.press("Tab")
    desk.keyboard.type("moglie")
    desk.locator("[data-contact-rows=phones] [data-row]").nth(1).locator("[data-row-first]").click()
    desk.locator("#municipality").press_sequentially("cutigliano", delay=20)
    desk.fill("#municipality", "Pistoia")
    desk.keyboard.press("Tab")
    expect(desk.locator("#postcode")).to_have_value("51100")
    assert desk.input_value("#province") == "PT"
    assert desk.input_value("#latitude").startswith("43,")
    desk.fill("#tax_code", "rssdaa80a41g713x")
    desk.keyboard.press("Tab")
    desk.locator("#tax_code-live.tone-danger").wait_for()
    desk.fill("#tax_code", "")
    desk.locator(".pin-place").scroll_into_view_if_needed()
    desk.locator(".leaflet-marker-icon").wait_for()
    desk.fill("#latitude", "43.95, 10.9")
    desk.keyboard.press("Tab")
    assert desk.input_value("#longitude") == "10,900000"
    desk.locator("#model_form button[type=submit]").last.click()
    desk.wait_for_url(re.compile(r"/clienti/\d+$"))

    made = stored.scalars(
        select(Client).where(Client.sort_name == "rossi ada", Client.id != double.id)
    ).one()
    assert (made.phone, made.province, made.geocoded) == ("333 123 4567", "PT", "manual")
    assert [(c.value, c.label) for c in made.contacts] == [
        ("+393331234567", "moglie"), ("+390573123456", ""),
    ]  # fmt: skip
    assert problems == []
