"""The list of dates moved by rules: shown, taken note of, nobody else's."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.devices.models import DateMove
from app.devices.rules import DateKind, MoveCause
from tests.factories.ree import make_boiler_job
from tests.helpers import counted_statements, fresh

NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def move(session):
    _appointment, device = make_boiler_job(session)
    row = DateMove(
        device_id=device.id, kind=DateKind.CONTROL, before=date(2027, 3, 1),
        after=date(2028, 3, 1), moved_at=NOW, moved_on=date(2026, 10, 1),
        cause=MoveCause.PERIODS, moved_by="Anna Verdi",
    )  # fmt: skip
    session.add(row)
    session.commit()
    return row.id, device.id


def test_moved_date_is_shown_with_who_and_why_and_leads_to_the_reasons(people, move):
    pk, device_id = move
    office = people.secretary()

    page = office.get("/manutenzioni/spostate/").text

    for words in ("01/03/2027", "01/03/2028", "Anna Verdi"):
        assert words in page
    assert "/manutenzioni/spostate/" in office.get("/manutenzioni/").text
    answer = office.get(f"/manutenzioni/spostate/show/{pk}")
    assert answer.location.endswith(f"/manutenzioni/{device_id}")
    assert f"/manutenzioni/{device_id}" in office.get(f"/apparecchi/show/{device_id}").text


def test_who_takes_note_is_kept_and_the_first_stays(people, session, move):
    pk, _device_id = move
    office = people.secretary()

    for _time in range(2):
        office.post("/manutenzioni/spostate/action_post", data={"action": "seen", "rowid": [pk]})

    row = fresh(session).scalars(select(DateMove)).one()
    assert row.seen_at is not None
    assert row.seen_by
    assert "Anna Verdi" not in office.get("/manutenzioni/spostate/").text
    assert "Anna Verdi" in office.get("/manutenzioni/spostate/?tab=all").text


def test_technician_and_other_company_see_none(people, other_people, session, move):
    pk, _device_id = move
    technician, _row = people.technician()

    assert technician.get("/manutenzioni/spostate/").status_code in {302, 403}
    stranger = other_people.secretary()
    assert stranger.get(f"/manutenzioni/spostate/show/{pk}").status_code == 404
    stranger.post("/manutenzioni/spostate/action_post", data={"action": "seen", "rowid": [pk]})
    assert fresh(session).scalars(select(DateMove)).one().seen_at is None


def test_list_costs_little(app, people, move):
    office = people.secretary()
    office.get("/manutenzioni/spostate/")

    with counted_statements(app) as statements:
        office.get("/manutenzioni/spostate/")

    assert len(statements) <= 8, statements
