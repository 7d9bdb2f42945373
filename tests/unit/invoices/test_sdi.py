"""Receipts of both vocabularies, the stand-in that makes them, and how they move a document."""

from datetime import UTC, datetime

import pytest
from lxml import etree

from app.invoices.fatturapa import build
from app.invoices.receipts import UnknownReceiptError, read_receipt
from app.invoices.rules import InvoiceState
from app.invoices.rules_sdi import next_state
from app.invoices.schema import invoice_schema
from app.invoices.standin import Known, answer, document_key
from tests.unit.invoices.samples import SAMPLES

NOW = datetime(2026, 10, 2, 8, 0, tzinfo=UTC)
NAME = "IT79999010154_00007.xml"
FIRMS = "http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fattura/messaggi/v1.0"
BODIES = "http://www.fatturapa.gov.it/sdi/messaggi/v1.0"


def receipt(root, space=FIRMS, inner=""):
    """Return a receipt as the exchange system writes it."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><n:{root} xmlns:n="{space}" versione="1.0">'
        f"<IdentificativoSdI>900000007</IdentificativoSdI><NomeFile>{NAME}</NomeFile>{inner}"
        f"<MessageId>1</MessageId></n:{root}>"
    ).encode()


@pytest.mark.parametrize(
    ("root", "space", "kind"),
    [
        ("RicevutaConsegna", FIRMS, "RC"),
        ("RicevutaConsegna", BODIES, "RC"),
        ("RicevutaScarto", FIRMS, "NS"),
        ("NotificaScarto", BODIES, "NS"),
        ("RicevutaImpossibilitaRecapito", FIRMS, "MC"),
        ("NotificaMancataConsegna", BODIES, "MC"),
        ("NotificaEsito", BODIES, "NE"),
        ("NotificaDecorrenzaTermini", BODIES, "DT"),
        ("AttestazioneTrasmissioneFattura", BODIES, "AT"),
    ],
)
def test_both_vocabularies_are_read(root, space, kind):
    found = read_receipt("x.xml", receipt(root, space))

    assert (found.kind, found.sdi_id, found.stem) == (kind, "900000007", "IT79999010154_00007")


def test_a_rejection_names_its_errors():
    inner = (
        "<ListaErrori><Errore><Codice>00423</Codice><Descrizione>Prezzo</Descrizione>"
        "<Suggerimento>Ricalcolare</Suggerimento></Errore></ListaErrori>"
    )

    found = read_receipt("x.xml", receipt("RicevutaScarto", inner=inner))

    assert found.errors == (("00423", "Prezzo", "Ricalcolare"),)


def test_the_instant_and_the_outcome_are_read():
    inner = (
        "<DataOraConsegna>2026-10-01T10:05:00.000+02:00</DataOraConsegna>"
        "<EsitoCommittente><Esito>EC02</Esito><Descrizione>CIG errato</Descrizione>"
        "</EsitoCommittente>"
    )

    found = read_receipt("x.xml", receipt("NotificaEsito", BODIES, inner))

    assert found.stated_at == datetime(2026, 10, 1, 8, 5, tzinfo=UTC)
    assert (found.outcome, found.text) == ("EC02", "CIG errato")


@pytest.mark.parametrize("content", [b"", b"ciao", b"<a/>", b"\x00\xff", receipt("FileMetadati")])
def test_what_is_no_receipt_is_refused(content):
    with pytest.raises(UnknownReceiptError):
        read_receipt("x.xml", content)


S = InvoiceState


@pytest.mark.parametrize(
    ("state", "kind", "outcome", "reached"),
    [
        (S.SENT, "RC", "", S.DELIVERED),
        (S.SENT, "MC", "", S.NOT_DELIVERED),
        (S.NOT_DELIVERED, "RC", "", S.DELIVERED),
        (S.DELIVERED, "MC", "", S.DELIVERED),
        (S.SENT, "NS", "", S.REJECTED),
        (S.DELIVERED, "NS", "", S.DELIVERED),
        (S.DELIVERED, "NE", "EC01", S.ACCEPTED),
        (S.DELIVERED, "NE", "EC02", S.REFUSED),
        (S.ACCEPTED, "DT", "", S.ACCEPTED),
        (S.DELIVERED, "DT", "", S.TERMS_ELAPSED),
        (S.NOT_DELIVERED, "AT", "", S.UNDELIVERABLE),
        (S.CORRECTING, "RC", "", S.CORRECTING),
        (S.TO_SEND, "RC", "", S.DELIVERED),
    ],
)
def test_answers_move_a_document_forward_only(state, kind, outcome, reached):
    assert next_state(state, kind, outcome) is reached


@pytest.mark.parametrize(
    ("name", "kind"),
    [("F_reverse_charge_N67", "RC"), ("A_significant_goods_1800", "MC"),
     ("I_deferred_TD24_DDT", "RC"), ("E_public_body_split_payment", "RC")],
)  # fmt: skip
def test_the_stand_in_accepts_what_is_good(name, kind):
    content = build(SAMPLES[name][0], transmitter="79999010154", progressive="1")

    file, made = answer(NAME, content, schema=invoice_schema(), now=NOW, known=Known())

    assert file == f"IT79999010154_00007_{kind}_001.xml"
    assert read_receipt(file, made).kind == kind


def test_the_stand_in_rejects_what_is_spoilt_or_known():
    content = build(SAMPLES["K_vat_half_up"][0], transmitter="79999010154", progressive="1")
    spoilt = content.replace(b"<Imposta>1.03<", b"<Imposta>2.03<")
    known = Known(names={NAME}, documents={document_key(etree.fromstring(content))})

    wrong = answer(NAME, spoilt, schema=invoice_schema(), now=NOW, known=Known())
    double = answer(NAME, content, schema=invoice_schema(), now=NOW, known=known)

    assert [code for code, _t, _h in read_receipt(*wrong).errors] == ["00421"]
    assert [code for code, _t, _h in read_receipt(*double).errors] == ["00002", "00404"]
