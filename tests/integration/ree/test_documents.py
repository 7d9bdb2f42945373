"""The printed report of each type, read as text."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.interventions.rules import SignerRole, UnsignedReason
from app.interventions.signedprint import Signed, SignedPrintable
from app.ree.documents import ree_pdf
from app.ree.facts import figures_json
from app.ree.rules_content import read_content
from app.ree.rules_figures import figures_of
from tests.factories.interventions import STROKES
from tests.factories.ree import content_of
from tests.unit.ree.test_rules import TODAY, filled

NOON = datetime(2026, 10, 12, 10, 0, tzinfo=UTC)


def text_of(app, content):
    figures = figures_of(read_content(content).content, TODAY)
    report = SignedPrintable(
        content=content,
        facts={
            "number": "2026/00001",
            "revision": 1,
            "company": {"legal_name": "Prova Srl", "vat_number": "01234567890"},
            "figures": [figures_json(one) for one in figures],
        },
        signatures=[Signed(SignerRole.TECHNICIAN, "Luca Bianchi", "", NOON, STROKES)],
        received_at=NOON,
        content_sha256="ab" * 32,
        unsigned_reason=UnsignedReason.REFUSED,
    )
    with app.test_request_context():
        pages = PdfReader(BytesIO(ree_pdf(report))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_type_one_prints_sections_answers_figures_and_refusal(app):
    text = text_of(app, content_of())

    for words in (
        "2026/00001", "Prova Srl", "Immergas", "103,7", "91,76", "80 · 21 / (21 - 4,8)",
        "Luca Bianchi",
    ):  # fmt: skip
        assert words in text


@pytest.mark.parametrize(
    ("ree_type", "named"), [(2, "POMPA DI CALORE GF N."), (3, "SC N."), (4, "CG N.")]
)
def test_other_types_are_printed_with_their_own_names(app, ree_type, named):
    text = text_of(app, filled(ree_type))

    assert "Prova Srl" in text
    assert named in text
    assert "GT N." not in text


def test_answer_not_applicable_is_only_where_the_form_has_it(app):
    text = text_of(app, content_of())

    documents = text[text.index("B. Doc") : text.index("C. Tratt")]
    assert "NO" in documents
    assert "NC" not in documents
    assert "NC" in text[text.index("D. Contr") :]
