"""The list, the card and the form; and who may not open them."""

import pytest
from sqlalchemy import select

from app.clients import service
from app.clients.models import Client
from app.clients.rules import ReportCopies
from app.devices.models import Device, DeviceType
from tests.helpers import counted_statements, fresh


@pytest.fixture
def card(session):
    made = service.create_client(
        session,
        {"last_name": "Rossi", "first_name": "Mario", "phones": "333 1234567",
         "private_note": "paga tardi"},
    )  # fmt: skip
    session.commit()
    return made


def test_the_office_makes_and_finds_a_card(people, session):
    browser = people.secretary()

    answer = browser.post("/clienti/add", data={
        "last_name": "Verdi", "first_name": "Anna", "phones": "333 7654321",
        "payer": "OCCUPANT", "responsible_role": "OCCUPANT", "municipality": "Bergamo",
    })  # fmt: skip

    assert answer.status_code == 302, answer.text
    made = fresh(session).query(Client).one()
    assert (made.display_name, made.province, made.phone) == ("Verdi Anna", "BG", "333 765 4321")
    assert "Verdi Anna" in browser.get("/clienti/?q=verdi").text
    assert "Verdi Anna" in browser.get("/cerca/?q=7654321").text
    assert "333 765 4321" in browser.get(f"/clienti/{made.id}").text


def test_a_wrong_code_is_told_and_what_was_typed_stays(people, session):
    answer = people.secretary().post("/clienti/add", data={
        "last_name": "Verdi", "tax_code": "ABC", "payer": "OCCUPANT",
        "responsible_role": "OCCUPANT",
    })  # fmt: skip

    assert answer.status_code == 422
    assert 'value="ABC"' in answer.text
    assert "tax_code-error" in answer.text
    assert fresh(session).query(Client).count() == 0


def test_a_card_is_changed_once_per_version(people, session, card):
    browser = people.secretary()
    data = {"last_name": "Bianchi", "payer": "OCCUPANT", "responsible_role": "OCCUPANT",
            "phones": "333 1234567", "version": str(card.version)}  # fmt: skip

    assert "333 123 4567" in browser.get(f"/clienti/edit/{card.id}").text
    assert browser.post(f"/clienti/edit/{card.id}", data=data).status_code == 302
    assert browser.post(f"/clienti/edit/{card.id}", data=data).status_code == 422
    changed = fresh(session).get(Client, card.id)
    assert changed.display_name == "Bianchi"
    assert changed.private_note == "paga tardi"


@pytest.mark.parametrize("path", [
    "/clienti/", "/clienti/{}", "/clienti/{}?tab=history", "/clienti/edit/{}", "/clienti/options",
    "/clienti/add", "/clienti/export/csv", "/cerca/?q=rossi", "/condomini/", "/amministratori/",
    "/clienti/related/group_head",
])  # fmt: skip
def test_a_technician_without_functions_opens_nothing(people, card, path):
    browser, _technician = people.technician()

    answer = browser.get(path.format(card.id))

    assert answer.status_code in {302, 403, 404}
    assert "Rossi" not in answer.text


def test_a_reader_does_not_reach_cards_without_work(people, card):
    browser, _technician = people.with_functions("clients.read")

    assert browser.get(f"/clienti/{card.id}").status_code == 404


def test_the_private_note_needs_its_function(people, card):
    browser, _technician = people.with_functions("clients.read", "clients.all", "exports.read")

    for path in ("", "?tab=history", "?tab=occupants"):
        assert "paga tardi" not in browser.get(f"/clienti/{card.id}{path}").text
    with browser.get("/clienti/export/csv") as export:
        assert "Rossi Mario" in export.text
        assert "paga tardi" not in export.text
    reader, _technician = people.with_functions("clients.read", "clients.all", "client_notes.read")
    assert "paga tardi" in reader.get(f"/clienti/{card.id}").text


def test_the_card_leads_on_to_the_work(people, card):
    page = people.secretary().get(f"/clienti/{card.id}").text
    reader, _technician = people.with_functions("clients.read", "clients.all")
    plain = reader.get(f"/clienti/{card.id}").text

    for address in ("/chiamate/add", "/agenda/nuovo", "/apparecchi/add"):
        assert f"{address}?client={card.id}" in page
        assert address not in plain


def test_yes_or_no_is_a_switch(people):
    page = people.secretary().get("/clienti/add").text

    assert page.count("form-check form-switch") >= 4


def test_taking_the_list_away_needs_its_function(people, card):
    browser, _technician = people.with_functions("clients.read", "clients.all")

    assert browser.get("/clienti/export/csv").status_code == 403
    assert "/clienti/export/" not in browser.get("/clienti/").text


def test_the_private_note_is_changed_only_with_its_function(people, session, card):
    plain, _technician = people.with_functions("clients.read", "clients.all", "clients.write")
    codes = ("clients.read", "clients.all", "clients.write", "client_notes.read",
             "client_notes.write")  # fmt: skip
    trusted, _technician = people.with_functions(*codes)
    data = {"last_name": "Rossi", "payer": "OCCUPANT", "responsible_role": "OCCUPANT",
            "private_note": "cambiata", "version": str(card.version)}  # fmt: skip

    assert "paga tardi" not in plain.get(f"/clienti/edit/{card.id}").text
    assert plain.post(f"/clienti/edit/{card.id}", data=data).status_code == 302
    assert fresh(session).get(Client, card.id).private_note == "paga tardi"
    data["version"] = str(fresh(session).get(Client, card.id).version)
    assert "paga tardi" in trusted.get(f"/clienti/edit/{card.id}").text
    assert trusted.post(f"/clienti/edit/{card.id}", data=data).status_code == 302
    assert fresh(session).get(Client, card.id).private_note == "cambiata"


def test_the_occupant_changes(people, session, card):
    browser = people.secretary()

    page = browser.get(f"/clienti/{card.id}/occupante")
    wrong = browser.post(f"/clienti/{card.id}/occupante", data={"last_name": "Neri"})
    right = browser.post(
        f"/clienti/{card.id}/occupante", data={"last_name": "Neri", "starts_on": "01/03/2026"}
    )

    assert page.status_code == 200
    assert wrong.status_code == 422
    assert right.status_code == 302
    assert fresh(session).get(Client, card.id).display_name == "Neri"
    assert "Rossi Mario" in browser.get(f"/clienti/{card.id}?tab=occupants").text


def test_another_company_finds_nothing(other_people, card):
    browser = other_people.secretary()

    assert browser.get(f"/clienti/{card.id}").status_code == 404
    assert "Rossi Mario" not in browser.get("/cerca/?q=rossi").text


def test_archive_and_restore(people, session, card):
    browser = people.secretary()

    browser.post(f"/clienti/{card.id}/archivia")
    assert "Rossi Mario" not in browser.get("/clienti/").text
    assert "Rossi Mario" in browser.get("/clienti/?tab=archived").text
    browser.post(f"/clienti/{card.id}/ripristina")
    assert "Rossi Mario" in browser.get("/clienti/").text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_rows(app, people, session, count):
    for number in range(count):
        service.create_client(session, {"last_name": f"Rossi{number}"})
    session.commit()
    browser = people.secretary()
    browser.get("/clienti/")

    with counted_statements(app) as statements:
        browser.get("/clienti/")

    assert len(statements) <= 8, statements


@pytest.mark.parametrize("tab", ["devices", "calls"])
def test_a_section_needs_its_function(people, card, tab):
    reader, _technician = people.with_functions("clients.read", "clients.all")

    assert reader.get(f"/clienti/{card.id}?tab={tab}").status_code == 403
    assert f"tab={tab}" not in reader.get(f"/clienti/{card.id}").text
    assert people.secretary().get(f"/clienti/{card.id}?tab={tab}").status_code == 200


def test_a_section_shows_only_the_rows_of_its_card(people, session, card):
    other = service.create_client(session, {"last_name": "Bianchi"})
    kind = session.scalars(select(DeviceType.id)).first()
    for owner, brand in ((card, "Vaillant"), (other, "Beretta")):
        session.add(Device(client_id=owner.id, device_type_id=kind, brand=brand, model="X"))
    session.commit()

    page = people.secretary().get(f"/clienti/{card.id}?tab=devices").text

    assert "Vaillant" in page
    assert "Beretta" not in page


def test_a_main_card_says_who_gets_copies_of_its_reports(people, session, card):
    browser = people.secretary()
    data = {"last_name": "Rossi", "payer": "OCCUPANT", "responsible_role": "OCCUPANT",
            "report_copies": "HEAD", "version": str(card.version)}  # fmt: skip
    address = f"/clienti/edit/{card.id}"

    plain = browser.post(address, data=data)
    without = browser.post(address, data=data | {"is_group_head": "y"})
    stored = browser.post(
        address, data=data | {"is_group_head": "y", "emails": "sole@example.it", "emails-label": ""}
    )
    session.add(Client(number=77, display_name="Verdi", sort_name="verdi", group_head_id=card.id))
    session.commit()
    member = fresh(session).scalars(select(Client).where(Client.number == 77)).one()

    assert (plain.status_code, without.status_code, stored.status_code) == (422, 422, 302)
    assert "Solo una scheda principale" in plain.text
    assert "indirizzo e-mail" in without.text
    assert fresh(session).get(Client, card.id).report_copies is ReportCopies.HEAD
    assert "sole@example.it" in browser.get(f"/clienti/{member.id}").text
    assert "La scheda principale" in browser.get(f"/clienti/{card.id}").text
