"""The strip of a flue-gas analyser is read for the form; nothing is stored."""

import pytest
from sqlalchemy import select

from app.thermal.models import AnalyserLabel
from app.thermal.rules_strip import Quantity
from tests.helpers import fresh

URL = "/api/v1/ree/analyser"
LIST = "/impostazioni/analizzatori"
ROW = {"text": "Gas di scarico", "quantity": "FLUE", "analyser": "", "position": "5",
       "is_active": "y"}  # fmt: skip


@pytest.fixture
def own_labels(session):
    yield
    session.rollback()
    for row in session.scalars(select(AnalyserLabel).where(AnalyserLabel.text.like("Gas di%"))):
        session.delete(row)
    session.commit()


def read(people, text, analyser=""):
    browser, _technician = people.technician()
    return browser.post(URL, json={"text": text, "analyser": analyser})


def test_strip_becomes_fields_of_the_form(people):
    text = "T fumi 55,25 °C\nO2 4,8 %\nCO2 9,1 %\nTiraggio 9 mbar\nCO 80 mg/m3\nLambda 1,3"

    answer = read(people, text).json

    (reading,) = answer["readings"]
    assert [(one["group"], one["name"], one["value"]) for one in reading["found"]] == [
        ("measurements", "flue_c", "55.3"),
        ("measurements", "o2", "4.8"),
    ]
    assert [(one["name"], one["value"]) for one in reading["outside"]] == [("draught_pa", "900")]
    assert reading["derived"] == ["CO2"]
    assert [one["text"] for one in answer["unread"]] == ["CO 80 mg/m3", "Lambda 1,3"]
    assert [bool(one["reason"]) for one in answer["unread"]] == [True, False]


def test_co2_alone_is_the_measured_gas(people):
    (reading,) = read(people, "CO2 9,1 %").json["readings"]

    assert [one["name"] for one in reading["found"]] == ["co2"]
    assert reading["derived"] == []


def test_mean_is_offered_beside_the_measurements(people):
    text = "Seriale;O2;CO;Ora\nT1;4,8;80;9.10\nT1;4,9;81;9.20\nT1;5,0;83;9.30"

    readings = read(people, text).json["readings"]

    assert [one["is_mean"] for one in readings] == [False, False, False, True]
    assert [one["title"] for one in readings][:2] == ["9.10", "9.20"]
    assert {one["name"]: one["value"] for one in readings[-1]["found"]} == {
        "analyser_serial": "T1", "o2": "4.9", "co_dry_ppm": "81.33",
    }  # fmt: skip


def test_measurements_of_other_quantities_have_no_mean(people):
    readings = read(people, "O2;CO\n4,8;80\n4,9;").json["readings"]

    assert [one["is_mean"] for one in readings] == [False, False]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": 5}, 422),
        ({}, 422),
        ([], 422),
        ({"text": "O2 5", "analyser": 1}, 422),
        ({"text": "O2 5", "analyser": "x" * 201}, 422),
        ({"text": "x" * 50_001}, 413),
    ],
)
def test_what_is_no_strip_is_refused(people, body, status):
    browser, _technician = people.technician()

    assert browser.post(URL, json=body).status_code == status


def test_only_who_writes_reports_asks(people, app):
    browser, _none = people.with_functions("interventions.read")

    assert browser.post(URL, json={"text": "O2 5"}).status_code == 403


@pytest.mark.usefixtures("own_labels")
def test_company_adds_the_words_of_its_analyser(people, session):
    administrator = people.administrator()
    text = "GAS DI SCARICO: 55 °C"
    assert read(people, text).json["readings"] == []

    answer = administrator.post(f"{LIST}/add", data=ROW | {"analyser": "Rossi 12"})

    assert answer.status_code == 302, answer.text[-2000:]
    row = fresh(session).scalars(
        select(AnalyserLabel).where(AnalyserLabel.text == "Gas di scarico")
    ).one()  # fmt: skip
    assert (row.quantity, row.analyser, row.position) == (Quantity.FLUE, "Rossi 12", 5)
    assert read(people, text).json["readings"] == []
    (reading,) = read(people, text, "Rossi 12").json["readings"]
    assert reading["found"][0]["value"] == "55"
    again = administrator.post(
        f"{LIST}/add", data=ROW | {"text": "gas di scarico:", "analyser": "rossi 12"}
    )
    assert again.status_code == 422
    assert "is-invalid" in again.text
    change = administrator.post(f"{LIST}/edit/{row.id}", data=ROW | {"is_active": ""})
    assert change.status_code == 302, change.text[-2000:]
    assert read(people, text).json["readings"] == []


def test_shipped_labels_are_listed_and_no_technician_changes_them(people):
    browser, _technician = people.technician()

    assert "abgastemperatur" in people.administrator().get(f"{LIST}/?q=abgastemp").text
    assert browser.get(f"{LIST}/").status_code in {302, 403}
    assert browser.post(f"{LIST}/add", data=ROW).status_code in {302, 403}
