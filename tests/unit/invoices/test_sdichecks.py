"""The local checks: what the exchange system rejects is found with its code."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.invoices.fatturapa import build
from app.invoices.filenames import file_name, progressive_text, receipt_of
from app.invoices.findings import errors
from app.invoices.rules import Treatment
from app.invoices.rules_facts import Line, Terms
from app.invoices.schema import invoice_schema
from app.invoices.sdichecks import check_file
from tests.unit.invoices.samples import SAMPLES, document

DAY = date(2026, 10, 1)


def codes(content):
    """Return the codes found on a file, without repetition."""
    return {one.code for one in check_file(content, schema=invoice_schema(), today=DAY)}


def sample(name):
    return build(SAMPLES[name][0], transmitter="79999010154", progressive="00001").decode()


#: sample, what is spoilt, code that must be found (alone unless more follow from it)
SPOILT = [
    ("K_vat_half_up", ("<Imposta>1.03<", "<Imposta>1.01<"), {"00421", "TOTAL"}),
    ("K_vat_half_up", ("<PrezzoTotale>10.25<", "<PrezzoTotale>10.27<"), {"00423"}),
    ("K_vat_half_up", (">10.25</Imponibile", ">12.25</Imponibile"), {"00422", "00421", "TOTAL"}),
    ("K_vat_half_up", ("IVA>10.00</Ali", "IVA>0.10</Ali"), {"00424", "00421"}),
    ("K_vat_half_up", ("<Data>2026-10-01", "<Data>2026-10-02"), {"00403"}),
    ("K_vat_half_up", (">101/2026<", ">UNO<"), {"00425"}),
    ("K_vat_half_up", ("SMPCNT80A01F205H", "SMPCNT80A01F205X"), {"00306"}),
    ("K_vat_half_up", ("<CodiceFiscale>SMPCNT80A01F205H</CodiceFiscale>", ""), {"00417"}),
    ("K_vat_half_up", ("Ricambio", "Ricambio a 5 €"), {"00200"}),
    ("K_vat_half_up", ('versione="FPR12"', 'versione="FPA12"'), {"00428"}),
    ("K_vat_half_up", ("0000000", "XXXXXXX"), {"00313"}),
    ("F_reverse_charge_N67", ("<Natura>N6.7</Natura>", "<Natura>N6</Natura>"), {"00445"}),
    ("F_reverse_charge_N67", ("<Natura>N6.7</Natura>", ""), {"00400", "00429"}),
    ("F_reverse_charge_N67", ("79999020583", "79999020584"), {"00305"}),
    ("F_reverse_charge_N67", ("ZZZZ999", "ZZZZ99"), {"00427"}),
    ("D_condominium_withholding", ("DatiRitenuta>", "DatiBollo>"), {"00411", "00200"}),
    ("H_credit_note_TD04", ("<Data>2026-09-01", "<Data>2026-10-05"), {"00418"}),
    ("G_flat_rate_regime_stamp", ("<BolloVirtuale>SI</BolloVirtuale>", ""), {"BOLLO", "00200"}),
    ("E_public_body_split_payment", ("ZZZZZZZZZZ", ""), {"00200"}),
]


@pytest.mark.parametrize(("name", "change", "wanted"), SPOILT)
def test_a_spoilt_file_is_found_out(name, change, wanted):
    spoilt = sample(name).replace(*change)

    assert codes(spoilt.encode()) == wanted


def test_a_file_that_is_no_xml_is_a_structural_error():
    assert codes(b"<a>") == {"00200"}


def test_entities_are_not_read():
    bomb = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'

    found = check_file(bomb, schema=invoice_schema())

    assert "root:" not in str(found)


PRICES = st.decimals(-5000, 50_000, places=8, allow_nan=False)
LINES = st.builds(
    Line,
    description=st.text("abcXYZ 09àèé€\u2013œΩ🔥&<", max_size=60).map(lambda text: f"x{text}"),
    unit_price=PRICES,
    quantity=st.decimals("0.01", 500, places=4),
    discount_pct=st.decimals(0, 100, places=2),
    rate_pct=st.sampled_from([Decimal(4), Decimal(5), Decimal(10), Decimal(22)]),
    is_significant_good=st.booleans(),
    goods_cost_eur=st.none() | st.decimals("0.01", 3000, places=2),
)


@settings(max_examples=120, deadline=None)
@given(
    lines=st.lists(LINES, min_size=1, max_size=12),
    treatment=st.sampled_from(Treatment),
    recharges=st.booleans(),
)
def test_what_we_build_satisfies_the_arithmetic_of_the_exchange_system(lines, treatment, recharges):
    made = document(lines, terms=Terms(treatment=treatment, recharges_stamp=recharges))
    content = build(made, transmitter="79999010154", progressive="1")

    found = {one.code for one in errors(check_file(content, schema=invoice_schema(), today=DAY))}

    assert found == set()


def test_progressives_count_in_base_36():
    assert [progressive_text(n) for n in (1, 35, 36, 36**5 - 1)] == [
        "00001", "0000Z", "00010", "ZZZZZ",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="0"):
        progressive_text(0)


def test_file_names_and_their_receipts():
    assert file_name("79999010154", 7) == "IT79999010154_00007.xml"
    assert receipt_of("IT79999010154_00007_RC_001.xml") == ("IT79999010154_00007", "RC")
    assert receipt_of("fattura.xml") is None
