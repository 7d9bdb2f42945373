"""What the form of a card asks for while one types."""

import pytest

from app.clients import service
from app.clients.models import Client
from tests.helpers import fresh

#: A valid invented code of Rossi Mario.
CODE = "RSSMRA80A01H501U"
WRITER = ("clients.read", "clients.all", "clients.add", "clients.write")


@pytest.fixture
def card(session):
    made = service.create_client(
        session,
        {"last_name": "Rossi", "first_name": "Mario", "tax_code": CODE, "street": "Via Roma",
         "street_number": "3", "municipality": "Bergamo",
         "phones": [("333 1234567", "cellulare"), ("035 123456", "casa")],
         "private_note": "paga tardi"},
    )  # fmt: skip
    session.commit()
    return made


def check(browser, **typed):
    return browser.post("/api/v1/clients/check", data=typed)


@pytest.mark.parametrize("typed", [
    {"tax_code": "rss mra 80a01 h501u"},
    {"phones": ["", "+39 035 123456"]},
    {"last_name": "ROSSI", "first_name": "mario", "municipality": "bergamo"},
    {"last_name": "Rossi", "first_name": "Mario"},
    {"street": "via roma", "street_number": "3", "municipality": "Bergamo"},
])  # fmt: skip
def test_a_likely_double_is_named_with_its_card(people, card, typed):
    found = check(people.secretary(), **typed).get_json()["duplicates"]

    assert [(row["name"], row["url"]) for row in found] == [("Rossi Mario", f"/clienti/{card.id}")]
    assert found[0]["reason"]


@pytest.mark.parametrize("typed", [
    {"last_name": "Rossi", "first_name": "Mario", "municipality": "Pistoia"},
    {"last_name": "Rossi"},
    {"street": "Via Roma", "street_number": "3", "municipality": "Bergamo", "unit": "4"},
    {"phones": "333"},
    {},
])  # fmt: skip
def test_others_are_not_named(people, card, typed):
    assert check(people.secretary(), **typed).get_json()["duplicates"] == []


def test_a_card_is_not_its_own_double(people, card):
    assert check(people.secretary(), tax_code=CODE, id=card.id).get_json()["duplicates"] == []


def test_wrong_codes_are_told_beside_their_fields(people):
    answer = check(
        people.secretary(), tax_code="RSSMRA80A01H501X", vat_number="12345678901",
        recipient_code="AB", postcode="24121", municipality="Pistoia",
    )  # fmt: skip

    tones = {name: hint["tone"] for name, hint in answer.get_json()["hints"].items()}
    assert tones == {
        "tax_code": "danger", "vat_number": "danger", "recipient_code": "danger",
        "postcode": "warning",
    }  # fmt: skip


def test_the_code_of_somebody_else_is_hinted(people):
    hint = check(people.secretary(), tax_code=CODE, last_name="Verdi").get_json()["hints"]

    assert hint["tax_code"]["tone"] == "warning"
    assert "Verdi" in hint["tax_code"]["text"]


def test_the_kind_is_recognised_with_its_reason(people):
    person = check(people.secretary(), last_name="Rossi", tax_code=CODE).get_json()["subject"]
    body = check(people.secretary(), is_firm="y", company_name="Comune di Bergamo").get_json()

    assert (person["kind"], person["recipient_code"]) == ("person", "0000000")
    assert (body["subject"]["kind"], body["subject"]["recipient_code"]) == ("public_body", "")


def test_the_private_note_is_neither_asked_nor_told(people, card):
    browser, _technician = people.with_functions(*WRITER)

    assert "paga tardi" not in check(browser, tax_code=CODE, private_note="paga").text


def test_a_reader_may_not_ask(people, card):
    browser, _technician = people.with_functions("clients.read", "clients.all")

    assert check(browser, tax_code=CODE).status_code == 403


def test_without_all_clients_nobody_is_found(people, card):
    """A technician who may change the cards of the day's work cannot try out tax codes."""
    browser, _technician = people.with_functions(
        "clients.read", "clients.write", works_as_technician=True
    )

    for typed in ({"tax_code": CODE}, {"phones": "333 1234567"}, {"last_name": "Rossi",
                  "first_name": "Mario"}):  # fmt: skip
        answer = check(browser, **typed)
        assert answer.status_code == 200
        assert answer.get_json()["duplicates"] == []
    assert "Mario" not in browser.get("/api/v1/clients/places?q=rossi").text


def test_a_plain_technician_and_another_company_get_nothing(people, other_people, card):
    browser, _technician = people.technician()

    assert check(browser, tax_code=CODE).status_code in {302, 403}
    assert check(other_people.secretary(), tax_code=CODE).get_json()["duplicates"] == []


def test_asking_needs_the_token(app, people, card, monkeypatch):
    browser = people.secretary()
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    assert check(browser, tax_code=CODE).status_code == 400


def test_a_comune_comes_with_its_postcodes_and_its_point(people):
    found = people.secretary().get("/api/v1/clients/places?q=castro").get_json()["items"]

    assert {row["province"] for row in found[:2]} == {"BG", "LE"}
    assert found[0]["postal_codes"]
    assert 35 < found[0]["latitude"] < 48


def test_hostile_questions_are_answered(people):
    browser = people.secretary()

    assert browser.get("/api/v1/clients/places?q=%00%ff'").status_code == 200
    assert check(browser, tax_code="\x00", id="9" * 30, phones="x" * 5000).status_code == 200


CARD = {"last_name": "Verdi", "payer": "OCCUPANT", "responsible_role": "OCCUPANT"}


def test_contacts_are_stored_as_rows_the_first_is_shown(people, session):
    answer = people.secretary().post("/clienti/add", data={
        **CARD, "phones": ["035 123456", "", "333 1234567"],
        "phones_label": ["casa", "", "moglie"], "emails": ["Anna@Example.it"],
        "emails_label": ["ufficio"],
    })  # fmt: skip

    assert answer.status_code == 302
    made = fresh(session).query(Client).one()
    assert {(c.value, c.label) for c in made.contacts} == {
        ("+39035123456", "casa"), ("anna@example.it", "ufficio"), ("+393331234567", "moglie"),
    }  # fmt: skip
    assert (made.phone, made.email) == ("035 123456", "anna@example.it")


def test_a_wrong_number_is_told_and_the_rows_stay(people, session):
    answer = people.secretary().post("/clienti/add", data={
        **CARD, "phones": ["333 1234567", "12"], "phones_label": ["casa", "figlia"],
    })  # fmt: skip

    assert answer.status_code == 422
    assert "phones-error" in answer.text
    assert 'value="12"' in answer.text
    assert 'value="figlia"' in answer.text
    assert fresh(session).query(Client).count() == 0


@pytest.mark.parametrize(("typed", "kept"), [
    ({"latitude": "45,7", "longitude": "9,7"}, (45.7, 9.7, "manual")),
    ({}, (45.69, 9.66, "municipality")),
])  # fmt: skip
def test_a_point_put_by_hand_stays(people, session, typed, kept):
    people.secretary().post("/clienti/add", data={**CARD, "municipality": "Bergamo", **typed})

    made = fresh(session).query(Client).one()
    assert (made.latitude, made.longitude) == pytest.approx(kept[:2], abs=0.03)
    assert made.geocoded == kept[2]


def test_the_comunes_own_point_is_not_taken_for_a_hand_put_one(people, session):
    browser = people.secretary()
    place = browser.get("/api/v1/clients/places?q=bergamo").get_json()["items"][0]
    point = {name: f"{place[name]:.6f}".replace(".", ",") for name in ("latitude", "longitude")}

    browser.post("/clienti/add", data={**CARD, "municipality": "Bergamo", **point})

    assert fresh(session).query(Client).one().geocoded == "municipality"


def test_a_guessed_kind_stays_a_guess_when_the_card_is_changed(people, session, card):
    page = people.secretary().get(f"/clienti/edit/{card.id}").text

    assert 'selected value="PERSON"' not in page.replace("\n", "")
    assert "client-form-parts" in page
