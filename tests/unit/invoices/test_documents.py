"""What the printed invoice says, from the facts alone."""

from dataclasses import replace
from decimal import Decimal

from app.invoices.assembling import facts_of
from app.invoices.documents import page_facts, payment_code
from app.invoices.rules_facts import Due
from tests.unit.invoices.samples import SAMPLES


def page(name, **values):
    return page_facts(facts_of(replace(SAMPLES[name][0], **values)))


def test_the_credit_note_is_negative_on_paper():
    found = dict(page("H_credit_note_TD04")["totals"])

    assert found["Totale documento"] == "-88,00"
    assert page("H_credit_note_TD04")["references"] == ["Storna la fattura 98/2026 del 01/09/2026"]


def test_the_withholding_lowers_what_is_paid():
    found = dict(page("D_condominium_withholding")["totals"])

    assert found["Ritenuta 4%"] == "-20,00"
    assert found["Netto a pagare"] == "€ 530,00"


def test_split_payment_leaves_the_vat_out():
    assert dict(page("E_public_body_split_payment")["totals"])["Netto a pagare"] == "€ 1.000,00"


def test_the_law_s_words_stand_in_the_summary():
    assert page("F_reverse_charge_N67")["summary"] == [
        ["N6.7 Inversione contabile, art. 17 comma 6 lett. a-ter DPR 633/1972", "1.000,00", "0,00"]
    ]


def test_significant_goods_are_stated():
    found = page("A_significant_goods_1800")

    wanted = (
        "Corrispettivo complessivo 1800.00; valore dei beni significativi 1000.00; "
        "imponibile al 10% 1600.00; imponibile al 22% 200.00"
    )
    assert found["reasons"] == [wanted]


def test_a_draft_says_so():
    facts = facts_of(SAMPLES["K_vat_half_up"][0])

    assert page_facts(facts, is_draft=True)["notice"] == "Bozza: non è una fattura."


def test_a_transfer_has_a_payment_code_and_instalments_have_none():
    document = SAMPLES["K_vat_half_up"][0]
    two = (*document.dues, Due(document.dated_on, Decimal(1)))

    assert payment_code(facts_of(document)).startswith("<svg")
    assert payment_code(facts_of(replace(document, dues=two))) is None
    assert payment_code(facts_of(replace(document, iban=""))) is None
