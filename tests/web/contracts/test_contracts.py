"""The screens of the contracts, and who may not open them."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.calls.models import Call
from app.calls.rules import Coverage
from app.company.queries import company_profile
from app.contracts import queries, service
from app.contracts.models import Contract, ContractTerm, ContractVisit
from app.contracts.rules import ContractState
from app.kernel.dates import add_months, local_day
from app.mail.models import OutgoingMail
from app.pricelist.models import VatProfile
from app.quotes.models import Quote
from app.quotes.rules import QuoteState
from app.web.clock import utc_now
from tests.factories.interventions import STROKES, make_plant
from tests.helpers import committed, counted_statements, fresh

TODAY = local_day(utc_now())


@pytest.fixture
def plant(session):
    client, device = make_plant(session)
    client.email = "rossi@example.it"
    session.commit()
    return client, device


@pytest.fixture
def office(people):
    return people.secretary()


def form(session, client, **values):
    vat = session.scalars(select(VatProfile.id).where(VatProfile.code == "10")).one()
    return {
        "client": client.id, "kind": "FULL", "starts_on": TODAY.replace(day=1).isoformat(),
        "months": "12", "fee_eur": "100,00", "vat_profile": vat, "instalment_count": "3",
        "visit_months": [str(TODAY.month)], "covers_labour": "y", "parts_discount_pct": "10",
        "renewal": "AUTOMATIC", "notice_days": "60", "adjustment_pct": "2", **values,
    }  # fmt: skip


def contracts(session):
    return fresh(session).scalars(select(Contract).order_by(Contract.id)).all()


@pytest.fixture
def draft(session, office, plant):
    client, device = plant
    answer = office.post("/contratti/add", data=form(session, client, devices=[device.id]))
    assert answer.status_code == 302
    return contracts(session)[0]


@pytest.fixture
def active(session, office, draft):
    office.post(f"/contratti/{draft.id}/attiva")
    session.rollback()
    session.refresh(draft)
    return draft


def test_new_contract_has_number_and_end(draft, plant):
    assert (draft.number, draft.year, draft.state) == (1, TODAY.year, ContractState.DRAFT)
    assert draft.ends_on == add_months(TODAY.replace(day=1), 12) - timedelta(days=1)
    assert draft.visit_months == [TODAY.month]
    assert [device.id for device in draft.devices] == [plant[1].id]


@pytest.mark.parametrize(
    "change",
    [
        {"months": "0"}, {"instalment_count": "13"}, {"fee_eur": "-1"}, {"visit_months": ["13"]},
        {"visit_months": ["x"]}, {"devices": ["999999"]}, {"parts_discount_pct": "101"},
        {"notice_days": "-1"},
    ],
)  # fmt: skip
def test_wrong_values_are_refused(session, office, plant, change):
    answer = office.post("/contratti/add", data=form(session, plant[0], **change))

    assert answer.status_code == 422
    assert contracts(session) == []


def test_signature_puts_it_in_force(session, office, draft):
    assert "canvas" in office.get(f"/contratti/{draft.id}/firma").text
    data = {"signer_name": "Rossi Mario", "strokes": json.dumps(STROKES)}
    office.post(f"/contratti/{draft.id}/firma", data=data)

    stored = committed(session, draft)
    assert stored.state is ContractState.ACTIVE
    (term,) = fresh(session).scalars(select(ContractTerm)).all()
    assert (term.signer_name, term.strokes) == ("Rossi Mario", STROKES)
    assert [one.amount_eur for one in stored.instalments] == [
        Decimal("33.33"), Decimal("33.33"), Decimal("33.34"),
    ]  # fmt: skip
    assert [visit.planned_on for visit in stored.visits] == [TODAY.replace(day=1)]
    assert office.get(f"/contratti/{draft.id}/pdf").data.startswith(b"%PDF")


def test_no_signature_no_contract(session, office, draft):
    answer = office.post(f"/contratti/{draft.id}/firma", data={"signer_name": "R", "strokes": "[]"})

    assert answer.status_code == 422
    assert committed(session, draft).state is ContractState.DRAFT


def test_contract_without_fee_does_not_take_effect(session, office, plant):
    office.post("/contratti/add", data=form(session, plant[0], fee_eur="0"))
    (stored,) = contracts(session)

    office.post(f"/contratti/{stored.id}/attiva")

    assert committed(session, stored).state is ContractState.DRAFT


def test_what_is_in_force_is_not_changed(session, office, plant, active):
    data = form(session, plant[0], fee_eur="1", version=active.version)

    answer = office.post(f"/contratti/edit/{active.id}", data=data)

    assert answer.status_code == 422
    assert committed(session, active).fee_eur == Decimal("100.00")


def test_agreed_term_is_frozen(session, active):
    term = active.periods[0]
    term.signer_name = "Un altro"
    with pytest.raises(AssertionError, match="frozen"):
        session.flush()
    session.rollback()


def test_renewal_adds_a_term_at_the_new_fee(session, office, active):
    end = active.ends_on

    office.post(f"/contratti/{active.id}/rinnova", data={"percent": "2"})

    stored = committed(session, active)
    session.expire_all()
    assert (stored.starts_on, stored.fee_eur) == (end + timedelta(days=1), Decimal("102.00"))
    assert [term.is_renewal for term in stored.periods] == [False, True]
    assert len(stored.visits) == 2
    assert len(stored.instalments) == 6


def test_contracts_ticked_are_renewed_together(session, office, active):
    data = {"action": "renew_many", "rowid": [str(active.id)]}

    office.post("/contratti/action_post", data=data)

    assert committed(session, active).fee_eur == Decimal("102.00")


def test_ending_early_drops_what_is_ahead(session, office, active):
    refused = office.post(
        f"/contratti/{active.id}/disdetta",
        data={"terminated_on": TODAY.isoformat(), "termination_reason": " "},
    )
    assert refused.status_code == 422
    office.post(
        f"/contratti/{active.id}/disdetta",
        data={"terminated_on": TODAY.isoformat(), "termination_reason": "Vende casa"},
    )

    stored = committed(session, active)
    session.expire_all()
    assert stored.state is ContractState.TERMINATED
    assert [one.due_on <= TODAY for one in stored.instalments] == [True]


def test_contract_is_mailed(session, office, draft):
    office.post(f"/contratti/{draft.id}/invia", data={"to": "rossi@example.it"})

    assert committed(session, draft).state is ContractState.SENT
    mail = fresh(session).scalars(select(OutgoingMail)).one()
    assert (mail.related_kind, mail.attachments[0]["mime"]) == ("contracts", "application/pdf")


# What follows from it -----------------------------------------------------------------------


def test_call_form_shows_what_is_covered(people, active):
    page = people.secretary().get(f"/chiamate/add?client={active.client_id}").text

    assert f"1/{TODAY.year}" in page
    assert "manodopera" in page


def test_included_visit_becomes_a_call_once(session, office, active):
    visit = active.visits[0]

    for _ in range(2):
        office.post(f"/contratti/{active.id}/visite/{visit.id}/chiamata")

    (call,) = fresh(session).scalars(select(Call)).all()
    assert call.coverage is Coverage.CONTRACT
    assert [device.id for device in call.devices] == [active.devices[0].id]
    assert committed(session, visit).call_id == call.id


def test_maintenance_carries_out_the_visit(session, active, plant):
    ids = [plant[1].id]
    for report in (7, 7, 8):
        service.note_visit(
            session, ids, client_id=plant[0].id, intervention_id=report, performed_on=TODAY
        )
    session.commit()

    (visit,) = fresh(session).scalars(select(ContractVisit)).all()
    assert (visit.done_on, visit.intervention_id) == (TODAY, 7)


def test_other_devices_carry_out_nothing(session, active):
    other, device = make_plant(session, 2)
    found = service.note_visit(
        session, [device.id], client_id=other.id, intervention_id=7, performed_on=TODAY
    )

    assert found == []
    session.rollback()


def test_due_page_shows_visits_and_instalments(office, active):
    page = office.get("/contratti/scadenze").text

    assert "33,33" in page
    assert f"/contratti/{active.id}/visite/" in page


def test_invoiced_instalments_are_not_due(session, active):
    (first,) = session.scalars(queries.instalments_to_invoice(TODAY)).all()
    service.note_invoiced(session, first, 5)
    session.commit()

    assert session.scalars(queries.instalments_to_invoice(TODAY)).all() == []
    with pytest.raises(ValueError, match="another invoice"):
        service.note_invoiced(session, first, 6)


def test_accepted_quote_becomes_a_contract(session, office, plant):
    quote = Quote(
        number=1, year=2026, client=plant[0], issued_on=date(2026, 11, 1),
        valid_until=date(2026, 12, 1), net_eur=Decimal("240.00"), state=QuoteState.ACCEPTED,
    )  # fmt: skip
    session.add(quote)
    session.commit()

    assert 'value="240' in office.get(f"/contratti/add?preventivo={quote.id}").text
    office.post(f"/contratti/add?preventivo={quote.id}", data=form(session, plant[0]))

    stored = committed(session, quote)
    assert (stored.state, stored.contract_id) == (QuoteState.CONVERTED, contracts(session)[0].id)


def to_decide(office):
    """Return the part of the page that lists the renewals."""
    return office.get("/contratti/scadenze").text.split("</section>")[0]


@pytest.mark.parametrize(
    ("renewal", "notice", "is_listed"),
    [
        ("PROPOSED", 335, True),
        ("PROPOSED", 330, False),
        ("AUTOMATIC", 340, True),
        ("NONE", 340, False),
    ],
)
def test_a_renewal_is_due_by_the_contracts_own_notice(
    session, office, plant, renewal, notice, is_listed
):  # fmt: skip
    office.post("/contratti/add", data=form(
        session, plant[0], renewal=renewal, notice_days=str(notice), starts_on=TODAY.isoformat(),
    ))  # fmt: skip
    contract = contracts(session)[0]
    office.post(f"/contratti/{contract.id}/attiva")
    ends = add_months(TODAY, 12) - timedelta(days=1)
    expected = ends if renewal == "NONE" else ends - timedelta(days=notice)

    page = to_decide(office)
    listed = office.get("/contratti/?tab=renew").text

    assert committed(session, contract).notice_by == expected
    assert (f"/contratti/{contract.id}" in page) is is_listed
    assert ("Rossi 1" in listed) is is_listed
    if is_listed:
        assert f"{expected:%d/%m/%Y}" in page


def test_the_company_says_how_long_before_and_what_new_contracts_propose(session, office, plant):
    profile = company_profile(session)
    profile.contract_notice_days, profile.renewal_lead_days = 90, 300
    session.commit()

    assert 'value="90"' in office.get("/contratti/add").text
    office.post("/contratti/add", data=form(session, plant[0], starts_on=TODAY.isoformat()))
    contract = contracts(session)[0]
    office.post(f"/contratti/{contract.id}/attiva")
    assert f"/contratti/{contract.id}" not in to_decide(office)
    fresh(session).get_one(type(profile), 1).renewal_lead_days = 310
    session.commit()

    page = to_decide(office)

    assert f"/contratti/{contract.id}" in page
    profile = company_profile(fresh(session))
    profile.contract_notice_days, profile.renewal_lead_days = 60, 30
    session.commit()


# Who may not ------------------------------------------------------------------------------------


def test_list_needs_few_statements(app, session, office, plant, draft):
    office.get("/contratti/")
    with counted_statements(app) as one:
        office.get("/contratti/")
    for _ in range(2):
        office.post("/contratti/add", data=form(session, plant[0]))
    with counted_statements(app) as three:
        page = office.get("/contratti/")

    assert page.text.count("Rossi 1") >= 3
    assert len(one) == len(three) <= 8


@pytest.mark.parametrize(
    "address", ["", "{}", "add", "edit/{}", "{}/pdf", "{}/firma", "scadenze", "apparecchi"]
)
def test_technician_opens_no_contract(people, draft, address):
    browser, _technician = people.technician()

    assert browser.get("/contratti/" + address.format(draft.id)).status_code == 403


@pytest.mark.parametrize(
    "step", ["attiva", "invia", "rinnova", "disdetta", "firma", "visite/1/chiamata"]
)
def test_reader_takes_no_step(session, people, draft, step):
    browser, _none = people.with_functions(
        "contracts.read", "prices.read", "clients.all", "clients.read"
    )

    assert browser.get(f"/contratti/{draft.id}").status_code == 200
    assert browser.post(f"/contratti/{draft.id}/{step}", data={}).status_code == 403
    assert committed(session, draft).state is ContractState.DRAFT


def test_other_company_sees_nothing(other_people, draft):
    browser = other_people.administrator()

    for address in (f"{draft.id}", f"{draft.id}/pdf", f"edit/{draft.id}"):
        assert browser.get(f"/contratti/{address}").status_code == 404
    assert browser.post(f"/contratti/{draft.id}/attiva").status_code == 404


def test_visit_of_another_contract_is_not_found(session, office, active, plant):
    office.post("/contratti/add", data=form(session, plant[0]))
    other = contracts(session)[1]

    answer = office.post(f"/contratti/{other.id}/visite/{active.visits[0].id}/chiamata")

    assert answer.status_code == 404
    assert fresh(session).scalars(select(Call)).all() == []


def test_tab_without_prices_shows_no_fee(people, draft):
    browser, _none = people.with_functions("clients.read", "clients.all", "card_contracts.read")

    page = browser.get(f"/clienti/{draft.client_id}?tab=contracts").text

    assert draft.label in page
    assert "100,00" not in page


def test_tab_needs_its_function(people, draft):
    browser, _none = people.with_functions("clients.read", "clients.all")

    assert browser.get(f"/clienti/{draft.client_id}?tab=contracts").status_code == 403


def test_report_form_says_what_is_covered(people, active):
    facts = people.secretary().get(f"/api/v1/reports/context?client={active.client_id}").json

    (cover,) = facts["contracts"]
    assert active.label in cover["title"]
    assert "100" not in cover["text"]
