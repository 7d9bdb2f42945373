"""Secretary switches: product reference 2.8, over the real pages."""

import pytest

from app.accounts import catalogue
from app.accounts.models import AccountKind
from app.clients.models import Client

#: Switch -> pages that close when it is off, of a secretary who has all the rest.
SECTIONS = {
    "clients.all": ("/clienti/", "/clienti/add", "/cerca/?q=rossi", "/clienti/options"),
    "clients.add": ("/clienti/add",),
    "buildings.read": ("/condomini/", "/amministratori/"),
    "devices.read": ("/apparecchi/", "/apparecchi/options", "/apparecchi/export/csv"),
    "calls.read": ("/chiamate/", "/chiamate/add", "/chiamate/export/csv"),
    "calls.write": ("/chiamate/add",),
    "agenda.read": ("/agenda/", "/agenda/nuovo", "/agenda/stampa/", "/api/v1/appointments/"),
    "agenda.write": ("/agenda/nuovo",),
    "mail.read": ("/posta/",),
    "technicians.read": ("/tecnici/", "/tecnici/assenze/", "/tecnici/abilitazioni/"),
    "settings.read": ("/impostazioni/tipologie/", "/impostazioni/listino/"),
    "imports.write": ("/importa/",),
    "exports.read": ("/clienti/export/csv", "/chiamate/export/xlsx", "/apparecchi/export/csv"),
}
EVERYTHING = {code for code, function in catalogue.BY_CODE.items() if not function.is_admin}


@pytest.mark.parametrize("code", SECTIONS)
def test_section_closes_with_its_switch(people, code):
    browser, _ = people.with_functions(*(EVERYTHING - {code}))
    with_it, _ = people.with_functions(*EVERYTHING)

    for address in SECTIONS[code]:
        assert browser.get(address).status_code == 403, address
        answer = with_it.get(address)
        answer.close()
        assert answer.status_code in {200, 422}, address


@pytest.mark.parametrize("code", SECTIONS)
def test_menu_shows_only_what_opens(people, code):
    browser, _ = people.with_functions(*(EVERYTHING - {code}))
    menu = browser.get("/").text

    for address in SECTIONS[code]:
        assert f'href="{address}"' not in menu


def test_private_note_is_absent_without_its_switch(people, session):
    client = Client(
        number=1, display_name="Rossi", sort_name="rossi", private_note="cliente moroso"
    )
    session.add(client)
    session.commit()
    secretary = people.secretary()
    reader, _ = people.with_functions(*EVERYTHING)

    for address in (f"/clienti/{client.id}", f"/clienti/edit/{client.id}", "/clienti/"):
        assert "moroso" not in secretary.get(address).text
    assert "moroso" in reader.get(f"/clienti/{client.id}").text


def test_a_secretary_has_what_the_reference_switches_on(people):
    browser = people.secretary()
    opened = ("/clienti/", "/condomini/", "/apparecchi/", "/chiamate/", "/agenda/", "/interventi/")
    closed = (
        "/tecnici/", "/impostazioni/listino/", "/importa/", "/utenti/", "/permessi/", "/azienda/",
        "/registro/", "/clienti/export/csv",
    )  # fmt: skip

    assert {page: browser.get(page).status_code for page in opened} == dict.fromkeys(opened, 200)
    assert {page: browser.get(page).status_code for page in closed} == dict.fromkeys(closed, 403)


def test_no_stored_switch_makes_a_technician_an_administrator(people):
    for works in (True, False):
        browser, _ = people.with_functions(
            *catalogue.BY_CODE, kind=AccountKind.TECHNICIAN, works_as_technician=works
        )
        for page in ("/utenti/", "/permessi/", "/azienda/", "/registro/", "/tecnici/", "/posta/"):
            assert browser.get(page).status_code == 403, page
