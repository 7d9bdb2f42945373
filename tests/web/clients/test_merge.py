"""The screen on which two cards are united, and who may not use it."""

import pytest

from app.clients import service
from app.clients.models import Client
from tests.helpers import fresh

MERGER = ("clients.read", "clients.all", "clients.write", "clients.delete")


@pytest.fixture
def cards(session):
    first = service.create_client(
        session,
        {"last_name": "Rossi", "first_name": "Mario", "street": "Via Roma", "municipality":
         "Bergamo", "private_note": "paga tardi", "phones": "333 1234567"},
    )  # fmt: skip
    second = service.create_client(
        session,
        {"last_name": "Rossi", "first_name": "Mario", "street": "Via Milano", "municipality":
         "Bergamo", "plant_code": "X9", "private_note": "cane cattivo"},
    )  # fmt: skip
    session.commit()
    return first, second


def unite(browser, cards, keep, **choices):
    first, second = cards
    versions = {f"version-{card.id}": card.version for card in cards}
    return browser.post(
        f"/clienti/unisci/{second.id}/{first.id}", data={**versions, "keep": keep, **choices}
    )


def test_the_likely_double_is_offered_and_any_card_is_found(people, cards):
    first, second = cards
    browser = people.secretary()

    page = browser.get(f"/clienti/unisci/{second.id}").text
    found = browser.get(f"/clienti/unisci/{second.id}?q=via+roma").text
    nothing = browser.get(f"/clienti/unisci/{second.id}?q=zzz").text

    assert f"/clienti/unisci/{second.id}/{first.id}" in page
    assert f"/clienti/unisci/{second.id}/{first.id}" in found
    assert "zzz" in nothing


def test_differences_stand_side_by_side(people, cards):
    first, second = cards

    page = people.secretary().get(f"/clienti/unisci/{second.id}/{first.id}").text

    assert "Via Roma, Bergamo" in page.replace(" 24121,", "")
    assert 'name="street"' in page
    assert 'name="display_name"' not in page
    # What the older card does not say is taken from the other.
    assert f'value="{second.id}" id="plant_code-{second.id}"' in page
    chosen = page[page.index(f'id="plant_code-{second.id}"') :][:120]
    assert "checked" in chosen


def test_the_choice_decides_and_the_old_card_leads_to_the_new(people, session, cards):
    first, second = cards
    browser = people.secretary()

    answer = unite(browser, cards, first.id, street=second.id, plant_code=second.id)

    assert answer.headers["Location"] == f"/clienti/{first.id}"
    kept = fresh(session).get(Client, first.id)
    assert (kept.street, kept.plant_code) == ("Via Milano", "X9")
    assert kept.private_note == "paga tardi\ncane cattivo"
    assert browser.get(f"/clienti/{second.id}").headers["Location"] == f"/clienti/{first.id}"
    assert browser.get(f"/clienti/edit/{second.id}").status_code == 404
    assert browser.get("/clienti/options?q=rossi").text.count("Rossi Mario") == 1
    history = browser.get(f"/clienti/{first.id}?tab=history").text
    assert f"<del>{second.number}</del>" in history


def test_nothing_happens_without_a_choice_or_after_a_change(people, session, cards):
    first, second = cards
    browser = people.secretary()

    assert unite(browser, cards, "").status_code == 302
    assert unite(browser, cards, "999").status_code == 302
    service.update_client(session, second, {"area": "nord"})
    session.commit()
    stale = browser.post(
        f"/clienti/unisci/{second.id}/{first.id}",
        data={f"version-{first.id}": 1, f"version-{second.id}": 1, "keep": first.id},
    )

    assert stale.headers["Location"] == f"/clienti/unisci/{second.id}/{first.id}"
    assert {card.state.value for card in fresh(session).query(Client)} == {"active"}


def test_the_private_note_is_not_shown_to_who_may_not_read_it(people, session, cards):
    first, second = cards
    browser, _technician = people.with_functions(*MERGER)

    for path in (f"/clienti/unisci/{second.id}", f"/clienti/unisci/{second.id}/{first.id}"):
        page = browser.get(path).text
        assert "paga tardi" not in page
        assert "cane cattivo" not in page
    unite(browser, cards, first.id, private_note=second.id)
    assert "cane cattivo" not in browser.get(f"/clienti/{first.id}?tab=history").text
    assert fresh(session).get(Client, first.id).private_note == "paga tardi\ncane cattivo"


def test_uniting_needs_its_function(people, session, cards):
    first, second = cards
    plain, _technician = people.with_functions("clients.read", "clients.all", "clients.write")
    technician, _row = people.technician()

    for browser in (plain, technician):
        assert browser.get(f"/clienti/unisci/{first.id}").status_code in {302, 403}
        assert unite(browser, cards, first.id).status_code in {302, 403}
        assert fresh(session).get(Client, second.id).merged_into_id is None
    assert "/clienti/unisci/" not in plain.get(f"/clienti/{first.id}").text


def test_another_company_unites_nothing(other_people, session, cards):
    first, second = cards
    browser = other_people.secretary()

    assert browser.get(f"/clienti/unisci/{first.id}").status_code == 404
    assert unite(browser, cards, first.id).status_code == 404
    assert fresh(session).get(Client, second.id).merged_into_id is None


def test_uniting_needs_the_token(app, people, session, cards, monkeypatch):
    browser = people.secretary()
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    assert unite(browser, cards, cards[0].id).status_code == 400


def test_a_card_is_deleted_from_the_card_and_not_from_the_list(people, session, cards):
    key = cards[0].id
    browser = people.secretary()

    assert "/clienti/delete/" not in browser.get("/clienti/").text
    assert f"/clienti/delete/{key}" in browser.get(f"/clienti/{key}").text
    browser.post(f"/clienti/delete/{key}")
    assert fresh(session).get(Client, key) is None
