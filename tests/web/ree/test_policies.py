"""What the region decided about the rules: its screen, and what it does to reports."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.ree.models import Ree
from app.ree.policies import ship_policies
from app.ree.policymodels import ReePolicy
from app.ree.rules_policy import Weight
from tests.factories.ree import body_of, content_of, make_boiler_job
from tests.helpers import fresh

PAGE = "/impostazioni/regole-ree"
ROW = {
    "body": "IT", "unsafe_co": "ERROR", "low_efficiency": "WARNING", "co_mismatch": "WARNING",
    "analyser": "ERROR", "valid_from": "12/10/2026", "source": "Delibera di prova",
    "is_active": "y",
}  # fmt: skip


@pytest.fixture
def job(people, session):
    browser, technician = people.technician()
    appointment, boiler = make_boiler_job(session, technician)
    return browser, appointment, boiler


def send(job, **facts):
    browser, appointment, boiler = job
    body = body_of(appointment, content_of(boiler.id, **facts))
    return browser.put(f"/api/v1/ree/{uuid4()}", json=body)


def rows(session):
    return fresh(session).scalars(select(ReePolicy).order_by(ReePolicy.id)).all()


def test_administrator_writes_a_decision_with_its_source(people, session):
    owner = people.administrator()

    empty = owner.get(f"{PAGE}/list/").text
    saved = owner.post(f"{PAGE}/add", data=ROW)
    wrong = owner.post(f"{PAGE}/add", data=ROW | {"valid_to": "11/10/2026"})

    assert "Aggiungere una riga" in empty or "Add a row" in empty
    assert (saved.status_code, wrong.status_code) == (302, 422)
    (row,) = rows(session)
    assert (row.body, row.analyser, row.valid_from, row.source) == (
        "IT", Weight.ERROR, date(2026, 10, 12), "Delibera di prova",
    )  # fmt: skip
    assert "12/10/2026" in owner.get(f"{PAGE}/list/").text


@pytest.mark.parametrize(
    ("since", "status"), [(date(2026, 10, 12), 422), (date(2026, 10, 13), 201)]
)
def test_decision_counts_from_its_day(job, session, since, status):
    session.add(ReePolicy(body="IT", analyser=Weight.ERROR, valid_from=since))
    session.commit()

    assert send(job, without=("analyser_serial",)).status_code == status


def test_report_keeps_what_held_on_its_day(job, people, session):
    session.add(ReePolicy(body="IT", analyser=Weight.INFO, source="Delibera 1"))
    session.commit()
    answer = send(job, without=("analyser_serial",))
    (row,) = rows(session)

    people.administrator().post(f"{PAGE}/edit/{row.id}", data=ROW | {"valid_from": ""})

    assert answer.status_code == 201, answer.json
    (changed,) = rows(session)
    assert changed.analyser is Weight.ERROR
    revision = fresh(session).get(Ree, answer.json["id"]).revisions[0]
    assert revision.facts["policy"]["weights"]["analyser"] == "info"
    assert revision.facts["policy"]["source"] == "Delibera 1"
    assert [one["severity"] for one in revision.facts["remarks"]] == ["info"]


def test_company_starts_with_the_national_row_once(session):
    ship_policies(session)
    ship_policies(session)

    assert [(one.body, one.is_active) for one in session.scalars(select(ReePolicy))] == [
        ("IT", True),
        ("MAR", False),
    ]


def test_nobody_without_the_function_comes_near(people, session, job):
    browser, _appointment, _boiler = job
    reader, _none = people.with_functions("settings.read")

    assert browser.get(f"{PAGE}/list/").status_code in {302, 403}
    assert reader.get(f"{PAGE}/list/").status_code == 200
    assert reader.post(f"{PAGE}/add", data=ROW).status_code in {302, 403}
    assert rows(session) == []
