"""The privacy form: signed in the visit or the office, taken back, never changed."""

import pytest
from sqlalchemy import select, text

from app.audit.messages import ENTITIES
from app.clients.models import Occupancy
from app.company.models import PrivacyNotice
from app.mail.models import OutgoingMail
from app.privacy.models import PrivacyForm, PrivacyRevocation
from tests.factories.interventions import make_job, make_plant
from tests.factories.privacy import make_notice, signed_form
from tests.helpers import counted_statements, fresh


@pytest.fixture
def visit(people, session):
    browser, technician = people.technician()
    appointment, _device = make_job(session, technician)
    make_notice(session)
    return browser, appointment


@pytest.fixture
def office(people):
    return people.secretary()


def forms(session):
    return fresh(session).scalars(select(PrivacyForm).order_by(PrivacyForm.id)).all()


def sign(browser, appointment, **values):
    return browser.post(f"/oggi/{appointment.id}/privacy", data=signed_form(**values))


def test_visit_asks_once(visit, session):
    browser, appointment = visit
    address = f"/oggi/{appointment.id}/privacy"
    assert address in browser.get(f"/oggi/{appointment.id}").text
    shown = browser.get(address).text
    assert "Informativa 1" in shown
    assert "Promemoria per e-mail" in shown

    answer = sign(browser, appointment)

    assert answer.headers["Location"] == f"/oggi/{appointment.id}"
    (form,) = forms(session)
    assert (form.signer_name, form.appointment_id) == ("Maria Rossi", appointment.id)
    assert [one.is_given for one in form.answers] == [True, False]
    assert form.facts["notice"] == {"version": 1, "text": "Informativa 1"}
    page = browser.get(f"/oggi/{appointment.id}").text
    assert f'{address}"' not in page
    assert f"{address}.pdf" in page
    assert browser.get(f"{address}.pdf").data.startswith(b"%PDF")


def test_second_click_stores_nothing(visit, session):
    browser, appointment = visit
    for _ in range(2):
        assert sign(browser, appointment, to="maria@example.it").status_code == 302

    assert len(forms(session)) == 1
    (mail,) = session.scalars(select(OutgoingMail)).all()
    assert mail.to == ["maria@example.it"]


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"purpose_sms": ""}, 'id="purpose_sms-error"'),
        ({"purpose_sms": "perhaps"}, 'id="purpose_sms-error"'),
        ({"signer_name": " "}, 'id="signer_name-error"'),
        ({"strokes": ""}, 'id="strokes-error"'),
        ({"strokes": "[1"}, 'id="strokes-error"'),
        ({"to": "nobody"}, 'id="to-error"'),
    ],
)
def test_what_is_wrong_stands_at_its_field(visit, session, change, at):
    browser, appointment = visit
    answer = sign(browser, appointment, **change)

    assert answer.status_code == 422
    assert at in answer.text
    assert forms(session) == []


def test_notice_changed_meanwhile_is_shown_again(visit, session):
    browser, appointment = visit
    make_notice(session, 2)
    answer = sign(browser, appointment)

    assert answer.status_code == 422
    assert "Informativa 2" in answer.text
    assert 'name="notice_version" type="hidden" value="2"' in answer.text
    assert forms(session) == []
    assert sign(browser, appointment, number=2).status_code == 302


def test_new_notice_and_new_occupant_ask_again(visit, session):
    browser, appointment = visit
    address = f'href="/oggi/{appointment.id}/privacy"'
    sign(browser, appointment)
    assert address not in browser.get(f"/oggi/{appointment.id}").text

    make_notice(session, 2)
    assert address in browser.get(f"/oggi/{appointment.id}").text
    sign(browser, appointment, number=2, uuid="22222222-2222-4222-8222-222222222222")
    assert address not in browser.get(f"/oggi/{appointment.id}").text

    session.add(Occupancy(client_id=appointment.client_id, holder="Nuovo"))
    session.commit()
    assert address in browser.get(f"/oggi/{appointment.id}").text


def test_without_notice_there_is_nothing_to_sign(people, session):
    browser, technician = people.technician()
    appointment, _device = make_job(session, technician)

    assert f"/oggi/{appointment.id}/privacy" not in browser.get(f"/oggi/{appointment.id}").text
    assert browser.get(f"/oggi/{appointment.id}/privacy").status_code == 302


def test_another_technician_and_company_get_nothing(visit, people, other_people, session):
    browser, appointment = visit
    sign(browser, appointment)
    stranger, _ = people.technician()
    elsewhere = other_people.administrator()
    (form,) = forms(session)
    for other in (stranger, elsewhere):
        assert other.get(f"/oggi/{appointment.id}/privacy").status_code == 404
        assert other.get(f"/oggi/{appointment.id}/privacy.pdf").status_code == 404
        assert sign(other, appointment).status_code == 404
    assert elsewhere.get(f"/privacy/{form.id}").status_code == 404
    assert elsewhere.get(f"/privacy/{form.id}/pdf").status_code == 404
    reader, _ = people.with_functions("agenda.read", "agenda.all")
    assert reader.get(f"/oggi/{appointment.id}/privacy").status_code == 403
    assert len(forms(session)) == 1


def test_office_signs_sends_and_notes_revocation(office, session):
    client, _device = make_plant(session)
    client.email = "rossi@example.it"
    session.commit()
    tab = f"/clienti/{client.id}?tab=privacy"
    assert f"/privacy/cliente/{client.id}" not in office.get(tab).text
    make_notice(session)
    assert f"/privacy/cliente/{client.id}" in office.get(tab).text
    assert 'value="rossi@example.it"' in office.get(f"/privacy/cliente/{client.id}").text

    answer = office.post(f"/privacy/cliente/{client.id}", data=signed_form())
    assert answer.status_code == 302
    (form,) = forms(session)
    assert f"/privacy/{form.id}" in office.get(tab).text
    assert office.get(f"/privacy/{form.id}/pdf").data.startswith(b"%PDF")

    nothing = office.post(f"/privacy/{form.id}/revoca", data={"note": "x"})
    assert nothing.status_code == 422
    assert 'id="purposes-error"' in nothing.text
    data = {"purposes": ["email"], "note": "per telefono"}
    assert office.post(f"/privacy/{form.id}/revoca", data=data).status_code == 302
    (revocation,) = fresh(session).scalars(select(PrivacyRevocation)).all()
    assert (revocation.purposes, revocation.note) == (["email"], "per telefono")
    assert not any(one.is_given for one in forms(session)[0].answers)
    assert "per telefono" in office.get(f"/privacy/{form.id}").text
    assert office.post(f"/privacy/{form.id}/revoca", data=data).status_code == 422

    assert office.post(f"/privacy/{form.id}/invia", data={"to": "no"}).status_code == 422
    sent = office.post(f"/privacy/{form.id}/invia", data={"to": "rossi@example.it"})
    assert sent.status_code == 302
    assert len(fresh(session).scalars(select(OutgoingMail)).all()) == 1


def test_reader_cannot_write(people, office, session):
    client, _device = make_plant(session)
    make_notice(session)
    office.post(f"/privacy/cliente/{client.id}", data=signed_form())
    (form,) = forms(session)
    reader, _ = people.with_functions("clients.read", "clients.all", "privacy.read")

    assert reader.get(f"/privacy/{form.id}").status_code == 200
    assert "<canvas" not in reader.get(f"/clienti/{client.id}?tab=privacy").text
    for address in (f"/privacy/{form.id}/revoca", f"/privacy/{form.id}/invia"):
        assert reader.post(address, data={"purposes": ["email"]}).status_code == 403
    assert reader.get(f"/privacy/cliente/{client.id}").status_code == 403
    without, _ = people.with_functions("clients.read", "clients.all")
    assert without.get(f"/privacy/{form.id}/pdf").status_code == 403
    assert without.get(f"/clienti/{client.id}?tab=privacy").status_code == 403


def test_signed_form_is_frozen(visit, session):
    sign(*visit)
    (form,) = forms(session)
    form.signer_name = "Altro"
    with pytest.raises(AssertionError):
        session.flush()
    session.rollback()


def test_card_tab_costs_the_same_with_more_forms(app, office, session):
    client, _device = make_plant(session)
    make_notice(session)
    counts = []
    for number in (1, 2, 3):
        uuid = f"{number}1111111-1111-4111-8111-111111111111"
        office.post(f"/privacy/cliente/{client.id}", data=signed_form(uuid=uuid))
        with counted_statements(app) as statements:
            assert office.get(f"/clienti/{client.id}?tab=privacy").status_code == 200
        counts.append(len(statements))

    assert len(set(counts)) == 1


def test_company_asks_what_it_writes(people, session):
    browser = people.administrator()
    shown = browser.get("/azienda/privacy/").text
    assert "art. 13" in shown
    assert fresh(session).scalars(select(PrivacyNotice)).all() == []
    version = session.scalar(text("SELECT version FROM company_profile"))
    data = {
        "version": version, "privacy_notice": "Testo", "purpose_email": " Sì  alle mail ",
        "purpose_sms": "", "purpose_marketing": "Offerte",
    }  # fmt: skip
    assert browser.post("/azienda/privacy/", data=data).status_code == 302

    (notice,) = fresh(session).scalars(select(PrivacyNotice)).all()
    assert notice.purposes == [
        {"code": "email", "text": "Sì alle mail"}, {"code": "marketing", "text": "Offerte"},
    ]  # fmt: skip
    assert "Offerte" in browser.get("/azienda/privacy/").text


def test_register_names_the_tables():
    assert {"privacy_forms", "privacy_revocations"} <= ENTITIES.keys()
