"""What the printed report says is read back with pypdf."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from app.interventions.documents import Printable, report_pdf
from app.interventions.rules import UnsignedReason
from tests.factories.reports import ARRIVED, CONTENT, FACTS, a_picture, printable


@pytest.fixture(autouse=True)
def words(app):
    with app.test_request_context(headers={"Accept-Language": "it"}):
        yield


def pages(report):
    return [page.extract_text() for page in PdfReader(BytesIO(report_pdf(report))).pages]


def text_of(report):
    return " ".join(" ".join(pages(report)).split())


def test_report_says_who_what_when_and_how_much():
    text = text_of(printable())

    for words in (
        "Termoclima Srl", "Rapportino di intervento", "N. 2026/00123 del 12/10/2026",
        "Maria Rossi", "10095 Grugliasco (TO)", "RSSMRA60A41L219X", "Condominio Aurora",
        "Manutenzione ordinaria", "09:05", "10:20", "Davide Marchisio", "Caldaia Immergas Victrix",
        "IM24", "12/10/2027", "Pulizia bruciatore.", "Guarnizione", "2,5", "8,125", "5%", "19,30",
        "99,30", "111,55", "45", "Maria Rossi (intestataria)", "12/10/2026 10:30", "ab" * 32,
        "REA TO-1234567", "Prima",
    ):  # fmt: skip
        assert words in text


def test_prescription_comes_before_the_remarks():
    text = text_of(printable())

    assert text.index("Il foro di ventilazione") < text.index("Manca la targhetta")


def test_copy_without_prices_has_no_amount():
    text = text_of(printable(has_prices=False, is_reduced=True))

    assert "Guarnizione" in text
    for amount in ("80,00", "8,125", "19,30", "99,30", "111,55", "110,00"):
        assert amount not in text


def test_what_is_under_warranty_says_so_and_adds_no_row_of_vat():
    free = FACTS["lines"][1] | {"source": "warranty", "unit_price": "0", "total": "0.00"}
    lines = [FACTS["lines"][0], free]

    text = text_of(printable(facts={"lines": lines}))

    assert "Guarnizione (in garanzia)" in text
    assert text.count("IVA ") == 2 + 1  # the company's number, the head of the table, the one rate


def test_correction_names_what_it_replaces():
    text = text_of(printable(facts={"revision": 2}, correction_reason="mancava un pezzo"))

    assert "revisione 1: mancava un pezzo" in text


def test_missing_signature_is_explained():
    text = text_of(printable(signatures=[], unsigned_reason=UnsignedReason.ABSENT))

    assert "cliente assente" in text


def test_a_report_of_nothing_still_prints():
    empty = Printable(
        content={}, facts={}, signatures=[], received_at=ARRIVED, content_sha256="cd" * 32
    )

    assert len(pages(empty)) == 1


def test_sixty_lines_long_texts_and_strange_letters_print():
    report = printable(
        content={
            "work_done": "Parola lunga. " * 700 + "W" * 400 + " 😀 שלום مرحبا 漢字 \u202e\x07",
            "findings": CONTENT["findings"] * 10,
            "heading": {"name": "N" * 160, "street": '#read("/etc/passwd")'},
        },
        facts={"lines": FACTS["lines"] * 30, "devices": FACTS["devices"] * 12},
    )  # fmt: skip

    found = pages(report)

    assert len(found) > 3
    assert sum(page.count("Guarnizione") for page in found) == 30
    assert any("שלום" in page for page in found)
    assert '#read("/etc/passwd")' in found[0]


def test_same_report_gives_the_same_archive_file_with_logo_and_photos():
    report = printable(logo=a_picture("#00ff00"))

    first = report_pdf(report)

    assert first == report_pdf(report)
    reader = PdfReader(BytesIO(first))
    assert b"<pdfaid:part>2</pdfaid:part>" in reader.root_object["/Metadata"].get_data()
    assert [len(page.images) for page in reader.pages] == [1, 1]
