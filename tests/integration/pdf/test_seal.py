import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.pdf.render import render
from app.pdf.seal import (
    CertificateNotReadableError,
    SealCheck,
    certificate_facts,
    check,
    make_self_signed_p12,
    seal,
)

NOON = datetime(2025, 3, 10, 12, 0, tzinfo=UTC)
PASSWORD = "segreta"
PDFSIG = shutil.which("pdfsig")


@pytest.fixture(scope="module")
def p12():
    return make_self_signed_p12("Termoclima S.r.l. È", now=NOON, password=PASSWORD)


@pytest.fixture(scope="module")
def pdf():
    return render("label_sheet", {"sheet": {}, "labels": []}, created_at=NOON)


@pytest.fixture(scope="module")
def sealed(pdf, p12):
    return seal(pdf, p12, PASSWORD, reason="Rapportino 2025/00123", now=NOON)


def test_seal_names_the_company_and_the_instant(sealed):
    assert check(sealed) == SealCheck(intact=True, signer="Termoclima S.r.l. È", signed_at=NOON)


def test_sealed_file_begins_with_the_document_and_stays_archivable(pdf, sealed):
    before, after = (PdfReader(BytesIO(file)).root_object for file in (pdf, sealed))

    assert sealed.startswith(pdf)
    assert after["/Metadata"].get_data() == before["/Metadata"].get_data()
    assert "/OutputIntents" in after


def test_one_changed_byte_breaks_the_seal(sealed):
    place = sealed.index(b"pdfaid:part>2") + len("pdfaid:part>")

    changed = sealed[:place] + b"3" + sealed[place + 1 :]

    assert check(changed).intact is False
    assert check(changed).signer == "Termoclima S.r.l. È"


def test_bytes_added_after_the_seal_break_it(sealed):
    assert check(sealed + b"\n% more\n").intact is False


def test_second_seal_covers_the_first(sealed, p12):
    again = seal(sealed, p12, PASSWORD, reason="Correzione", now=NOON + timedelta(hours=1))

    assert check(again).intact is True
    assert check(again).signed_at == NOON + timedelta(hours=1)


@pytest.mark.parametrize("content", [b"", b"not a pdf", b"%PDF-1.7\n%%EOF"])
def test_what_is_not_a_sealed_pdf_is_not_intact(content):
    assert check(content) == SealCheck(intact=False)


def test_unsealed_document_is_not_intact(pdf):
    assert check(pdf) == SealCheck(intact=False)


def test_wrong_password_and_foreign_file_are_refused(p12):
    assert certificate_facts(p12, PASSWORD).subject == "Termoclima S.r.l. È"
    with pytest.raises(CertificateNotReadableError):
        certificate_facts(p12, "sbagliata")
    with pytest.raises(CertificateNotReadableError):
        certificate_facts(b"no", PASSWORD)


@pytest.mark.skipif(PDFSIG is None, reason="poppler's pdfsig is not on this machine")
def test_another_program_agrees(tmp_path, sealed):
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(sealed)
    bad.write_bytes(sealed.replace(b"pdfaid:part>2", b"pdfaid:part>3"))

    def verdict(path):
        command = [PDFSIG, "-nocert", str(path)]
        return subprocess.run(  # noqa: S603  # fixed program, files of this test
            command, capture_output=True, text=True, check=False
        ).stdout

    assert "Signature is Valid" in verdict(good)
    assert "ETSI.CAdES.detached" in verdict(good)
    assert "Digest Mismatch" in verdict(bad)
