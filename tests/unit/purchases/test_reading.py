"""Supplier files: what is opened, what is refused by name, and what the XML says."""

import base64
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.invoices.rules import DocumentKind
from app.purchases import rules, rules_unpack
from app.purchases.rules_facts import Party
from app.purchases.rules_unpack import unpack
from app.purchases.rules_xml import enclosure, kind_of, parse, read_invoices, sign_of
from tests.factories.purchases import NAME, metadata_xml, packed, signed, supplier_xml

XML = supplier_xml()


def read(content, name=NAME):
    return read_invoices(name, parse(name, content))


def pem(der):
    return b"-----BEGIN PKCS7-----\r\n" + base64.encodebytes(der) + b"-----END PKCS7-----\r\n"


@pytest.mark.parametrize(
    "content",
    [
        XML,
        b"\xef\xbb\xbf" + XML,
        signed(XML),
        signed(signed(XML)),
        base64.b64encode(signed(XML)),
        base64.encodebytes(signed(XML)),
        pem(signed(XML)),
        packed(("cartella/IT79999020583_00001.XML.P7M", signed(XML)), ("__MACOSX/._x", b"x")),
        packed(("a.zip", packed((NAME, XML)))),
    ],
    ids=["xml", "bom", "p7m", "nested", "base64", "base64 lines", "pem", "zip", "zip in zip"],
)  # fmt: skip
def test_whatever_an_invoice_is_wrapped_in_is_opened(content):
    (found,) = unpack("IT79999020583_00001.xml.p7m", content)

    assert found.content.removeprefix(b"\xef\xbb\xbf") == XML
    assert found.name.lower().endswith(".xml") or found.name.endswith(".p7m")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", rules.UnreadableError),
        (b"ciao", rules.UnreadableError),
        (b"%PDF-1.7", rules.UnreadableError),
        (b"PK\x03\x04rotto", rules.UnreadableError),
        (b"\x30\x82\x01", rules.UnreadableError),
        (signed(XML, digest_of=b"altro"), rules.BrokenSignatureError),
        (signed(XML)[:-300], rules.UnreadableError),
        (b"x" * (rules_unpack.MOST_BYTES + 1), rules.TooLargeError),
        (packed(*((f"{n}.xml", b"<a/>") for n in range(501))), rules.TooLargeError),
        (packed(("bomba.xml", b"\x00" * 31_000_000)), rules.TooLargeError),
        (packed(*((f"{n}.xml", b"<" + b" " * 25_000_000) for n in range(5))), rules.TooLargeError),
    ],
)  # fmt: skip
def test_what_cannot_be_opened_is_refused_by_name(content, error):
    with pytest.raises(error) as refused:
        unpack("strano.p7m", content)

    assert refused.value.field == "files"


def test_an_archive_inside_archives_without_end_is_refused():
    content = packed((NAME, XML))
    for _ in range(5):
        content = packed(("a.zip", content))

    with pytest.raises(rules.UnreadableError):
        unpack("a.zip", content)


def test_an_archive_with_a_password_is_refused():
    content = bytearray(packed((NAME, XML)))
    # Bit 0 of the flags, in the local header and in the directory.
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(rules.LockedArchiveError):
        unpack("chiuso.zip", bytes(content))


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><FatturaElettronica>&c;</FatturaElettronica>'
)


def test_documents_with_entities_are_refused(tmp_path: Path):
    secret = tmp_path / "segreto"
    secret.write_text("SEGRETO")
    outside = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><FatturaElettronica>&e;'
        "</FatturaElettronica>"
    ).encode()

    for content in (LAUGHS, outside, LAUGHS.decode().encode("utf-16")):
        with pytest.raises(rules.UnsafeXmlError):
            parse("brutto.xml", content)


def test_the_whole_document_is_read():
    (found,) = read(XML)

    assert (found.kind, found.number, found.dated_on) == ("TD01", "F 12/A", date(2026, 10, 1))
    assert found.supplier == Party(
        "Ditta Immaginaria S.r.l.", "IT79999020583", "", "Via Immaginaria 2, 20100 Milano MI"
    )
    assert found.buyer.tax_code == "79999010154"
    assert (found.taxable_eur, found.tax_eur, found.payable_eur) == (
        Decimal("100.00"), Decimal("22.00"), Decimal("122.00"),
    )  # fmt: skip
    assert [line.description for line in found.lines] == ["Scheda di controllo"]
    assert [(one.due_on, one.method) for one in found.instalments] == [(date(2026, 10, 1), "MP05")]
    assert sign_of(found) == 1
    assert not found.is_reverse_charge


def test_a_credit_note_lowers_what_is_owed():
    (found,) = read(supplier_xml(kind=DocumentKind.CREDIT_NOTE))

    assert sign_of(found) == -1


def test_the_suppliers_own_total_stands_even_when_the_lines_say_otherwise():
    odd = XML.replace(b"<PrezzoTotale>100.00<", b"<PrezzoTotale>90.00<")

    (found,) = read(odd)

    assert found.total_eur == Decimal("122.00")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<Data>2026-10-01<", b"<Data> 2026-10-01 <"),
        (b"<Data>2026-10-01<", b"<Data>2026-10-01+02:00<"),
        (b' versione="FPR12"', b' versione="FPR12" xmlns:x="http://un altro &quot;posto"'),
    ],
)
def test_what_the_exchange_system_lets_pass_is_read(old, new):
    assert old in XML

    (found,) = read(XML.replace(old, new, 1))

    assert (found.number, found.dated_on) == ("F 12/A", date(2026, 10, 1))


@pytest.mark.parametrize(
    "content",
    [
        b"<a/>",
        b"<FatturaElettronica/>",
        XML.replace(b"<Numero>F 12/A</Numero>", b""),
        XML.replace(b"<Data>2026-10-01</Data>", b"<Data>ieri</Data>"),
        XML.replace(b"Denominazione>", b"Altro>"),
    ],
)
def test_what_lacks_the_essentials_is_no_invoice(content):
    with pytest.raises(rules.NotAnInvoiceError):
        read(content)


def test_days_of_payment_are_counted_when_no_date_is_stated():
    counted = XML.replace(
        b"<DataScadenzaPagamento>2026-10-01</DataScadenzaPagamento>",
        b"<DataRiferimentoTerminiPagamento>2026-10-31</DataRiferimentoTerminiPagamento>"
        b"<GiorniTerminiPagamento>60</GiorniTerminiPagamento>",
    )

    (found,) = read(counted)

    assert found.instalments[0].due_on == date(2026, 12, 30)


def test_two_documents_of_a_lot_are_two():
    start, end = XML.index(b"<FatturaElettronicaBody>"), XML.index(b"</FatturaElettronicaBody>")
    second = XML[start:end].replace(b"F 12/A", b"F 13/A") + b"</FatturaElettronicaBody>"
    lot = XML.replace(b"</FatturaElettronicaBody>", b"</FatturaElettronicaBody>" + second)

    assert [one.number for one in read(lot)] == ["F 12/A", "F 13/A"]


def test_reverse_charge_and_foreign_suppliers_are_told():
    domestic = XML.replace(b"<Imposta>22.00<", b"<Natura>N6.7</Natura><Imposta>0.00<")
    foreign = re.sub(rb"IT(</IdPaese>\s+<IdCodice>79999020583</IdCodice>\s+</IdF)", rb"DE\1", XML)

    assert read(domestic)[0].is_reverse_charge
    assert foreign != XML
    assert read(foreign)[0].is_reverse_charge


def test_an_enclosed_file_comes_out_as_it_went_in():
    content = supplier_xml(enclosed=b"%PDF-bolla")

    (found,) = read(content)

    assert [(one.name, one.size) for one in found.enclosures] == [("../../etc/bolla 7.pdf", 10)]
    root = parse(NAME, content)
    assert enclosure(root, 0, 0) == b"%PDF-bolla"
    assert enclosure(root, 0, 1) is None
    assert enclosure(root, 1, 0) is None


SIMPLE = b"""<p:FatturaElettronicaSemplificata versione="FSM10"
xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.0">
<FatturaElettronicaHeader><CedentePrestatore><IdFiscaleIVA><IdPaese>IT</IdPaese>
<IdCodice>79999020583</IdCodice></IdFiscaleIVA><Denominazione>Bar Immaginario</Denominazione>
</CedentePrestatore><CessionarioCommittente><IdentificativiFiscali><IdFiscaleIVA>
<IdPaese>IT</IdPaese><IdCodice>79999010154</IdCodice></IdFiscaleIVA></IdentificativiFiscali>
</CessionarioCommittente></FatturaElettronicaHeader><FatturaElettronicaBody><DatiGenerali>
<DatiGeneraliDocumento><TipoDocumento>TD07</TipoDocumento><Divisa>EUR</Divisa>
<Data>2026-10-01</Data><Numero>9</Numero></DatiGeneraliDocumento></DatiGenerali>
<DatiBeniServizi><Descrizione>Pranzo</Descrizione><Importo>22.00</Importo>
<DatiIVA><Aliquota>10.00</Aliquota></DatiIVA></DatiBeniServizi></FatturaElettronicaBody>
</p:FatturaElettronicaSemplificata>"""


def test_a_simplified_invoice_is_read():
    (found,) = read(SIMPLE)

    assert (found.supplier.name, found.kind) == ("Bar Immaginario", "TD07")
    assert (found.taxable_eur, found.tax_eur, found.payable_eur) == (
        Decimal("20.00"), Decimal("2.00"), Decimal("22.00"),
    )  # fmt: skip


def test_kinds_of_files_are_told_apart():
    assert kind_of(parse("a", XML)) == "invoice"
    assert kind_of(parse("a", metadata_xml())) == "metadata"
    assert kind_of(parse("a", b"<x:RicevutaConsegna xmlns:x='y'/>")) == "receipt"
    assert kind_of(parse("a", b"<html/>")) == ""


def test_the_day_to_integrate_is_the_fifteenth_of_the_next_month():
    assert rules.integrate_until(date(2026, 10, 1)) == date(2026, 11, 15)
    assert rules.integrate_until(date(2026, 12, 31)) == date(2027, 1, 15)
