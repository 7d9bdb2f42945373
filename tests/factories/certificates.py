"""Certificates made in a test: an authority, and what it issues."""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Issued:
    """A key with its certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self):
        """Return the certificate as text."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def key_and_pem(self):
        """Return what a server loads: key and certificate."""
        key = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return key + self.pem

    def p12(self, password):
        """Return the P12 that an authority hands out."""
        return pkcs12.serialize_key_and_certificates(
            b"chiave", self.key, self.certificate, None,
            serialization.BestAvailableEncryption(password.encode()),
        )  # fmt: skip


def authority(*, now, name="Autorita di prova"):
    """Return an authority that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    made = _builder(name, name, key, now).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    return Issued(key, made.sign(key, hashes.SHA256()))


def issued(by, *, now, name="Mario Rossi", host=None):
    """Return a certificate of an authority; with `host`, one of a server there."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = by.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    made = _builder(name, issuer, key, now)
    if host is not None:
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))])
        made = made.add_extension(names, critical=False)
    return Issued(key, made.sign(by.key, hashes.SHA256()))


def _builder(subject, issuer, key, now):
    def named(text):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    return (
        x509.CertificateBuilder()
        .subject_name(named(subject))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
    )
