"""The register: who reads it, what it finds, and that nobody rewrites it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.accounts import catalogue
from app.orm.audit import AuditEntry
from app.orm.audittrail import amendable
from app.web.clock import utc_now
from tests.helpers import counted_statements, fresh


def entry(session, **values):
    values.setdefault("user_label", "Anna Rossi")
    values.setdefault("action", "update")
    values.setdefault("entity", "clients")
    values.setdefault("entity_id", "7")
    values.setdefault("changes", {"street": ["Via Roma 1", "Via Milano 2"]})
    values.setdefault("at", utc_now())
    row = AuditEntry(**values)
    session.add(row)
    session.commit()
    return row


def test_administrators_see_who_changed_what(people, session):
    entry(session, address="10.0.0.7")

    page = people.administrator().get("/registro/").get_data(as_text=True)

    assert "Anna Rossi" in page
    assert "Via Roma 1 → Via Milano 2" in page
    assert "10.0.0.7" in page


@pytest.mark.parametrize("address", ["/registro/", "/registro/1", "/registro/export/csv"])
def test_nobody_else_opens_it(people, client, session, address):
    entry(session, id=1)
    technician, _ = people.lead()

    assert people.secretary().get(address).status_code in {302, 403}
    assert technician.get(address).status_code in {302, 403}
    assert "/login/" in client.get(address).location


def test_the_other_company_is_not_in_it(people, other_people, session, other_session):
    entry(other_session, user_label="Di un'altra azienda")
    entry(session)

    page = people.administrator().get("/registro/").get_data(as_text=True)

    assert "Anna Rossi" in page
    assert "altra azienda" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("f_who=rossi", {"Anna Rossi"}),
        ("f_kind=sign_in", {"Bruno Neri"}),
        ("f_kind=access", {"Carla Blu"}),
        ("f_kind=data", {"Anna Rossi"}),
        ("q=milano", {"Anna Rossi"}),
        ("q=caffè", {"Carla Blu"}),
        ("q=100%25", set()),
        ("f_at_to=01/01/2020", set()),
    ],
)
def test_filters_and_search(people, session, query, found):
    entry(session)
    entry(session, user_label="Bruno Neri", action="sign_in_failed", entity="ab_user", changes={})
    entry(
        session,
        user_label="Carla Blu",
        action="password_changed",
        entity="ab_user",
        changes={"a": "Caffè"},
    )

    page = people.administrator().get(f"/registro/?{query}").get_data(as_text=True)

    names = {"Anna Rossi", "Bruno Neri", "Carla Blu"}
    assert {name for name in names if f">{name}<" in page or f"{name}\n" in page} == found


def test_days_are_italian_ones(people, session):
    entry(session, at=utc_now() - timedelta(days=400), user_label="Vecchio Evento")
    entry(session)

    page = people.administrator().get("/registro/?f_at_from=01/01/2020").get_data(as_text=True)

    assert "Vecchio Evento" in page


def test_export_holds_whole_values(people, session):
    entry(session, changes={"private_note": ["", "x" * 300]})

    answer = people.administrator().get("/registro/export/csv")

    assert answer.status_code == 200
    assert "x" * 300 in answer.get_data(as_text=True)
    answer.close()


def test_there_is_no_way_to_write(app, people, session):
    row = entry(session)
    browser = people.administrator()

    for address in (f"/registro/delete/{row.id}", f"/registro/edit/{row.id}", "/registro/add"):
        assert browser.post(address).status_code in {404, 405}
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/registro")]
    writing = {rule.endpoint for rule in rules if "POST" in rule.methods}
    assert writing <= {"AuditView.columns"}


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entries SET user_label = 'altro'", "DELETE FROM audit_entries"],
)
def test_the_database_refuses_to_rewrite_it(session, statement):
    entry(session)

    with pytest.raises(DBAPIError, match="never changed"):
        session.execute(text(statement))

    session.rollback()
    assert session.scalars(select(AuditEntry)).one().user_label == "Anna Rossi"


def test_an_erasure_may_amend_and_closes_the_door_behind_it(session):
    entry(session)

    with amendable(session):
        session.execute(text("UPDATE audit_entries SET user_label = 'cancellato'"))
    session.commit()

    assert fresh(session).scalars(select(AuditEntry)).one().user_label == "cancellato"
    with pytest.raises(DBAPIError, match="never changed"):
        session.execute(text("DELETE FROM audit_entries"))
    session.rollback()


def test_statements_do_not_grow_with_rows(app, people, session):
    browser = people.administrator()
    entry(session)
    with counted_statements(app) as few:
        browser.get("/registro/")
    for _number in range(3):
        entry(session)
    with counted_statements(app) as more:
        browser.get("/registro/")

    assert len(more) == len(few) <= 8


def test_accounts_are_called_by_the_name_they_sign_in_with(people, session):
    account, _ = people.account([catalogue.SECRETARY])
    entry(session, entity="ab_user", entity_id=str(account.id), changes={"active": [True, False]})

    page = people.administrator().get("/registro/").get_data(as_text=True)

    assert f"Utente {account.username}" in page
    assert f"Utente {account.id}" not in page


def test_what_the_program_did_is_told_in_words(people, session):
    entry(session, user_label="worker", action="create")
    entry(session, user_label="system", entity_id="8")
    owner = people.administrator()

    for address in ("/registro/", "/registro/?q=programma", "/registro/?f_who=Il+programma"):
        page = owner.get(address).text
        assert page.count("Il programma (automatico)") >= 2, address
        assert not re.search(r">\s*(worker|system)\s*<", page)
    with owner.get("/registro/export/csv") as answer:
        assert "Il programma (automatico)" in answer.text


def test_a_name_typed_at_sign_in_is_not_taken_for_the_program(people, session):
    entry(session, user_label="worker", action="sign_in_failed", address="10.0.0.7")

    page = people.administrator().get("/registro/").text

    assert "worker" in page
    assert "Il programma" not in page
