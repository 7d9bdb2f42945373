"""Our XML of the worked documents: valid, clean, and with their amounts to the cent."""

import xml.etree.ElementTree as ET
from datetime import date

import pytest

from app.invoices.fatturapa import build
from app.invoices.findings import errors
from app.invoices.schema import invoice_schema
from app.invoices.sdichecks import check_file
from tests.unit.invoices.samples import SAMPLES


def parsed(name):
    """Return our XML read again by another parser than the one that wrote it."""
    content = build(SAMPLES[name][0], transmitter="79999010154", progressive="00001")
    return ET.fromstring(content)  # noqa: S314 - our own


@pytest.mark.parametrize("name", SAMPLES)
def test_a_worked_document_has_its_amounts(name):
    _, rows, total, payment = SAMPLES[name]

    root = parsed(name)

    found = [
        tuple(
            row.findtext(field) or ""
            for field in ("AliquotaIVA", "Natura", "ImponibileImporto", "Imposta")
        )
        for row in root.iter("DatiRiepilogo")
    ]
    assert sorted(found) == sorted(rows)
    assert root.findtext(".//ImportoTotaleDocumento") == total
    assert root.findtext(".//ImportoPagamento") == payment


@pytest.mark.parametrize("name", SAMPLES)
def test_a_worked_document_passes_schema_and_checks(name):
    content = build(SAMPLES[name][0], transmitter="79999010154", progressive="00001")

    found = check_file(content, schema=invoice_schema(), today=date(2026, 10, 1))

    assert found == ()
    assert errors(found) == ()


def test_the_condominium_keeps_its_part():
    root = parsed("D_condominium_withholding")

    kept = root.find(".//DatiRitenuta")
    assert [one.text for one in kept] == ["RT02", "20.00", "4.00", "W"]
    assert root.findtext(".//DettaglioLinee/Ritenuta") == "SI"


def test_the_public_body_pays_without_vat_and_names_its_codes():
    root = parsed("E_public_body_split_payment")

    assert root.get("versione") == "FPA12"
    assert root.findtext(".//EsigibilitaIVA") == "S"
    assert root.findtext(".//DatiContratto/CodiceCIG") == "ZZZZZZZZZZ"


def test_the_flat_rate_states_its_stamp():
    root = parsed("G_flat_rate_regime_stamp")

    assert root.findtext(".//BolloVirtuale") == "SI"
    assert [one.findtext("Natura") for one in root.iter("DettaglioLinee")] == ["N2.2", "N2.2"]


def test_the_credit_note_is_positive_and_linked():
    root = parsed("H_credit_note_TD04")

    assert root.findtext(".//TipoDocumento") == "TD04"
    assert root.findtext(".//DatiFattureCollegate/IdDocumento") == "98/2026"
    assert root.findtext(".//PrezzoTotale") == "80.00"


def test_delivery_notes_are_named():
    root = parsed("I_deferred_TD24_DDT")

    assert [one.findtext("NumeroDDT") for one in root.iter("DatiDDT")] == ["5", "8"]
    assert [one.findtext("PrezzoTotale") for one in root.iter("DettaglioLinee")] == [
        "147.00",
        "50.00",
    ]
