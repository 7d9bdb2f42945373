"""Seals with a time stamp of an RFC 3161 server that these tests run."""

import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.pdf import seal as sealing
from app.pdf.render import render
from app.pdf.seal import TimestampMissingError, make_self_signed_p12, seal

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
PASSWORD = "segreta"


@pytest.fixture(scope="module")
def authority():
    """Key and certificate of a time-stamping authority."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Marche temporali di prova")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=3650))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    der = certificate.public_bytes(serialization.Encoding.DER)
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return asn1_x509.Certificate.load(der), keys.PrivateKeyInfo.load(private)


@pytest.fixture
def server(authority):
    """Address of the authority's server, and the requests it received."""
    certificate, key = authority
    stamper = DummyTimeStamper(
        certificate, key, certs_to_embed=SimpleCertificateStore.from_certs([certificate]),
        fixed_dt=NOW,
    )  # fmt: skip
    received = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append(self.headers["Content-Type"])
            answer = stamper.request_tsa_response(tsp.TimeStampReq.load(body)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_args):
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}/tsa", received
        http.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def no_service_afterwards():
    yield
    sealing.configure_timestamps(None)


@pytest.fixture(scope="module")
def pdf():
    return render("label_sheet", {"sheet": {}, "labels": []}, created_at=NOW)


@pytest.fixture(scope="module")
def p12():
    return make_self_signed_p12("Termoclima", now=NOW, password=PASSWORD)


def sealed_by(pdf, p12):
    return seal(pdf, p12, PASSWORD, reason="Rapportino 2026/00123", now=NOW)


def test_the_seal_carries_the_stamp_of_the_authority(server, authority, pdf, p12):
    address, received = server
    sealing.configure_timestamps(address)

    sealed = sealed_by(pdf, p12)

    found = PdfFileReader(BytesIO(sealed)).embedded_regular_signatures[0]
    status = validate_pdf_signature(
        found,
        signer_validation_context=ValidationContext(
            trust_roots=[found.signer_cert], allow_fetching=False
        ),
        ts_validation_context=ValidationContext(
            trust_roots=[authority[0]], allow_fetching=False, moment=NOW
        ),
    )
    assert set(received) == {"application/timestamp-query"}
    assert status.timestamp_validity.intact
    assert status.timestamp_validity.valid
    assert status.timestamp_validity.timestamp == NOW
    assert sealing.check(sealed).intact


def test_without_a_service_the_seal_has_no_stamp(pdf, p12):
    found = PdfFileReader(BytesIO(sealed_by(pdf, p12))).embedded_regular_signatures[0]

    trust = ValidationContext(trust_roots=[found.signer_cert], allow_fetching=False)
    assert validate_pdf_signature(found, trust).timestamp_validity is None


def test_a_silent_service_stops_the_seal(pdf, p12):
    sealing.configure_timestamps("http://127.0.0.1:9/tsa")

    with pytest.raises(TimestampMissingError):
        sealed_by(pdf, p12)
