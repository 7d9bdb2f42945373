"""The worked documents of the reference, built by us: input, and what must come out."""

from datetime import date
from decimal import Decimal

from app.invoices.rules import DocumentKind, Format, PaymentMethod, Treatment
from app.invoices.rules_amounts import settle
from app.invoices.rules_facts import Address, Document, Due, Line, Linked, Order, Party, Terms

D = Decimal

SELLER = Party(
    company_name="Termica Esempio S.r.l.", vat_number="79999010154", tax_code="79999010154",
    address=Address("Via di Prova", "1", "20100", "Milano", "MI"),
)  # fmt: skip
PERSON = Party(
    first_name="Cliente", last_name="Esempio", tax_code="SMPCNT80A01F205H",
    address=Address("Via Immaginaria 2", "", "20100", "Milano", "MI"),
)  # fmt: skip
CONDOMINIUM = Party(
    company_name="Condominio Immaginario", tax_code="99999030150", address=PERSON.address
)
BODY = Party(company_name="Comune Immaginario", tax_code="89999040150", address=PERSON.address)
FIRM = Party(company_name="Ditta Immaginaria S.r.l.", vat_number="79999020583",
             address=PERSON.address)  # fmt: skip
TRADER = Party(first_name="Mario", last_name="Prova", vat_number="79999060159",
               address=SELLER.address)  # fmt: skip


def document(lines, *, number="101/2026", **values):
    """Return a document of these lines, its amounts worked out."""
    terms = values.setdefault("terms", Terms())
    settled = settle(lines, terms)
    dated_on = values.setdefault("dated_on", date(2026, 10, 1))
    values.setdefault("seller", SELLER)
    values.setdefault("buyer", PERSON)
    values.setdefault("kind", DocumentKind.INVOICE)
    if settled.goods:
        values.setdefault("reasons", (settled.goods.reason,))
    return Document(
        number=number, lines=settled.lines, totals=settled.totals,
        method=PaymentMethod.TRANSFER, iban="IT60X0542811101000000123456",
        dues=(Due(dated_on, settled.totals.payable_eur),), **values,
    )  # fmt: skip


def boiler(consideration, goods):
    """Return the lines of a job at 10% with a boiler sold at cost."""
    work = D(consideration) - D(goods)
    found = [Line("Caldaia a condensazione", D(goods), rate_pct=D(10), is_significant_good=True)]
    if work:
        found.insert(0, Line("Manodopera e materiali", work, rate_pct=D(10)))
    return found


ORDER = Order("contract", "C1", date(2026, 1, 2), cig="ZZZZZZZZZZ", cup="Z99Z99999999999")

#: file stem of the sample -> (our document, summary rows, total, payment)
SAMPLES = {
    "A_significant_goods_1800": (
        document([
            Line("Manodopera", D(600), rate_pct=D(10)),
            Line("Caldaia a condensazione", D(1200), rate_pct=D(10), is_significant_good=True,
                 goods_cost_eur=D(1000)),
        ]),
        [("10.00", "", "1600.00", "160.00"), ("22.00", "", "200.00", "44.00")],
        "2004.00", "2004.00",
    ),
    "B_significant_goods_10000": (
        document(boiler(10000, 6000)),
        [("10.00", "", "8000.00", "800.00"), ("22.00", "", "2000.00", "440.00")],
        "11240.00", "11240.00",
    ),
    "C_significant_goods_all_at_10": (
        document(boiler(10000, 4000)),
        [("10.00", "", "10000.00", "1000.00")], "11000.00", "11000.00",
    ),
    "C2_significant_goods_cents": (
        document(boiler("2350.55", "1499.99")),
        [("10.00", "", "1701.12", "170.11"), ("22.00", "", "649.43", "142.87")],
        "2663.53", "2663.53",
    ),
    "D_condominium_withholding": (
        document([Line("Manutenzione ordinaria centrale termica", D(500), rate_pct=D(10))],
                 buyer=CONDOMINIUM, terms=Terms(withholding_pct=D(4))),
        [("10.00", "", "500.00", "50.00")], "550.00", "530.00",
    ),
    "E_public_body_split_payment": (
        document([Line("Manutenzione", D(1000))], number="3/PA", buyer=BODY,
                 format=Format.PUBLIC, recipient_code="ZZ99ZZ",
                 terms=Terms(treatment=Treatment.SPLIT_PAYMENT),
                 orders=(ORDER,)),
        [("22.00", "", "1000.00", "220.00")], "1220.00", "1000.00",
    ),
    "F_reverse_charge_N67": (
        document([Line("Installazione impianto", D(1000))], buyer=FIRM, recipient_code="ZZZZ999",
                 terms=Terms(treatment=Treatment.REVERSE_CHARGE)),
        [("0.00", "N6.7", "1000.00", "0.00")], "1000.00", "1000.00",
    ),
    "G_flat_rate_regime_stamp": (
        document([Line("Manutenzione", D(100))], number="7", seller=TRADER,
                 terms=Terms(treatment=Treatment.FLAT_RATE, recharges_stamp=True, regime="RF19")),
        [("0.00", "N2.2", "102.00", "0.00")], "102.00", "102.00",
    ),
    "H_credit_note_TD04": (
        document([Line("Storno", D(80), rate_pct=D(10))], number="NC1/2026",
                 kind=DocumentKind.CREDIT_NOTE, credited=(Linked("98/2026", date(2026, 9, 1)),)),
        [("10.00", "", "80.00", "8.00")], "88.00", "88.00",
    ),
    "I_deferred_TD24_DDT": (
        document([Line("Pompa", D("73.50"), D(2), "pz"), Line("Tubo", D("33.333"), D("1.5"), "m")],
                 number="D12/2026", kind=DocumentKind.DEFERRED, buyer=FIRM,
                 dated_on=date(2026, 9, 30), pec="ditta@pec.example.it",
                 delivery_notes=(Linked("5", date(2026, 9, 3)), Linked("8", date(2026, 9, 21)))),
        [("22.00", "", "197.00", "43.34")], "240.34", "240.34",
    ),
    "J_many_small_lines": (
        document([Line(f"Guarnizione {n}", D("0.13")) for n in range(40)]),
        [("22.00", "", "5.20", "1.14")], "6.34", "6.34",
    ),
    "K_vat_half_up": (
        document([Line("Ricambio", D("10.25"), rate_pct=D(10))]),
        [("10.00", "", "10.25", "1.03")], "11.28", "11.28",
    ),
    "L_price_vat_included": (
        document([Line("Intervento", D("81.96721311"))]),
        [("22.00", "", "81.97", "18.03")], "100.00", "100.00",
    ),
}  # fmt: skip
