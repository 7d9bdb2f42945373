"""The way to the exchange system: settings kept secret, what is missing said, who may."""

import hashlib
import io

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import select

from app.channels.models import PecProblem
from app.channels.rules import ChannelKind
from app.company.queries import company_profile
from app.invoices.models import EInvoiceFile, Invoice
from app.invoices.rules import InvoiceState
from app.jobs.models import OutboxJob
from app.kernel.subject import SubjectKind
from app.pdf.seal import make_self_signed_p12
from app.web.clock import utc_now
from tests.factories import certificates
from tests.factories.invoices import NOW, make_buyer, make_draft, make_seller
from tests.factories.purchases import signed
from tests.helpers import committed, fresh


@pytest.fixture(autouse=True)
def seller(session):
    return make_seller(session, pec="ditta@pec.example.it")


@pytest.fixture
def office(people):
    return people.administrator()


@pytest.fixture
def for_real(app, monkeypatch):
    """Switch the stand-in off: an installation in use."""
    monkeypatch.setitem(app.config, "SDI_STAND_IN", False)


def settings(profile, **changes):
    return {
        "version": profile.version, "sdi_channel": "pec", "pec_smtp_host": "smtp.pec.example.it",
        "pec_smtp_port": "465", "pec_imap_host": "imap.pec.example.it", "pec_imap_port": "993",
        "pec_security": "tls", "pec_user": "", "pec_password": "segretissima",
        "sdi_address": "sdi01@pec.fatturapa.it",
    } | changes  # fmt: skip


def test_the_settings_are_stored_and_the_password_never_shown(office, seller, session):
    office.post("/azienda/sdi/", data=settings(seller))

    profile = committed(session, seller)
    assert (profile.sdi_channel, profile.pec_password) == ("pec", b"segretissima")
    assert "segretissima" not in office.get("/azienda/sdi/").text
    assert "channels.read_pec" in {job.name for job in session.scalars(select(OutboxJob))}


@pytest.mark.parametrize("missing", ["pec_smtp_host", "pec_imap_host", "sdi_address"])
def test_what_is_missing_is_said_at_its_field(office, seller, session, missing):
    answer = office.post("/azienda/sdi/", data=settings(seller, **{missing: ""}))

    assert answer.status_code == 422
    assert f'id="{missing}-error"' in answer.text or "invalid-feedback" in answer.text
    assert committed(session, seller).sdi_channel == "manual"


def test_a_mailbox_without_password_is_refused(office, seller, session):
    answer = office.post("/azienda/sdi/", data=settings(seller, pec_password=""))

    assert answer.status_code == 422
    assert committed(session, seller).sdi_channel == "manual"


def issued(office, session, kind=SubjectKind.BUSINESS):
    invoice = make_draft(session, make_buyer(session, kind))
    office.post(f"/fatture/{invoice.id}/emetti")
    return committed(session, invoice)


def test_by_hand_a_document_counts_as_sent_at_once(office, session, for_real):
    invoice = issued(office, session)

    office.post(f"/fatture/{invoice.id}/invia")

    assert committed(session, invoice).files[0].sent_at is not None


def test_by_pec_it_waits_for_the_server_and_says_why_it_did_not_leave(
    office, seller, session, for_real
):
    seller.sdi_channel = ChannelKind.PEC.value
    session.commit()
    invoice = issued(office, session)
    office.post(f"/fatture/{invoice.id}/invia")
    file = committed(session, invoice).files[0]
    assert (invoice.state, file.sent_at) == (InvoiceState.SENT, None)
    file.error = "535 password sbagliata"
    session.commit()
    assert "535 password sbagliata" in office.get(f"/fatture/{invoice.id}").text

    office.post(f"/fatture/{invoice.id}/reinvia")

    assert fresh(session).get_one(EInvoiceFile, file.id).error == ""


def test_a_public_bodys_invoice_asks_for_its_signed_file(office, seller, session, for_real):
    seller.sdi_channel = ChannelKind.PEC.value
    session.commit()
    invoice = issued(office, session, SubjectKind.PUBLIC_BODY)

    office.post(f"/fatture/{invoice.id}/invia")
    assert committed(session, invoice).state is InvoiceState.TO_SEND
    wrong = {"signed": (io.BytesIO(b"ciao"), "x.p7m")}
    office.post(f"/fatture/{invoice.id}/firmato", data=wrong)
    assert committed(session, invoice).files[0].signed is None
    right = signed(invoice.files[0].content)
    office.post(f"/fatture/{invoice.id}/firmato", data={"signed": (io.BytesIO(right), "x.p7m")})
    office.post(f"/fatture/{invoice.id}/invia")

    assert committed(session, invoice).state is InvoiceState.SENT
    page = office.get(f"/fatture/{invoice.id}/xml/{invoice.files[0].id}?firmato=1")
    assert page.data == right


def test_a_public_bodys_invoice_is_signed_here_with_an_issued_certificate(
    office, seller, session, for_real
):
    invoice = issued(office, session, SubjectKind.PUBLIC_BODY)
    signer = certificates.issued(certificates.authority(now=utc_now()), now=utc_now())
    made_here = make_self_signed_p12("Ditta", now=utc_now(), password="x")

    office.post(f"/fatture/{invoice.id}/firma")  # no certificate at all
    assert committed(session, invoice).files[0].signed is None
    for p12, is_taken in ((made_here, False), (signer.p12("x"), True)):
        profile = company_profile(fresh(session))
        profile.seal_p12, profile.seal_password = p12, b"x"
        session.commit()
        office.post(f"/fatture/{invoice.id}/firma")
        assert (committed(session, invoice).files[0].signed is not None) is is_taken

    file = committed(session, invoice).files[0]
    data = cms.ContentInfo.load(file.signed)["content"]
    (info,) = data["signer_infos"]
    stated = {one["type"].native: one["values"][0] for one in info["signed_attrs"]}
    digest = hashlib.sha256(signer.certificate.public_bytes(Encoding.DER)).digest()
    assert data["encap_content_info"]["content"].native == file.content
    assert stated["message_digest"].native == hashlib.sha256(file.content).digest()
    assert stated["signing_certificate_v2"]["certs"][0]["cert_hash"].native == digest
    assert "signing_time" in stated
    signer.certificate.public_key().verify(
        info["signature"].native, info["signed_attrs"].untag().dump(), ec.ECDSA(SHA256())
    )
    office.post(f"/fatture/{invoice.id}/invia")
    assert committed(session, invoice).state is InvoiceState.SENT


def test_a_reader_signs_nothing(people, office, session, for_real):
    invoice = issued(office, session, SubjectKind.PUBLIC_BODY)
    reader, _ = people.with_functions("invoices.read", "prices.read")

    assert reader.post(f"/fatture/{invoice.id}/firma").status_code in {302, 403}
    assert committed(session, invoice).files[0].signed is None


def test_what_arrived_and_was_not_taken_is_shown_and_settled(office, session):
    session.add(PecProblem(name="brutto.xml", text="Non aperto", sha256="0" * 64, received_at=NOW))
    session.commit()
    found = fresh(session).scalars(select(PecProblem)).one()
    assert "brutto.xml" in office.get("/azienda/sdi/").text
    assert office.get(f"/azienda/sdi/problemi/{found.id}").status_code == 404  # bytes are gone

    office.post(f"/azienda/sdi/problemi/{found.id}/fatto")

    assert fresh(session).scalars(select(PecProblem)).all() == []


def test_who_may_not_change_the_company_reaches_nothing(people, seller, session):
    reader, _ = people.with_functions("invoices.read", "prices.read")

    answers = [
        reader.get("/azienda/sdi/"),
        reader.post("/azienda/sdi/", data=settings(seller)),
        reader.post("/azienda/sdi/leggi"),
    ]

    assert {answer.status_code for answer in answers} <= {302, 403}
    assert committed(session, seller).sdi_channel == "manual"
    assert session.scalars(select(Invoice)).all() == []
