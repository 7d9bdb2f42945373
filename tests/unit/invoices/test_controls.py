"""Each control of the exchange system that a sample can be spoilt for, and the public bugs."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from app.invoices.fatturapa import MOST_BYTES, build
from app.invoices.rules_facts import Address, Line, Party, Terms
from app.invoices.schema import invoice_schema
from app.invoices.sdichecks import check_file
from tests.unit.invoices.samples import BODY, FIRM, SAMPLES, SELLER, document
from tests.unit.invoices.test_sdichecks import codes, sample

D = Decimal
_EXTRA_ROW = (
    "<DatiRiepilogo><AliquotaIVA>22.00</AliquotaIVA><ImponibileImporto>0.00</ImponibileImporto>"
    "<Imposta>0.00</Imposta></DatiRiepilogo></DatiBeniServizi>"
)


@pytest.mark.parametrize(
    ("name", "change", "wanted"),
    [
        ("K_vat_half_up", ("79999010154", "79999010155"), {"00300", "00301", "00302"}),
        ("K_vat_half_up", ("IVA>10.00</AliquotaIVA>", "IVA>10.00</AliquotaIVA><Natura>N4</Natura>"),
         {"00401", "00430"}),
        ("F_reverse_charge_N67",
         ("<Imposta>0.00</Imposta>", "<Imposta>0.00</Imposta><EsigibilitaIVA>S</EsigibilitaIVA>"),
         {"00420"}),
        # A summary of a rate that no line has.
        ("K_vat_half_up", ("</DatiBeniServizi>", _EXTRA_ROW), {"00443"}),
        ("F_reverse_charge_N67", ("<Natura>N6.7</Natura>", "<Natura>N6.3</Natura>", 1), {"00444"}),
    ],
)  # fmt: skip
def test_a_spoilt_sample_has_its_code(name, change, wanted):
    assert codes(sample(name).replace(*change).encode()) == wanted


def test_a_rate_without_its_summary_is_found():
    root = etree.fromstring(sample("A_significant_goods_1800").encode())
    rows = root.findall(".//DatiRiepilogo")
    rows[1].getparent().remove(rows[1])

    assert codes(etree.tostring(root)) >= {"00419", "00443"}


def test_a_discount_without_percentage_and_amount_is_found():
    made = document([Line("Ricambio", D(100), discount_pct=D(10))])
    content = build(made, transmitter="79999010154", progressive="1").decode()

    found = codes(content.replace("<Percentuale>10.00</Percentuale>", "").encode())

    assert found == {"00423", "00438"}


def test_a_public_body_without_codes_is_a_warning_and_a_huge_file_an_error():
    made = replace(SAMPLES["E_public_body_split_payment"][0], orders=())
    content = build(made, transmitter="79999010154", progressive="1")

    assert codes(content) == {"CIG"}
    assert codes(b" " * (MOST_BYTES + 1)) == {"00003"}


def test_a_firm_does_not_invoice_itself():
    found = codes(build(document([Line("x", D(10))], buyer=SELLER, recipient_code="ZZZZ999"),
                        transmitter="79999010154", progressive="1"))  # fmt: skip

    assert found == {"00471"}


def test_summaries_are_only_those_of_the_lines_and_name_their_natura():
    lines = [Line("Anticipazione", D(50), rate_pct=D(0), natura="N1")]
    root = etree.fromstring(build(document(lines), transmitter="79999010154", progressive="1"))

    rows = [(one.findtext("AliquotaIVA"), one.findtext("Natura"))
            for one in root.iterfind(".//DatiRiepilogo")]  # fmt: skip
    assert rows == [("0.00", "N1")]


def test_a_foreign_seat_has_no_postcode_and_province_of_ours():
    abroad = Party(
        company_name="Chauffage Exemple", vat_number="99999999999", vat_country="FR",
        address=Address("Rue Imaginaire", "3", "75001", "Paris", "75", "FR"),
    )  # fmt: skip
    made = document([Line("x", D(10))], buyer=abroad, recipient_code="XXXXXXX")
    content = build(made, transmitter="79999010154", progressive="1")

    seat = etree.fromstring(content).find(".//CessionarioCommittente/Sede")
    assert (seat.findtext("CAP"), seat.findtext("Provincia"), seat.findtext("Nazione")) == (
        "00000", None, "FR",
    )  # fmt: skip
    assert check_file(content, schema=invoice_schema(), today=date(2026, 10, 1)) == ()


@pytest.mark.parametrize("buyer", [FIRM, BODY])
def test_a_taxed_job_has_no_stamp_and_no_withholding_by_itself(buyer):
    totals = document([Line("Lavoro", D("123.45"))], buyer=buyer, terms=Terms()).totals

    assert (totals.is_stamp_due, totals.withheld_eur) == (False, 0)
