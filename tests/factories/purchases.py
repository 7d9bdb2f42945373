"""Files as suppliers send them: plain, with enclosures, signed, packed."""

import base64
import hashlib
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

from asn1crypto import algos, cms, core, x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from app.invoices.fatturapa import build
from app.invoices.rules_facts import Line
from app.pdf.seal import make_self_signed_p12
from tests.unit.invoices.samples import FIRM, SELLER, document

NOW = datetime(2026, 10, 12, 10, 0, tzinfo=UTC)
NAME = "IT79999020583_00001.xml"


def supplier_xml(number="F 12/A", *, amount="100", enclosed=b"", **values):
    """Return an invoice that a firm sends to the company of `make_seller`."""
    values = {"seller": FIRM, "buyer": SELLER, "dated_on": date(2026, 10, 1)} | values
    lines = [Line("Scheda di controllo", Decimal(amount), rate_pct=Decimal(22))]
    made = build(document(lines, number=number, **values), transmitter="79999020583",
                 progressive="1")  # fmt: skip
    if not enclosed:
        return made
    text = base64.b64encode(enclosed).decode()
    block = (
        "<Allegati><NomeAttachment>../../etc/bolla 7.pdf</NomeAttachment>"
        f"<Attachment>{text}</Attachment></Allegati></FatturaElettronicaBody>"
    )
    return made.replace(b"</FatturaElettronicaBody>", block.encode())


def metadata_xml(name=NAME, sdi_id="900000123"):
    """Return the file that accompanies an invoice delivered by the exchange system."""
    space = "http://www.fatturapa.gov.it/sdi/messaggi/v1.0"
    return (
        f'<n:MetadatiInvioFile xmlns:n="{space}"><IdentificativoSdI>{sdi_id}</IdentificativoSdI>'
        f"<NomeFile>{name}</NomeFile></n:MetadatiInvioFile>"
    ).encode()


def signed(content, *, digest_of=None):
    """Return a p7m around a content; `digest_of` another content makes it a damaged one."""
    p12 = make_self_signed_p12("Prova", now=NOW, password="x")
    key, certificate, _ = pkcs12.load_key_and_certificates(p12, b"x")
    loaded = x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
    digest = hashlib.sha256(content if digest_of is None else digest_of).digest()
    signer = cms.SignerInfo({
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": cms.IssuerAndSerialNumber({
            "issuer": loaded.issuer, "serial_number": loaded.serial_number})}),
        "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
        "signed_attrs": cms.CMSAttributes([
            cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
            cms.CMSAttribute({"type": "message_digest", "values": [digest]}),
        ]),
        "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
        # Whose signature it is was checked by the exchange system: the bytes do not matter here.
        "signature": b"\x00" * 16,
    })  # fmt: skip
    data = cms.SignedData({
        "version": "v1",
        "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
        "encap_content_info": {"content_type": "data", "content": core.OctetString(content)},
        "certificates": [loaded],
        "signer_infos": [signer],
    })  # fmt: skip
    del key
    return cms.ContentInfo({"content_type": "signed_data", "content": data}).dump()


def packed(*files):
    """Return a zip of (name, content)."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return made.getvalue()
