"""Checks on the document, its lines and its VAT."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from app.invoices.findings import Finding, Severity
from app.invoices.rules_legal import STAMP_NATURE, STAMP_THRESHOLD_EUR
from app.invoices.sdichecks_parts import Element, number_of, text_of
from app.kernel.money import CENT, round_eur

_EURO = Decimal(1)
_LINE = ".//DettaglioLinee"
_ROW = ".//DatiRiepilogo"
#: Reasons that the schema still lists and the exchange system refuses since 1 January 2021.
_GENERIC = frozenset({"N2", "N3", "N6"})


def lines(root: Element) -> Iterator[Finding]:
    """00400, 00401, 00424, 00445, 00438 on each line."""
    for number, line in enumerate(root.iterfind(_LINE), 1):
        rate, natura = number_of(line, "AliquotaIVA"), text_of(line, "Natura")
        if not rate and not natura:
            yield Finding("00400", line=number)
        if rate and natura:
            yield Finding("00401", line=number)
        if 0 < rate < 1:
            yield Finding("00424", line=number)
        if natura in _GENERIC:
            yield Finding("00445", line=number, facts={"natura": natura})
        yield from _discounts(line, number)


def _discounts(line: Element, number: int) -> Iterator[Finding]:
    for block in line.iterfind("ScontoMaggiorazione"):
        if not text_of(block, "Percentuale") and not text_of(block, "Importo"):
            yield Finding("00438", line=number)


def line_totals(root: Element) -> Iterator[Finding]:
    """00423: total = (unit price with its discounts) x quantity, within a cent."""
    for number, line in enumerate(root.iterfind(_LINE), 1):
        quantity = number_of(line, "Quantita") if text_of(line, "Quantita") else Decimal(1)
        wanted = _discounted(line) * quantity
        if abs(round_eur(wanted) - round_eur(number_of(line, "PrezzoTotale"))) > CENT:
            yield Finding("00423", line=number, facts={"wanted": f"{round_eur(wanted):.2f}"})


def _discounted(line: Element) -> Decimal:
    price = number_of(line, "PrezzoUnitario")
    for block in line.iterfind("ScontoMaggiorazione"):
        change = number_of(block, "Importo")
        if not text_of(block, "Importo"):
            change = price * number_of(block, "Percentuale") / 100
        price += -change if text_of(block, "Tipo") == "SC" else change
    return price


def withheld(root: Element) -> Iterator[Finding]:
    """00411: a line with withholding needs the block that states it."""
    if root.find(".//DatiRitenuta") is not None:
        return
    for number, line in enumerate(root.iterfind(_LINE), 1):
        if text_of(line, "Ritenuta") == "SI":
            yield Finding("00411", line=number)


def summary_rows(root: Element) -> Iterator[Finding]:
    """00429, 00430, 00420, 00421 on each row of the VAT summary."""
    for row in root.iterfind(_ROW):
        rate, natura = number_of(row, "AliquotaIVA"), text_of(row, "Natura")
        if not rate and not natura:
            yield Finding("00429")
        if rate and natura:
            yield Finding("00430")
        if natura.startswith("N6") and text_of(row, "EsigibilitaIVA") == "S":
            yield Finding("00420")
        wanted = round_eur(rate * number_of(row, "ImponibileImporto") / 100)
        if abs(wanted - number_of(row, "Imposta")) > CENT:
            yield Finding("00421", facts={"rate": f"{rate}", "wanted": f"{wanted:.2f}"})


def summary_sums(root: Element) -> Iterator[Finding]:
    """00419, 00422, 00443, 00444: the summary covers the rates of the lines and adds up."""
    of_lines: dict[Decimal, Decimal] = defaultdict(Decimal)
    for line in root.iterfind(_LINE):
        of_lines[number_of(line, "AliquotaIVA")] += number_of(line, "PrezzoTotale")
    of_rows: dict[Decimal, Decimal] = defaultdict(Decimal)
    for row in root.iterfind(_ROW):
        taxable = number_of(row, "ImponibileImporto") - number_of(row, "Arrotondamento")
        of_rows[number_of(row, "AliquotaIVA")] += taxable
    if len(of_rows) < len(of_lines):
        yield Finding("00419")
    for rate in sorted({*of_lines} ^ {*of_rows}):
        yield Finding("00443", facts={"rate": f"{rate}"})
    for rate, total in of_lines.items():
        if rate in of_rows and abs(total - of_rows[rate]) > _EURO:
            yield Finding("00422", facts={"rate": f"{rate}"})
    missing = _nature(root, _LINE) - _nature(root, _ROW)
    for natura in sorted(missing):
        yield Finding("00444", facts={"natura": natura})


def _nature(root: Element, path: str) -> set[str]:
    return {text_of(one, "Natura") for one in root.iterfind(path)} - {""}


def number_has_digit(root: Element) -> Iterator[Finding]:
    """00425: the number holds at least one digit."""
    if not any(sign.isdigit() for sign in text_of(root, ".//DatiGeneraliDocumento/Numero")):
        yield Finding("00425")


def credit_date(root: Element) -> Iterator[Finding]:
    """00418: a credit note is not dated before the invoice it credits."""
    if text_of(root, ".//TipoDocumento") != "TD04":
        return
    day = text_of(root, ".//DatiGeneraliDocumento/Data")
    for linked in root.iterfind(".//DatiFattureCollegate"):
        if text_of(linked, "Data") > day:
            yield Finding("00418")


def stamp(root: Element) -> Iterator[Finding]:
    """Warn of a missing stamp duty: not rejected, but fined."""
    amount = sum(
        (
            number_of(line, "PrezzoTotale")
            for line in root.iterfind(_LINE)
            if text_of(line, "Natura") in STAMP_NATURE
        ),
        Decimal(0),
    )
    # The re-charged stamp is among the lines: 2 euro more do not make it due.
    if amount - 2 > STAMP_THRESHOLD_EUR and not text_of(root, ".//BolloVirtuale"):
        yield Finding("BOLLO", Severity.WARNING)


def document_total(root: Element) -> Iterator[Finding]:
    """Warn when the total is not what taxable and tax add up to."""
    stated = text_of(root, ".//ImportoTotaleDocumento")
    wanted = sum(
        (number_of(row, "ImponibileImporto") + number_of(row, "Imposta"))
        for row in root.iterfind(_ROW)
    )
    if stated and abs(number_of(root, ".//ImportoTotaleDocumento") - wanted) > CENT:
        yield Finding("TOTAL", Severity.WARNING, facts={"wanted": f"{wanted:.2f}"})


BODY_CHECKS = (
    lines, line_totals, withheld, summary_rows, summary_sums, number_has_digit, credit_date,
    stamp, document_total,
)  # fmt: skip
