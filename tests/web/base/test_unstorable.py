"""What no column holds and no format understands: a sentence, never a failure."""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DataError

from app.accounts import profiles
from app.company.models import CompanyProfile
from app.company.queries import company_profile
from app.extensions import db
from app.tenancy.context import company_scope
from tests.conftest import COMPANY
from tests.helpers import fresh


@pytest.mark.parametrize("typed", ["100% nostri", "%(x)s", "%n", "{0} %"])
def test_a_per_cent_sign_in_a_refused_text_is_shown_as_typed(people, session, typed):
    before = company_profile(session).vat_number

    answer = people.administrator().post("/azienda/", data={"vat_number": typed})

    assert answer.status_code == 422
    assert typed in answer.text
    assert company_profile(fresh(session)).vat_number == before


def test_a_sign_that_no_database_holds_is_left_out_of_a_name(people):
    browser = people.administrator()

    answer = browser.post("/permessi/profili", data={"name": "Uf\x00ficio"})

    assert answer.status_code == 302
    assert "Ufficio" in browser.get("/permessi/").text


def test_what_only_the_database_refuses_gets_a_sentence(people, monkeypatch):
    def refuse(*_arguments):
        raise DataError("INSERT", {}, ValueError("out of range"))

    browser = people.administrator()
    monkeypatch.setattr(profiles, "create_profile", refuse)

    answer = browser.post("/permessi/profili", data={"name": "Ufficio"})

    assert answer.status_code == 400
    assert "out of range" not in answer.text
    assert "INSERT" not in answer.text


@pytest.mark.parametrize("wrong", [{"legal_name": "a\x00b"}, {"smtp_port": 10**30}])
def test_both_databases_refuse_what_one_cannot_hold(app, session, wrong):
    with app.app_context(), company_scope(COMPANY):
        with pytest.raises(DataError):
            db.session.execute(update(CompanyProfile).values(wrong))
        db.session.rollback()
