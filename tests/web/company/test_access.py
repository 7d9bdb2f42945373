"""The rules of sign-in by profile, set by administrators."""

import pyotp
import pytest
from flask_appbuilder.security.sqla import models as fab
from sqlalchemy import select

from app.accounts import catalogue, secondfactor, sessions
from app.accounts.signinmodels import SecondFactor, SignInPolicy
from app.mail.models import OutgoingMail
from app.orm.audit import AuditEntry
from app.web.clock import utc_now
from tests.helpers import committed, fresh


@pytest.fixture
def role(session):
    return session.scalars(select(fab.Role).where(fab.Role.name == catalogue.SECRETARY)).one()


def form_data(session, profile, **changes):
    data = {"version": profile.version}
    for role_id, (_name, policy) in sessions.policies(session).items():
        data[f"hours_{role_id}"] = str(policy.session_hours)
        if policy.needs_second_factor:
            data[f"factor_{role_id}"] = "y"
    return {**data, **changes}


def test_rules_are_stored_noted_told_and_work_at_once(people, session, profile, role):
    account, _ = people.account([catalogue.SECRETARY])
    worker, browser = people.browser(account), people.administrator()
    data = form_data(session, profile, **{f"hours_{role.id}": "8", f"factor_{role.id}": "y"})

    answer = browser.post("/azienda/accessi/", data=data)

    assert answer.status_code == 302
    stored = fresh(session).get_one(SignInPolicy, role.id)
    assert (stored.session_hours, stored.needs_second_factor) == (8, True)
    assert worker.get("/").location == "/accesso/"
    (mail,) = session.scalars(select(OutgoingMail))
    assert catalogue.SECRETARY in mail.text
    entry = session.scalars(select(AuditEntry).where(AuditEntry.entity == "sign_in_policies")).one()
    assert entry.changes["needs_second_factor"][1] is True


def test_saving_what_is_shown_changes_nothing(people, session, profile):
    people.administrator().post("/azienda/accessi/", data=form_data(session, profile))

    assert fresh(session).scalars(select(SignInPolicy)).all() == []
    assert session.scalars(select(OutgoingMail)).all() == []


@pytest.mark.parametrize("typed", ["", "0", "99999", "x"])
def test_hours_are_chosen_from_the_list(people, session, profile, role, typed):
    data = form_data(session, profile, **{f"hours_{role.id}": typed})

    assert people.administrator().post("/azienda/accessi/", data=data).status_code == 422
    assert fresh(session).scalars(select(SignInPolicy)).all() == []


def test_of_two_administrators_the_second_is_told(people, session, profile, role):
    data = form_data(session, profile, **{f"hours_{role.id}": "8"})
    people.administrator().post("/azienda/accessi/", data=data)
    data[f"hours_{role.id}"] = "4"

    assert people.administrator().post("/azienda/accessi/", data=data).status_code == 422
    assert fresh(session).get_one(SignInPolicy, role.id).session_hours == 8


def protected(people):
    account, _ = people.account([catalogue.SECRETARY])
    secondfactor.begin(people.session, account)
    key = secondfactor.pending_key(people.session, account)
    secondfactor.confirm(people.session, account, pyotp.TOTP(key).now(), now=utc_now())
    people.session.commit()
    return account


def test_a_lost_phone_is_helped_by_an_administrator_only(people, session):
    account = protected(people)
    signed_in = people.browser(account)
    address = f"/azienda/accessi/{account.id}/togli"

    assert people.secretary().post(address).status_code in {302, 403}
    assert fresh(session).get(SecondFactor, account.id) is not None
    assert people.administrator().post(address).status_code == 302

    assert fresh(session).get(SecondFactor, account.id) is None
    assert signed_in.get("/").status_code == 302
    assert people.administrator().post(address).status_code == 404


def test_another_company_s_account_is_out_of_reach(people, other_people, other_session):
    account = protected(other_people)

    answer = people.administrator().post(f"/azienda/accessi/{account.id}/togli")

    assert answer.status_code == 404
    assert committed(other_session, other_session.get_one(SecondFactor, account.id))
