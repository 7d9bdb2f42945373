"""The history of a card: who changed what from which value to which, and who may not see it."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.agenda.models import Appointment
from app.calls.models import Call
from app.clients import service
from app.clients.queries import HISTORY_SHOWN
from app.clients.trail import MOST_TEXT
from app.devices.models import Device, DeviceType
from app.orm.audit import Actor, set_actor
from app.web.clock import utc_now

READER = ("clients.read", "clients.all")


@pytest.fixture
def card(session):
    set_actor(session, Actor(None, "Paola Neri"))
    made = service.create_client(
        session,
        {"last_name": "Rossi", "first_name": "Mario", "phones": [("333 1234567", "casa")],
         "private_note": "paga tardi"},
    )  # fmt: skip
    session.commit()
    service.update_client(
        session, made,
        {"last_name": "Rossini", "phones": [("333 7654321", "figlia")], "pod": "2026-02-31",
         "private_note": "paga mai", "needs_attention": True, "attention_reason": "Cane"},
    )  # fmt: skip
    session.commit()
    return made


def history(browser, card, **arguments):
    return browser.get(f"/clienti/{card.id}", query_string={"tab": "history", **arguments})


def test_each_change_says_who_and_from_what_to_what(people, card):
    page = history(people.secretary(), card).text

    assert "Paola Neri" in page
    assert "<del>Rossi</del>" in page
    assert "<ins>Rossini</ins>" in page
    assert "<del>333 123 4567</del>" in page
    assert "<ins>333 765 4321</ins>" in page
    assert "<ins>2026-02-31</ins>" in page
    assert "sort_name" not in page
    assert "+39333" not in page


def test_the_private_note_is_shown_only_with_its_function(people, card):
    plain, _technician = people.with_functions(*READER)
    trusted, _technician = people.with_functions(*READER, "client_notes.read")

    page = history(plain, card).text
    assert "paga tardi" not in page
    assert "paga mai" not in page
    assert "Rossini" in page
    assert "<del>paga tardi</del>" in history(trusted, card).text


def test_a_change_of_the_note_alone_leaves_no_trace_for_others(people, session, card):
    set_actor(session, Actor(None, "Nota Segreta"))
    service.update_client(session, card, {"private_note": "altro"})
    session.commit()
    plain, _technician = people.with_functions(*READER)

    assert "Nota Segreta" not in history(plain, card).text
    trusted, _technician = people.with_functions(*READER, "client_notes.read")
    assert "Nota Segreta" in history(trusted, card).text


@pytest.fixture
def work(session, card):
    now = utc_now()
    kind = session.scalars(select(DeviceType.id)).first()
    session.add_all([
        Call(client_id=card.id, received_at=now, description="Perde acqua",
             quoted_fee_eur=Decimal("61.50")),
        Device(client_id=card.id, device_type_id=kind, brand="Vaillant", model="X",
               installed_on=date(2020, 3, 1), useful_power_kw=Decimal("24.50")),
        Appointment(client_id=card.id, starts_at=now, ends_at=now.replace(year=now.year + 1),
                    instructions="Portare la scala", internal_notes="solo ufficio"),
    ])  # fmt: skip
    session.commit()


def test_the_work_of_other_sections_is_part_of_it(people, card, work):
    page = history(people.administrator(), card).text

    for words in ("Perde acqua", "Vaillant", "01/03/2020", "24,5", "Portare la scala", "61,5"):
        assert words in page


@pytest.mark.parametrize(("function", "words"), [
    ("devices.read", "Vaillant"), ("card_calls.read", "Perde acqua"),
    ("agenda.read agenda.all", "Portare la scala"),
])  # fmt: skip
def test_each_section_needs_its_function(people, card, work, function, words):
    plain, _technician = people.with_functions(*READER)
    holder, _technician = people.with_functions(*READER, *function.split())

    assert words not in history(plain, card).text
    assert words in history(holder, card).text


def test_amounts_need_their_function(people, card, work):
    plain, _technician = people.with_functions(*READER, "card_calls.read")
    holder, _technician = people.with_functions(*READER, "card_calls.read", "prices.read")

    assert "61,5" not in history(plain, card).text
    assert "61,5" in history(holder, card).text


def test_long_histories_come_in_pages(people, session, card):
    for number in range(HISTORY_SHOWN):
        service.update_client(session, card, {"area": f"zona {number} "})
        session.flush()
    session.commit()
    browser = people.secretary()

    first = history(browser, card).text
    assert "<del>Rossi</del>" not in first
    older = first[first.index("before=") :].split('"')[0].removeprefix("before=")
    assert "<del>Rossi</del>" in history(browser, card, before=older).text


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "0"])
def test_wrong_pages_do_no_harm(people, card, before):
    assert history(people.secretary(), card, before=before).status_code == 200


def test_long_texts_are_cut_and_escaped(people, session, card):
    service.update_client(session, card, {"access_notes": "<b>" + "a" * 2000})
    session.commit()

    page = history(people.secretary(), card).text

    assert "&lt;b&gt;" in page
    assert "a" * (MOST_TEXT + 1) not in page


def test_another_company_sees_nothing(other_people, card):
    assert history(other_people.secretary(), card).status_code == 404
