"""Invoices of suppliers, read leniently and safely: entities, document types, network are off.

The official schema is not asked: the exchange system let the file pass, and genuine files break
it (dates with blanks, namespaces with quotes). Pure.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from lxml import etree

from app.invoices.receipts import KINDS
from app.invoices.sdichecks_parts import Element, text_of
from app.kernel.money import round_eur
from app.purchases.rules import (
    CREDIT_KINDS,
    AmountsTooLargeError,
    NotAnInvoiceError,
    UnreadableError,
    UnsafeXmlError,
)
from app.purchases.rules_facts import (
    Enclosure,
    Instalment,
    Metadata,
    Party,
    PurchaseFacts,
    PurchaseLine,
    VatRow,
)

_ROOTS = ("FatturaElettronica", "FatturaElettronicaSemplificata")
_METADATA = ("FileMetadati", "MetadatiInvioFile")
#: Amounts from here on fit no column; decimals beyond these say nothing.
_LIMIT, _MOST_PLACES = Decimal(10) ** 10, 8
#: Years of genuine dates; days are added to them.
_YEARS = range(1900, 3000)
_ENDING = re.compile(r"(\.xml)?(\.p7m)?$", re.IGNORECASE)
#: Blocks that name other documents, and what they are.
_REFERENCES = (
    "DatiOrdineAcquisto",
    "DatiContratto",
    "DatiConvenzione",
    "DatiRicezione",
    "DatiFattureCollegate",
)


def parse(name: str, content: bytes) -> Element:
    """Return the root of an XML, its names without namespace.

    Raises:
        UnreadableError: It is no XML.
        UnsafeXmlError: It declares a document type.
    """
    parser = etree.XMLParser(
        no_network=True,
        resolve_entities=False,
        load_dtd=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(name) from error
    if root is None:
        raise UnreadableError(name)
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnsafeXmlError(name)
    for one in root.iter(etree.Element):
        one.tag = _local(one.tag)
    return root


def kind_of(root: Element) -> str:
    """Return "invoice", "metadata", "receipt" or, for anything else, an empty text."""
    if root.tag in _ROOTS:
        return "invoice"
    if root.tag in _METADATA:
        return "metadata"
    return "receipt" if root.tag in KINDS else ""


def read_metadata(root: Element) -> Metadata:
    """Return what an MT file says."""
    return Metadata(text_of(root, "IdentificativoSdI")[:40], stem_of(text_of(root, "NomeFile")))


def stem_of(name: str) -> str:
    """Return the name of an invoice's file without its endings."""
    return _ENDING.sub("", name)


def read_invoices(name: str, root: Element) -> tuple[PurchaseFacts, ...]:
    """Return the documents of a file: usually one.

    Raises:
        NotAnInvoiceError: It is none, or lacks number, date or supplier.
        AmountsTooLargeError: No column holds its sums.
    """
    if root.tag not in _ROOTS:
        raise NotAnInvoiceError(name)
    is_simple = root.tag == _ROOTS[1]
    bodies = root.findall("FatturaElettronicaBody")
    read = _simple_body if is_simple else _ordinary_body
    supplier = _party(root.find("FatturaElettronicaHeader/CedentePrestatore"))
    buyer = _party(root.find("FatturaElettronicaHeader/CessionarioCommittente"))
    found = []
    for body in bodies:
        facts = read(body, supplier, buyer)
        if facts is None:
            raise NotAnInvoiceError(name)
        if any(abs(one) >= _LIMIT for one in _sums(facts)):
            raise AmountsTooLargeError(name)
        found.append(facts)
    if not found or not supplier.name:
        raise NotAnInvoiceError(name)
    return tuple(found)


def _sums(facts: PurchaseFacts) -> list[Decimal]:
    asked = [one.amount_eur for one in facts.instalments]
    return [facts.taxable_eur, facts.tax_eur, facts.total_eur, facts.payable_eur, *asked]


def enclosure(root: Element, document: int, place: int) -> bytes | None:
    """Return the bytes of a file inside an invoice, or None when there is none there.

    Args:
        root: The file's root, as parsed.
        document: Place of the document in the file, from 0.
        place: Place of the enclosed file, from 0.
    """
    bodies = root.findall("FatturaElettronicaBody")
    found = bodies[document].findall("Allegati") if document < len(bodies) else []
    return _decoded(text_of(found[place], "Attachment")) if place < len(found) else None


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1].rsplit(":", 1)[-1]


def _ordinary_body(body: Element, supplier: Party, buyer: Party) -> PurchaseFacts | None:
    head = body.find("DatiGenerali/DatiGeneraliDocumento")
    if head is None:
        return None
    dated_on, number = _day(head, "Data"), text_of(head, "Numero")
    if dated_on is None or not number:
        return None
    summary = tuple(_vat_row(row) for row in body.findall("DatiBeniServizi/DatiRiepilogo"))
    taxable = sum((row.taxable_eur for row in summary), Decimal(0))
    tax = sum((row.tax_eur for row in summary), Decimal(0))
    total = _number(head, "ImportoTotaleDocumento")
    total = taxable + tax if total is None else total
    withheld = sum(
        (_number(one, "ImportoRitenuta") or Decimal(0) for one in head.findall("DatiRitenuta")),
        Decimal(0),
    )
    instalments = tuple(_instalments(body, dated_on))
    asked = sum((one.amount_eur for one in instalments), Decimal(0))
    return PurchaseFacts(
        kind=text_of(head, "TipoDocumento")[:4] or "TD01",
        number=number[:40],
        dated_on=dated_on,
        supplier=supplier,
        buyer=buyer,
        currency=text_of(head, "Divisa")[:3] or "EUR",
        taxable_eur=round_eur(taxable),
        tax_eur=round_eur(tax),
        total_eur=round_eur(total),
        payable_eur=round_eur(asked if instalments else total - withheld),
        withheld_eur=round_eur(withheld),
        reasons=tuple(
            text for one in head.findall("Causale") if (text := (one.text or "").strip())
        ),
        references=tuple(_references(body)),
        lines=tuple(_line(one) for one in body.findall("DatiBeniServizi/DettaglioLinee")),
        summary=summary,
        instalments=instalments,
        enclosures=tuple(_enclosure(one) for one in body.findall("Allegati")),
    )


def _simple_body(body: Element, supplier: Party, buyer: Party) -> PurchaseFacts | None:
    """Return a simplified invoice: its amounts include the VAT."""
    head = body.find("DatiGenerali/DatiGeneraliDocumento")
    dated_on = _day(head, "Data") if head is not None else None
    if head is None or dated_on is None or not text_of(head, "Numero"):
        return None
    rows, lines = [], []
    for one in body.findall("DatiBeniServizi"):
        amount = _number(one, "Importo") or Decimal(0)
        rate = _number(one, "DatiIVA/Aliquota") or Decimal(0)
        tax = _number(one, "DatiIVA/Imposta")
        tax = amount * rate / (100 + rate) if tax is None else tax
        natura = text_of(one, "Natura")[:4]
        rows.append(VatRow(rate, round_eur(amount - tax), round_eur(tax), natura))
        lines.append(
            PurchaseLine(
                text_of(one, "Descrizione")[:1000], total_eur=amount, rate_pct=rate, natura=natura
            )
        )
    total = sum((row.taxable_eur + row.tax_eur for row in rows), Decimal(0))
    return PurchaseFacts(
        kind=text_of(head, "TipoDocumento")[:4] or "TD07",
        number=text_of(head, "Numero")[:40],
        dated_on=dated_on,
        supplier=supplier,
        buyer=buyer,
        taxable_eur=sum((row.taxable_eur for row in rows), Decimal(0)),
        tax_eur=sum((row.tax_eur for row in rows), Decimal(0)),
        total_eur=total,
        payable_eur=total,
        lines=tuple(lines),
        summary=tuple(rows),
        enclosures=tuple(_enclosure(one) for one in body.findall("Allegati")),
    )


def _party(found: Element | None) -> Party:
    if found is None:
        return Party("")
    who = found.find("DatiAnagrafici")
    who = found if who is None else who
    vat = found.find(".//IdFiscaleIVA")
    code = f"{text_of(vat, 'IdPaese')}{text_of(vat, 'IdCodice')}".upper() if vat is not None else ""
    person = f"{text_of(who, './/Nome')} {text_of(who, './/Cognome')}".strip()
    street = f"{text_of(found, 'Sede/Indirizzo')} {text_of(found, 'Sede/NumeroCivico')}".strip()
    town = " ".join(
        filter(None, (text_of(found, f"Sede/{name}") for name in ("CAP", "Comune", "Provincia")))
    )
    return Party(
        name=(text_of(who, ".//Denominazione") or person)[:160],
        vat_id=code[:30],
        tax_code=text_of(found, ".//CodiceFiscale").upper()[:16],
        address=", ".join(filter(None, (street, town))),
    )


def _line(one: Element) -> PurchaseLine:
    return PurchaseLine(
        description=text_of(one, "Descrizione")[:1000],
        quantity=_number(one, "Quantita"),
        unit=text_of(one, "UnitaMisura")[:10],
        unit_price=_number(one, "PrezzoUnitario"),
        total_eur=_number(one, "PrezzoTotale"),
        rate_pct=_number(one, "AliquotaIVA"),
        natura=text_of(one, "Natura")[:4],
        code=text_of(one, "CodiceArticolo/CodiceValore")[:40],
    )


def _vat_row(row: Element) -> VatRow:
    return VatRow(
        rate_pct=_number(row, "AliquotaIVA") or Decimal(0),
        taxable_eur=_number(row, "ImponibileImporto") or Decimal(0),
        tax_eur=_number(row, "Imposta") or Decimal(0),
        natura=text_of(row, "Natura")[:4],
        law=text_of(row, "RiferimentoNormativo")[:100],
    )


def _instalments(body: Element, dated_on: date) -> Iterator[Instalment]:
    for one in body.findall("DatiPagamento/DettaglioPagamento"):
        amount = _number(one, "ImportoPagamento")
        if amount is None:
            continue
        yield Instalment(
            due_on=_day(one, "DataScadenzaPagamento") or _counted_day(one, dated_on),
            amount_eur=round_eur(amount),
            method=text_of(one, "ModalitaPagamento")[:4],
            iban=text_of(one, "IBAN")[:34],
        )


def _counted_day(one: Element, dated_on: date) -> date:
    """Return the day of a payment that states days from a date, or nothing at all."""
    start = _day(one, "DataRiferimentoTerminiPagamento") or dated_on
    days = text_of(one, "GiorniTerminiPagamento")
    return start + timedelta(days=int(days)) if days.isdecimal() and len(days) <= 3 else start


def _references(body: Element) -> Iterator[str]:
    for block in _REFERENCES:
        for one in body.findall(f"DatiGenerali/{block}"):
            day = _day(one, "Data")
            codes = [
                f"{name[6:]} {found}"
                for name in ("CodiceCIG", "CodiceCUP")
                if (found := text_of(one, name))
            ]
            words = [text_of(one, "IdDocumento"), f"{day:%d/%m/%Y}" if day else "", *codes]
            yield f"{block.removeprefix('Dati')}: {' '.join(filter(None, words))}"[:200]
    for one in body.findall("DatiGenerali/DatiDDT"):
        day = _day(one, "DataDDT")
        yield f"DDT: {text_of(one, 'NumeroDDT')} {f'{day:%d/%m/%Y}' if day else ''}".strip()[:200]


def _enclosure(one: Element) -> Enclosure:
    content = _decoded(text_of(one, "Attachment"))
    return Enclosure(
        name=text_of(one, "NomeAttachment")[:100],
        description=text_of(one, "DescrizioneAttachment")[:100],
        size=len(content),
    )


def _decoded(text: str) -> bytes:
    """Return the bytes of a base64 text; what cannot be read ends there."""
    try:
        return base64.b64decode("".join(text.split()))
    except (binascii.Error, ValueError):
        return b""


def _day(parent: Element, path: str) -> date | None:
    """Return a date, with blanks or a zone around it or not; None: none that can be."""
    try:
        found = date.fromisoformat(text_of(parent, path)[:10])
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def _number(parent: Element, path: str) -> Decimal | None:
    try:
        found = Decimal(text_of(parent, path))
    except InvalidOperation:
        return None
    if not found.is_finite() or abs(found) >= _LIMIT:
        return None
    # A tiny number with a huge exponent would be written out with as many noughts.
    exponent = found.as_tuple().exponent
    is_long = isinstance(exponent, int) and -exponent > _MOST_PLACES
    return round(found, _MOST_PLACES) if is_long else found


def sign_of(facts: PurchaseFacts) -> int:
    """Return -1 for a credit note whose amounts are written positive, else 1."""
    return -1 if facts.kind in CREDIT_KINDS and facts.total_eur > 0 else 1
