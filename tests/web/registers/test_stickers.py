"""Fee stickers: the stock, one sticker for one report."""

from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.registers.models import FeeSticker
from app.registers.rules import StickerState
from tests.factories.ree import body_of, content_of, make_boiler_job
from tests.helpers import at_once, fresh

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

    at_once(
        [
            partial(browser.post, f"/bollini/ree/{ree}", data={"sticker_id": key})
            for browser, ree in zip(browsers, reports, strict=True)
        ]
    )

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


def packed(office, technician):
    office.post("/bollini/nuovi/", data=BATCH | {"pack": technician.id})


def sent(browser, session, technician, number, sticker):
    appointment, boiler = make_boiler_job(session, technician, number)
    body = body_of(appointment, content_of(boiler.id, sticker=sticker))
    answer = browser.put(f"/api/v1/ree/{uuid4()}", json=body)
    assert answer.status_code == 201, answer.json
    return answer.json["id"]


def test_phone_proposes_the_next_sticker_of_the_own_pack_only(office, people, session):
    browser, technician = people.technician()
    other_browser, colleague = people.technician()
    packed(office, technician)
    asked = make_boiler_job(session, technician)[0].id
    asked_too = make_boiler_job(session, colleague, 2)[0].id

    own = browser.get(f"/api/v1/ree/context?appointment={asked}").json
    others = other_browser.get(f"/api/v1/ree/context?appointment={asked_too}").json

    assert own["devices"][0]["prefill"]["values"]["sticker"] == "A0098"
    assert "sticker" not in others["devices"][0]["prefill"]["values"]
    assert own["sheets"]["1"]["sections"][0]["items"][0]["name"] == "sticker"


def test_signed_sticker_leaves_the_pack_with_the_report(office, people, session):
    browser, technician = people.technician()
    packed(office, technician)

    ree = sent(browser, session, technician, 1, "a 0098")

    used = stock(session)[0]
    assert (used.state, used.ree_id, str(used.used_on)) == (StickerState.USED, ree, "2026-10-12")


@pytest.mark.parametrize(
    ("typed", "reason"), [("A0098", None), ("A0500", "sticker_unknown"), ("A0099", "sticker_gone")]
)
def test_strange_sticker_is_a_warning_and_keeps_no_report_back(
    office, people, session, typed, reason
):
    browser, technician = people.technician()
    packed(office, technician)
    gone = stock(session)[1].id
    session.rollback()
    office.post("/bollini/action_post", data={"action": "void", "rowid": [gone]})
    content = content_of(make_boiler_job(session, technician, 2)[1].id, sticker=typed)

    said = browser.post("/api/v1/ree/check", json={"content": content}).json["problems"]
    ree = sent(browser, session, technician, 3, typed)

    found = [(one["reason"], one["severity"]) for one in said if one["path"] == "values.sticker"]
    assert found == ([(reason, "warning")] if reason else [])
    assert [one.ree_id for one in stock(session)] == [None if reason else ree, None, None]
    if reason:
        assert typed in office.get(f"/ree/{ree}").text


def test_sticker_of_another_report_is_warned_of(office, people, session):
    browser, technician = people.technician()
    packed(office, technician)
    first = sent(browser, session, technician, 1, "A0098")
    content = content_of(make_boiler_job(session, technician, 2)[1].id, sticker="A0098")

    def reasons(**more):
        said = browser.post("/api/v1/ree/check", json={"content": content} | more).json
        return [one["reason"] for one in said["problems"] if one["path"] == "values.sticker"]

    assert reasons() == ["sticker_used"]
    assert reasons(ree_id=first) == []
    second = sent(browser, session, technician, 3, "A0098")
    assert stock(session)[0].ree_id == first
    assert "A0098" in office.get(f"/ree/{second}").text


@pytest.mark.parametrize(
    ("then", "state"), [("stock", StickerState.FREE), ("cancel", StickerState.VOID)]
)
def test_sticker_leaves_its_report_only_with_a_reason(office, people, session, then, state):
    browser, technician = people.technician()
    packed(office, technician)
    ree = sent(browser, session, technician, 1, "A0098")
    address = f"/bollini/ree/{ree}/togli"

    office.post(address, data={"then": then, "note": " "})
    kept = stock(session)[0].ree_id
    browser.post(address, data={"then": then, "note": "Rapporto annullato"})
    kept_from_technician = stock(session)[0].ree_id
    office.post(address, data={"then": then, "note": "Rapporto annullato"})

    row = stock(session)[0]
    assert (kept, kept_from_technician) == (ree, ree)
    assert (row.state, row.ree_id, row.note) == (state, None, "Rapporto annullato")


def test_stickers_move_between_packs_and_only_free_ones(office, people, session):
    browser, technician = people.technician()
    _other, colleague = people.technician()
    packed(office, technician)
    sent(browser, session, technician, 1, "A0098")
    move = {"series": "A", "first": "0099", "last": "0100", "pack": colleague.id}

    refused = office.post("/bollini/consegna/", data=move | {"first": "0098"})
    moved = office.post("/bollini/consegna/", data=move)

    assert (refused.status_code, moved.status_code) == (422, 302)
    packs = [one.technician_id for one in stock(session)]
    assert packs == [technician.id, colleague.id, colleague.id]
    assert browser.post("/bollini/consegna/", data=move).status_code in {302, 403}
