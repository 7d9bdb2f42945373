"""Gestione Dati Aziendali: what is stored, who is told, who may not."""

import io
import re

import pytest
from PIL import Image
from sqlalchemy import select

from app.company.models import CompanyProfile, PrivacyNotice
from app.mail.models import MailText, OutgoingMail
from app.orm.audit import AuditEntry
from app.orm.numbering import NumberSeries
from app.pdf.seal import certificate_facts, make_self_signed_p12
from app.web.clock import utc_now
from tests.helpers import committed, fresh

PAGES = (
    "/azienda/", "/azienda/documenti/", "/azienda/numerazione/", "/azienda/fatturazione/",
    "/azienda/orari/", "/azienda/accessi/", "/azienda/posta/",
    "/azienda/testi/", "/azienda/testi/report_ready/",
    "/azienda/privacy/", "/azienda/sigillo/", "/azienda/abbonamento/",
    "/azienda/documenti/anteprima.pdf", "/azienda/comuni?q=tor",
)  # fmt: skip
POSTS = ("/azienda/posta/prova", "/azienda/sigillo/nuovo", "/azienda/testi/report_ready/originale")


def company_data(profile, **changes):
    values = {
        "version": profile.version,
        "legal_name": profile.legal_name,
        "street": "Via Roma 1",
        "municipality": "Torino",
        "postcode": "10121",
        "province": "TO",
        "phone": "011 1234567",
        "email": profile.email,
        "vat_number": "IT 00743110157",
        "tax_code": "00743110157",
        "share_capital_eur": "10.000,00",
        "fgas_expires_on": "2028-05-31",
    }
    return {**values, **changes}


def mails(session):
    return list(fresh(session).scalars(select(OutgoingMail).order_by(OutgoingMail.created_at)))


def error_at(page, field):
    found = re.search(
        rf'id="{field}-error">(.*?)</div>\s*</div>', page.get_data(as_text=True), re.DOTALL
    )
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else None


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_for_administrators_only(people, client, page):
    technician, _ = people.lead()

    assert people.administrator().get(page).status_code == 200
    assert people.secretary().get(page).status_code in {302, 403}
    assert technician.get(page).status_code in {302, 403}
    assert "/login/" in client.get(page).location


@pytest.mark.parametrize("page", POSTS)
def test_buttons_are_for_administrators_only(people, session, profile, page):
    seal = profile.seal_p12

    answer = people.secretary().post(page, data={"to": "x@example.it"})

    assert answer.status_code in {302, 403}
    assert committed(session, profile).seal_p12 == seal
    assert mails(session) == []


def test_data_are_stored_logged_and_one_summary_leaves(people, session, profile):
    browser = people.administrator()

    answer = browser.post("/azienda/", data=company_data(profile))

    assert answer.status_code == 302
    stored = committed(session, profile)
    assert (stored.street, stored.province, stored.vat_number) == (
        "Via Roma 1", "TO", "00743110157",
    )  # fmt: skip
    assert stored.share_capital_eur == 10000
    (mail,) = mails(session)
    assert set(mail.to) >= {"ufficio@prova.example.it"}
    assert any(address.startswith("persona") for address in mail.to)
    assert "Via Roma 1" in mail.text
    assert "Persona" in mail.text
    assert "127.0.0.1" in mail.text
    entry = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.entity == "company_profile")
        .order_by(AuditEntry.id.desc())
    ).first()
    assert entry.changes["street"] == ["", "Via Roma 1"]


def test_a_changed_address_is_told_to_the_old_and_the_new_one(people, session, profile):
    data = company_data(profile, email="nuova@prova.example.it")

    people.administrator().post("/azienda/", data=data)

    assert {"ufficio@prova.example.it", "nuova@prova.example.it"} <= set(mails(session)[0].to)


def test_a_save_that_changes_nothing_tells_nobody(people, session, profile):
    browser = people.administrator()
    browser.post("/azienda/", data=company_data(profile))
    profile = committed(session, profile)

    browser.post("/azienda/", data=company_data(profile))

    assert len(mails(session)) == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("legal_name", ""),
        ("vat_number", "00743110158"),
        ("vat_number", "DE136695976"),
        ("tax_code", "RSSMRA"),
        ("postcode", "1012"),
        ("province", "XX"),
        ("email", "non un indirizzo"),
        ("phone", "abc"),
        ("share_capital_eur", "molto"),
        ("legal_name", "x" * 161),
        ("street", "nul\x00o"),
    ],
)
def test_bad_values_are_refused_at_their_field(people, session, profile, field, typed):
    answer = people.administrator().post("/azienda/", data=company_data(profile, **{field: typed}))

    assert answer.status_code == 422
    assert error_at(answer, field)
    assert b"2028-05-31" in answer.data
    assert committed(session, profile).street != "Via Roma 1"
    assert mails(session) == []


def test_of_two_administrators_the_second_is_told(people, session, profile):
    data = company_data(profile)
    people.administrator().post("/azienda/", data=data)

    answer = people.administrator().post("/azienda/", data={**data, "street": "Via Milano 2"})

    assert answer.status_code == 422
    assert b"Via Milano 2" in answer.data
    assert committed(session, profile).street == "Via Roma 1"


def test_a_post_without_token_changes_nothing(app, people, session, profile, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    answer = people.administrator().post("/azienda/", data=company_data(profile))

    assert answer.status_code in {400, 422}
    assert committed(session, profile).street != "Via Roma 1"


def test_another_company_keeps_its_own_data(people, other_session, profile):
    people.administrator().post("/azienda/", data=company_data(profile))

    assert other_session.get_one(CompanyProfile, 1).street != "Via Roma 1"


def picture(kind="PNG", size=(1600, 400)):
    made = io.BytesIO()
    Image.new("RGB", size, "red").save(made, kind)
    made.seek(0)
    return made


def documents_data(profile, **changes):
    return {"version": profile.version, "colour": "#0055aa", "document_footer": "Piè", **changes}


def test_logo_is_resized_stored_and_removed(people, session, profile):
    browser = people.administrator()
    upload = (picture("JPEG"), "logo.txt")

    browser.post("/azienda/documenti/", data=documents_data(profile, logo=upload))

    assert committed(session, profile).logo_sha
    shown = Image.open(io.BytesIO(browser.get("/azienda/documenti/logo.png").data))
    assert (shown.format, max(shown.size)) == ("PNG", 1000)
    assert browser.get("/azienda/documenti/anteprima.pdf").data.startswith(b"%PDF")

    browser.post("/azienda/documenti/", data=documents_data(profile, remove_logo="y"))

    assert committed(session, profile).logo_sha is None
    assert browser.get("/azienda/documenti/logo.png").status_code == 404
    assert len(mails(session)) == 2


def bomb():
    made = io.BytesIO()
    Image.new("1", (14_000, 14_000)).save(made, "PNG")
    made.seek(0)
    return made


@pytest.mark.parametrize(
    "content", [io.BytesIO(b"<svg onload=alert(1)>"), io.BytesIO(b"%PDF-1.7"), bomb()]
)
def test_what_is_no_picture_or_too_large_is_refused(people, session, profile, content):
    data = documents_data(profile, logo=(content, "logo.png"))

    answer = people.administrator().post("/azienda/documenti/", data=data)

    assert answer.status_code == 422
    assert error_at(answer, "logo")
    assert committed(session, profile).logo_sha is None


def test_a_colour_is_a_colour(people, session, profile):
    data = documents_data(profile, colour="red;}")

    assert people.administrator().post("/azienda/documenti/", data=data).status_code == 422


def test_numbers_go_up_and_never_back(people, session, profile):
    session.add(NumberSeries(code="clients", year=0, last=10))
    session.commit()
    browser = people.administrator()
    data = {"version": profile.version, "number_clients": "500", "number_interventions": "1"}

    assert browser.post("/azienda/numerazione/", data=data).status_code == 302
    assert fresh(session).get_one(NumberSeries, ("clients", 0)).last == 499

    data |= {"version": committed(session, profile).version, "number_clients": "400"}
    answer = browser.post("/azienda/numerazione/", data=data)

    assert answer.status_code == 422
    assert "500" in error_at(answer, "number_clients")
    assert fresh(session).get_one(NumberSeries, ("clients", 0)).last == 499


def test_iban_and_codes_are_checked(people, session, profile):
    data = {
        "version": profile.version,
        "bank_name": "Banca",
        "iban": "it60 X054 2811 1010 0000 0123 456",
        "regime_fiscale": "RF19",
        "codice_destinatario": "abc1234",
    }
    browser = people.administrator()

    assert browser.post("/azienda/fatturazione/", data=data).status_code == 302
    stored = committed(session, profile)
    assert (stored.iban, stored.codice_destinatario) == ("IT60X0542811101000000123456", "ABC1234")

    data |= {"version": stored.version, "iban": "IT60X0542811101000000123457"}
    assert error_at(browser.post("/azienda/fatturazione/", data=data), "iban")
    data |= {"iban": "", "regime_fiscale": "RF99"}
    assert error_at(browser.post("/azienda/fatturazione/", data=data), "regime_fiscale")


def test_hours_are_stored_and_wrong_ones_refused(people, session, profile):
    data = {
        "version": profile.version,
        "due_mode": "anniversary",
        "control_body": "",
        "contract_notice_days": "90",
        "renewal_lead_days": "15",
    }
    data |= {"d0_0_from": "08:00", "d0_0_to": "12:30", "d0_1_from": "14:00", "d0_1_to": "18:00"}
    browser = people.administrator()

    assert browser.post("/azienda/orari/", data=data).status_code == 302
    stored = committed(session, profile)
    assert stored.opening_hours == {"0": [["08:00", "12:30"], ["14:00", "18:00"]]}
    assert stored.due_mode == "anniversary"
    assert (stored.contract_notice_days, stored.renewal_lead_days) == (90, 15)

    data["version"] = stored.version
    for name, typed in (("d0_1_from", "12:00"), ("d0_0_to", ""), ("d0_0_to", "07:00")):
        answer = browser.post("/azienda/orari/", data={**data, name: typed})
        assert answer.status_code == 422
        assert re.search(r'id="d0_\d_\w+-error"', answer.get_data(as_text=True))


def test_privacy_notice_has_versions(people, session, profile):
    browser = people.administrator()
    for text in ("Prima", "Prima", "Seconda"):
        data = {"version": committed(session, profile).version, "privacy_notice": text}
        assert browser.post("/azienda/privacy/", data=data).status_code == 302

    texts = [row.text for row in fresh(session).scalars(select(PrivacyNotice))]
    assert texts == ["Prima", "Seconda"]
    assert len(mails(session)) == 2


def test_seal_is_replaced_by_a_good_certificate_only(people, session, profile):
    browser = people.administrator()
    before = profile.seal_p12
    good = make_self_signed_p12("Termofuoco srl", now=utc_now(), password="segreta")
    old = make_self_signed_p12("Vecchia", now=utc_now().replace(year=2010), password="segreta")

    for content, password in ((b"no", "segreta"), (good, "altra"), (old, "segreta")):
        data = {"version": profile.version, "password": password}
        data["p12"] = (io.BytesIO(content), "c.p12")
        answer = browser.post("/azienda/sigillo/", data=data)
        assert (answer.status_code, bool(error_at(answer, "p12"))) == (422, True)
    assert committed(session, profile).seal_p12 == before

    data = {"version": profile.version, "password": "segreta", "p12": (io.BytesIO(good), "c.p12")}
    assert browser.post("/azienda/sigillo/", data=data).status_code == 302

    stored = committed(session, profile)
    assert stored.seal_p12 == good
    assert "Termofuoco srl" in browser.get("/azienda/sigillo/").get_data(as_text=True)
    (mail,) = mails(session)
    assert "segreta" not in mail.text + mail.html
    assert browser.post("/azienda/sigillo/nuovo").status_code == 302
    stored = committed(session, profile)
    facts = certificate_facts(stored.seal_p12, stored.seal_password.decode())
    assert facts.subject == "PROVA"


def test_own_words_with_known_placeholders_only(people, session, profile):
    browser = people.administrator()
    data = {"version": profile.version, "subject": "N. {numero}", "body": "Caro {cliente}"}

    answer = browser.post("/azienda/testi/report_ready/", data=data)
    assert answer.status_code == 422
    assert "{nome}" in error_at(answer, "body")
    assert error_at(
        browser.post("/azienda/testi/report_ready/", data={**data, "body": "x {"}), "body"
    )

    data["body"] = "Caro {nome}, <b>"
    assert browser.post("/azienda/testi/report_ready/", data=data).status_code == 302
    assert fresh(session).get_one(MailText, "report_ready").body == "Caro {nome}, <b>"
    assert browser.post("/azienda/testi/report_ready/originale").status_code == 302
    assert fresh(session).get(MailText, "report_ready") is None
    assert browser.get("/azienda/testi/altro/").status_code == 404
