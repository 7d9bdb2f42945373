"""What a PDF says is read back with pypdf; how it looks is not tested here."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from app.pdf import render as renderer
from app.pdf.labels import Label, LabelSheet, label_sheet
from app.pdf.render import RenderError, render

MORNING = datetime(2025, 3, 10, 8, 0, tzinfo=UTC)

LETTER = """
#import "common.typ": *
#show: letter
#section("Cliente", fields((("Nome", facts.client), ("Telefono", none))))
#items(
  ((title: "Descrizione", width: 3), (title: "Importo", width: "auto", align: "right")),
  facts.lines,
)
#totals((("Totale", "12,20 €"),))
#signatures(facts.signatures)
#if facts.long { pagebreak() }
"""

STROKE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40">'
    '<path d="M5 20L90 30" stroke="#000" fill="none"/></svg>'
)


@pytest.fixture
def letter(tmp_path, monkeypatch):
    common = (renderer.TEMPLATES / "common.typ").read_text()
    (tmp_path / "common.typ").write_text(common)
    (tmp_path / "letter.typ").write_text(LETTER)
    monkeypatch.setattr(renderer, "TEMPLATES", tmp_path)
    renderer._read.cache_clear()  # the test swaps the folder under the cache
    yield
    renderer._read.cache_clear()


def facts(**changes):
    return {
        "company": {"name": "Termoclima S.r.l.", "vat": "01234567890", "colour": "#aa3300"},
        "document": {"title": "Rapportino", "number": "2025/00123", "date": "10/03/2025"},
        "client": "Nicolò D'Àvila",
        "lines": [["Perché così: è già 15 €", "15,00 €"]],
        "signatures": [{"label": "Cliente", "name": "Rossi", "drawing": STROKE}],
        "long": False,
    } | changes


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def picture(colour, kind="PNG"):
    made = BytesIO()
    Image.new("RGB", (40, 20), colour).save(made, kind)
    return made.getvalue()


def test_letter_shows_company_number_accents_and_euro(letter):
    text = text_of(render("letter", facts()))

    for words in (
        "Termoclima S.r.l.",
        "N. 2025/00123 del 10/03/2025",
        "Nicolò D'Àvila",
        "Perché così: è già 15 €",
        "P. IVA 01234567890",
        "Pagina 1 di 1",
    ):
        assert words in text


def test_second_page_repeats_the_number_and_counts_the_pages(letter):
    second = PdfReader(BytesIO(render("letter", facts(long=True)))).pages[1].extract_text()

    assert "N. 2025/00123" in second
    assert "Pagina 2 di 2" in second


def test_every_font_is_embedded_and_none_comes_from_the_system(letter):
    fonts = {
        font["/BaseFont"].split("+")[-1]: font["/DescendantFonts"][0]["/FontDescriptor"]
        for page in PdfReader(BytesIO(render("letter", facts()))).pages
        for font in (entry.get_object() for entry in page["/Resources"]["/Font"].values())
    }

    assert fonts
    assert all(name.startswith(("SourceSansPro", "LibertinusSerif")) for name in fonts)
    assert all({"/FontFile2", "/FontFile3"} & set(d.get_object()) for d in fonts.values())


def test_document_declares_the_archive_profile(letter):
    metadata = PdfReader(BytesIO(render("letter", facts()))).metadata
    xmp = PdfReader(BytesIO(render("letter", facts()))).root_object["/Metadata"].get_data()

    assert metadata.title == "Rapportino"
    assert b"<pdfaid:part>2</pdfaid:part>" in xmp
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in xmp


@pytest.mark.parametrize("typed", ['#read("/etc/passwd")', "*bold* $x^2$ @preview", "]#[", '"\\'])
def test_what_a_user_types_is_never_markup(letter, typed):
    assert typed in text_of(render("letter", facts(client=typed)))


def test_same_facts_give_the_same_bytes(letter):
    first = render("letter", facts(), created_at=MORNING)

    assert render("letter", facts(), created_at=MORNING) == first


def test_an_instant_with_parts_of_a_second_is_written_in_whole_seconds(letter):
    whole = render("letter", facts(), created_at=MORNING)

    assert render("letter", facts(), created_at=MORNING.replace(microsecond=7)) == whole


def test_logo_of_one_company_never_shows_on_the_paper_of_another(letter):
    company = facts()["company"] | {"logo": "logo.png"}
    red, blue = picture("#ff0000"), picture("#0000ff")

    def pixel(logo):
        pdf = render("letter", facts(company=company), assets={"logo.png": logo})
        return PdfReader(BytesIO(pdf)).pages[0].images[0].image.convert("RGB").getpixel((5, 5))

    assert pixel(red) == (255, 0, 0)
    assert pixel(blue) == (0, 0, 255)
    assert pixel(red) == (255, 0, 0)


def test_threads_render_their_own_facts(letter):
    clients = [f"Cliente{number:03d}" for number in range(40)]

    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda name: text_of(render("letter", facts(client=name))), clients))

    assert all(name in text for name, text in zip(clients, texts, strict=True))
    assert all(text.count("Cliente0") == 1 for text in texts)


def test_missing_fact_names_the_place(letter):
    with pytest.raises(RenderError) as refusal:
        render("letter", {"company": {}})

    assert refusal.value.template == "letter"
    assert "facts.client" in refusal.value.diagnostic


def test_unknown_template_and_escaping_names_are_refused():
    with pytest.raises(RenderError, match="no such template"):
        render("../../config", {})
    with pytest.raises(ValueError, match="plain file name"):
        render("label_sheet", {"sheet": {}, "labels": []}, assets={"../x.png": b""})


def test_labels_fill_the_sheets_in_order():
    labels = [Label(f"https://example.it/a/{n}", f"Caldaia {n}", ("Matr. 12",)) for n in range(7)]

    pages = PdfReader(BytesIO(label_sheet(labels, LabelSheet(columns=2, rows=2, skip=1)))).pages

    found = [" ".join(page.extract_text().split()) for page in pages]
    assert [text.count("Caldaia") for text in found] == [3, 4]
    assert "Caldaia 2" in found[0]
    assert "Caldaia 3" in found[1]


@pytest.mark.parametrize("wrong", [{"columns": 0}, {"rows": 31}, {"skip": 24}, {"skip": -1}])
def test_impossible_sheet_is_refused(wrong):
    with pytest.raises(ValueError, match=r"sheet|skipped"):
        LabelSheet(**wrong)
