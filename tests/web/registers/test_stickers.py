"""Fee stickers: the stock, one sticker for one report."""

from threading import Thread
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.registers.models import FeeSticker
from app.registers.rules import StickerState
from tests.factories.ree import body_of, content_of, make_boiler_job
from tests.helpers import fresh

BATCH = {"series": "a", "first": "0098", "last": "0100", "value": "7,00"}


@pytest.fixture
def office(people):
    return people.secretary()


def report(people, session, number=1):
    browser, technician = people.technician()
    appointment, boiler = make_boiler_job(session, technician, number)
    body = body_of(appointment, content_of(boiler.id))
    return browser.put(f"/api/v1/ree/{uuid4()}", json=body).json["id"]


def stock(session):
    return fresh(session).scalars(select(FeeSticker).order_by(FeeSticker.number)).all()


def test_batch_is_added_once(office, session):
    added = office.post("/bollini/nuovi/", data=BATCH)
    again = office.post("/bollini/nuovi/", data=BATCH | {"first": "0100", "last": "0101"})
    wrong = office.post("/bollini/nuovi/", data=BATCH | {"first": "5", "last": "4"})

    assert (added.status_code, again.status_code, wrong.status_code) == (302, 422, 422)
    assert "A0100" in again.text
    assert [one.label for one in stock(session)] == ["A0098", "A0099", "A0100"]
    assert "A0099" in office.get("/bollini/").text


def test_sticker_goes_on_one_report_and_a_report_has_one(office, people, session):
    office.post("/bollini/nuovi/", data=BATCH)
    first, second = report(people, session), report(people, session, 2)
    one, other, _third = stock(session)
    key, spare = one.id, other.id

    assert "A0098" in office.get(f"/ree/{first}").text
    for ree, sticker in ((first, key), (second, key), (first, spare), (second, 999999)):
        office.post(f"/bollini/ree/{ree}", data={"sticker_id": sticker})

    assert [(row.state, row.ree_id) for row in stock(session)] == [
        (StickerState.USED, first),
        (StickerState.FREE, None),
        (StickerState.FREE, None),
    ]
    assert "A0098" in office.get(f"/ree/{first}").text


def test_two_offices_at_once_use_a_sticker_once(office, people, session):
    office.post("/bollini/nuovi/", data=BATCH)
    reports = [report(people, session), report(people, session, 2)]
    key = stock(session)[0].id
    session.rollback()
    browsers = [office, people.secretary()]
    threads = [
        Thread(
            target=browser.post, args=(f"/bollini/ree/{ree}",), kwargs={"data": {"sticker_id": key}}
        )
        for browser, ree in zip(browsers, reports, strict=True)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    used = [row for row in stock(session) if row.state is StickerState.USED]
    assert [row.id for row in used] == [key]
    assert used[0].ree_id in reports


def test_technician_keeps_no_stickers(people, session):
    ree = report(people, session)
    browser, _technician = people.technician()

    assert browser.post(f"/bollini/ree/{ree}", data={"sticker_id": 1}).status_code in {302, 403}
    assert browser.post("/bollini/nuovi/", data=BATCH).status_code in {302, 403}
    assert stock(session) == []


def test_lost_sticker_is_taken_out_and_cannot_be_used(office, people, session):
    office.post("/bollini/nuovi/", data=BATCH)
    ree, key = report(people, session), stock(session)[0].id

    office.post("/bollini/action_post", data={"action": "void", "rowid": [key]})
    office.post(f"/bollini/ree/{ree}", data={"sticker_id": key})

    assert stock(session)[0].state is StickerState.VOID
    assert stock(session)[0].ree_id is None
