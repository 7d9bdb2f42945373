"""The legal numbers under the company's settings, and who decides for its plants."""

import pytest
from sqlalchemy import select

from app.company.models import CompanyProfile
from app.devices.service import REFRESH
from app.jobs.models import OutboxJob
from app.thermal.models import ControlPeriod, Refrigerant
from tests.helpers import fresh

URL = "/impostazioni/periodicita-ree"
ROW = {
    "code": "X-1", "body": "LOM", "generator": "FLAME", "is_for_gas": "y", "power": "USEFUL",
    "min_kw": "10", "max_kw": "35", "years": "2", "rounding": "NONE", "start": "ANY",
    "place": "ANY", "valid_from": "01/01/2026", "source": "DGR di prova", "certainty": "CERTAIN",
    "is_active": "y",
}  # fmt: skip


@pytest.fixture
def own_row(session):
    yield
    session.rollback()
    for row in session.scalars(select(ControlPeriod).where(ControlPeriod.code == "X-1")):
        session.delete(row)
    session.commit()


def asked(session):
    return session.scalars(select(OutboxJob).where(OutboxJob.name == REFRESH)).all()


def test_shipped_rows_are_listed_with_source_and_certainty(people):
    page = people.administrator().get(f"{URL}/?q=IT-A74-03&cols=code,source,certainty,years").text

    assert "IT-A74-03" in page
    assert "DPR 74/2013, Allegato A" in page


@pytest.mark.usefixtures("own_row")
def test_a_new_row_is_stored_and_all_dates_follow(people, session):
    browser = people.administrator()

    answer = browser.post(f"{URL}/add", data=ROW)

    assert answer.status_code == 302, answer.text[-3000:]
    row = fresh(session).scalars(select(ControlPeriod).where(ControlPeriod.code == "X-1")).one()
    assert (row.years, row.max_kw, row.is_for_gas, row.is_for_biomass) == (2, 35, True, False)
    assert len(asked(session)) == 1
    page = browser.get(f"{URL}/edit/{row.id}").text
    assert "DGR di prova" in page

    assert browser.post(f"{URL}/delete/{row.id}").status_code == 302
    assert len(asked(fresh(session))) == 2


@pytest.mark.usefixtures("own_row")
@pytest.mark.parametrize(
    "values",
    [{"max_kw": "5"}, {"valid_to": "31/12/2025"}, {"years": "0"}, {"body": "XXX"}, {"code": ""}],
)
def test_rows_that_cannot_be_are_refused(people, session, values):
    answer = people.administrator().post(f"{URL}/add", data=ROW | values)

    assert answer.status_code == 422
    assert "is-invalid" in answer.text
    assert "DGR di prova" in answer.text
    assert not asked(fresh(session))


def test_a_refrigerant_is_changed(people, session):
    gas = session.scalars(select(Refrigerant).where(Refrigerant.code == "R454B")).one()
    values = {"code": "R454B", "gwp": "465", "annex": "ONE", "certainty": "LIKELY", "is_active": 1}
    url = f"/impostazioni/refrigeranti/edit/{gas.id}"

    assert people.administrator().post(url, data=values).status_code == 302
    fresh(session)
    assert gas.gwp == 465
    gas.gwp = 466
    session.commit()


@pytest.mark.parametrize("path", [URL, "/impostazioni/refrigeranti"])
def test_only_the_settings_right_opens_them(people, path):
    browser, _technician = people.technician()
    assert browser.get(f"{path}/").status_code == 403
    assert people.secretary().get(f"{path}/").status_code == 403
    reader, _none = people.with_functions("settings.read")
    assert reader.get(f"{path}/").status_code == 200
    assert reader.post(f"{path}/add", data=ROW).status_code == 403


def test_the_company_says_who_decides(people, session):
    profile = session.get(CompanyProfile, 1)
    data = {
        "version": profile.version,
        "due_mode": "visit",
        "control_body": "MAR",
        "contract_notice_days": 60,
        "renewal_lead_days": 30,
    }

    answer = people.administrator().post("/azienda/orari/", data=data)

    assert answer.status_code == 302
    fresh(session)
    assert profile.control_body == "MAR"
    assert len(asked(session)) == 1
    profile.control_body = ""
    session.commit()
