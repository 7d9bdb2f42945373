"""FatturaElettronicaBody: the document, its lines, its VAT, its payment."""

from datetime import date

from app.invoices import rules_legal as legal
from app.invoices.fatturapa_parts import Element, child, put
from app.invoices.rules import Treatment
from app.invoices.rules_facts import ZERO, Document, Due, Line, Order
from app.invoices.rules_text import amount, basic, latin, pieces, unit_amount
from app.kernel.money import VatTotal

_ORDERS = (
    ("order", "DatiOrdineAcquisto"),
    ("contract", "DatiContratto"),
    ("agreement", "DatiConvenzione"),
)


def add_body(root: Element, document: Document) -> None:
    """Write the body of a document."""
    body = child(root, "FatturaElettronicaBody")
    general = child(body, "DatiGenerali")
    _add_document(general, document)
    _add_references(general, document)
    goods = child(body, "DatiBeniServizi")
    for number, line in enumerate(document.lines, 1):
        _add_line(goods, number, line)
    for row in document.totals.summary:
        _add_summary(goods, row, document)
    _add_payment(body, document)


def _add_document(general: Element, document: Document) -> None:
    block = child(general, "DatiGeneraliDocumento")
    put(block, "TipoDocumento", document.kind.value)
    put(block, "Divisa", "EUR")
    put(block, "Data", document.dated_on.isoformat())
    put(block, "Numero", basic(document.number, 20))
    if document.totals.withheld_eur:
        _add_withholding(block, document)
    if document.totals.is_stamp_due:
        stamp = child(block, "DatiBollo")
        put(stamp, "BolloVirtuale", "SI")
        put(stamp, "ImportoBollo", amount(legal.STAMP_EUR))
    put(block, "ImportoTotaleDocumento", amount(document.totals.total_eur))
    for reason in document.reasons:
        for piece in pieces(reason, 200):
            put(block, "Causale", piece)


def _add_withholding(block: Element, document: Document) -> None:
    kept = child(block, "DatiRitenuta")
    put(kept, "TipoRitenuta", document.terms.withholding_kind)
    put(kept, "ImportoRitenuta", amount(document.totals.withheld_eur))
    put(kept, "AliquotaRitenuta", amount(document.terms.withholding_pct or ZERO))
    put(kept, "CausalePagamento", legal.WITHHOLDING_REASON)


def _add_references(general: Element, document: Document) -> None:
    """Write orders, contracts, agreements, credited invoices and delivery notes, in this order."""
    for kind, name in _ORDERS:
        for order in document.orders:
            if order.kind == kind:
                _add_order(general, name, order)
    for linked in document.credited:
        block = child(general, "DatiFattureCollegate")
        put(block, "IdDocumento", basic(linked.number, 20))
        put(block, "Data", _day(linked.dated_on))
    for note in document.delivery_notes:
        block = child(general, "DatiDDT")
        put(block, "NumeroDDT", basic(note.number, 20))
        put(block, "DataDDT", _day(note.dated_on))


def _add_order(general: Element, name: str, order: Order) -> None:
    block = child(general, name)
    put(block, "IdDocumento", basic(order.document, 20))
    put(block, "Data", _day(order.dated_on))
    put(block, "CodiceCommessaConvenzione", latin(order.project, 100))
    put(block, "CodiceCUP", basic(order.cup, 15))
    put(block, "CodiceCIG", basic(order.cig, 15))


def _add_line(goods: Element, number: int, line: Line) -> None:
    block = child(goods, "DettaglioLinee")
    put(block, "NumeroLinea", str(number))
    put(block, "Descrizione", latin(line.description, 1000))
    put(block, "Quantita", unit_amount(line.quantity))
    put(block, "UnitaMisura", basic(line.unit, 10))
    put(block, "PrezzoUnitario", unit_amount(line.unit_price))
    for adjustment in line.adjustments:
        discount = child(block, "ScontoMaggiorazione")
        put(discount, "Tipo", adjustment.kind.value)
        put(discount, "Percentuale", amount(adjustment.percent or ZERO))
    put(block, "PrezzoTotale", unit_amount(line.total_eur))
    put(block, "AliquotaIVA", amount(line.rate_pct))
    put(block, "Ritenuta", "SI" if line.is_withheld else "")
    put(block, "Natura", line.natura or "")


def _add_summary(goods: Element, row: VatTotal, document: Document) -> None:
    block = child(goods, "DatiRiepilogo")
    put(block, "AliquotaIVA", amount(row.rate_pct))
    put(block, "Natura", row.natura or "")
    put(block, "ImponibileImporto", amount(row.taxable_eur))
    put(block, "Imposta", amount(row.tax_eur))
    put(block, "EsigibilitaIVA", _due_by(row, document))
    put(block, "RiferimentoNormativo", latin(_reference(row, document), 100))


def _due_by(row: VatTotal, document: Document) -> str:
    if row.natura:
        return ""
    return "S" if document.terms.treatment is Treatment.SPLIT_PAYMENT else "I"


def _reference(row: VatTotal, document: Document) -> str:
    same = (line for line in document.lines if line.natura == row.natura and row.natura)
    found = next((line.legal_reference for line in same if line.legal_reference), "")
    if not found and document.terms.treatment is Treatment.SPLIT_PAYMENT:
        return legal.SPLIT_PAYMENT
    return found


def _add_payment(body: Element, document: Document) -> None:
    if document.method is None or not document.dues:
        return
    block = child(body, "DatiPagamento")
    put(block, "CondizioniPagamento", "TP02" if len(document.dues) == 1 else "TP01")
    for due in document.dues:
        _add_due(block, due, document)


def _add_due(block: Element, due: Due, document: Document) -> None:
    detail = child(block, "DettaglioPagamento")
    put(detail, "ModalitaPagamento", document.method.value if document.method else "")
    put(detail, "DataScadenzaPagamento", _day(due.due_on))
    put(detail, "ImportoPagamento", amount(due.amount_eur))
    if document.iban:
        put(detail, "IstitutoFinanziario", latin(document.bank_name, 80))
        put(detail, "IBAN", document.iban)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
