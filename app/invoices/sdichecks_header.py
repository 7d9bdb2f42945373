"""Checks on who sends, sells and buys."""

from collections.abc import Iterator

from app.invoices.findings import Finding, Severity
from app.invoices.sdichecks_parts import Element, text_of
from app.kernel.identifiers import check_tax_code, check_vat_number

_BUYER = ".//CessionarioCommittente/DatiAnagrafici"
_SELLER = ".//CedentePrestatore/DatiAnagrafici"
_PUBLIC = "FPA12"
#: Documents between a seller and another buyer.
_BETWEEN_TWO = frozenset({"TD01", "TD02", "TD03", "TD06", "TD24", "TD25"})
#: Code of buyers abroad.
_ABROAD = "XXXXXXX"


def formats(root: Element) -> Iterator[Finding]:
    """00428, 00427: version, format and length of the recipient's code agree."""
    kind = text_of(root, ".//FormatoTrasmissione")
    if root.get("versione", "") != kind:
        yield Finding("00428")
    if len(text_of(root, ".//CodiceDestinatario")) != (6 if kind == _PUBLIC else 7):
        yield Finding("00427")


def abroad(root: Element) -> Iterator[Finding]:
    """00313: the code of buyers abroad needs a foreign VAT number."""
    is_abroad = text_of(root, ".//CodiceDestinatario") == _ABROAD
    country = text_of(root, f"{_BUYER}/IdFiscaleIVA/IdPaese")
    if is_abroad and country in {"", "IT"}:
        yield Finding("00313")


def buyer_ids(root: Element) -> Iterator[Finding]:
    """00417, 00305, 00306: the buyer has an id, and it passes its check digit."""
    country = text_of(root, f"{_BUYER}/IdFiscaleIVA/IdPaese")
    vat_number = text_of(root, f"{_BUYER}/IdFiscaleIVA/IdCodice")
    tax_code = text_of(root, f"{_BUYER}/CodiceFiscale")
    if not vat_number and not tax_code:
        yield Finding("00417")
    if country == "IT" and not check_vat_number(vat_number).is_valid:
        yield Finding("00305", facts={"value": vat_number})
    if tax_code and not check_tax_code(tax_code).is_valid:
        yield Finding("00306", facts={"value": tax_code})


def seller_ids(root: Element) -> Iterator[Finding]:
    """00300, 00301, 00302: transmitter and seller have ids that pass their check digit."""
    vat_number = text_of(root, f"{_SELLER}/IdFiscaleIVA/IdCodice")
    if not vat_number:
        yield Finding("00200", topic="seller_vat")
    elif not check_vat_number(vat_number).is_valid:
        yield Finding("00301", facts={"value": vat_number})
    for code, path in (
        ("00300", ".//IdTrasmittente/IdCodice"),
        ("00302", f"{_SELLER}/CodiceFiscale"),
    ):
        value = text_of(root, path)
        if value and not check_tax_code(value).is_valid:
            yield Finding(code, facts={"value": value})


def parties(root: Element) -> Iterator[Finding]:
    """00471: seller and buyer differ, where the kind of document asks for two.

    Source: technical specifications 1.9.1, which add ordinary invoices to the kinds of list 2.0.
    """
    if text_of(root, ".//TipoDocumento") not in _BETWEEN_TWO:
        return
    codes = ("IdFiscaleIVA/IdCodice", "CodiceFiscale")
    sides = [{text_of(root, f"{side}/{name}") for name in codes} for side in (_SELLER, _BUYER)]
    if sides[0] & sides[1] - {""}:
        yield Finding("00471")


def seats(root: Element) -> Iterator[Finding]:
    """00200 in our words: what is missing from an address or a name."""
    for who in ("CedentePrestatore", "CessionarioCommittente"):
        side = "seller" if who == "CedentePrestatore" else "buyer"
        seat = root.find(f".//{who}/Sede")
        if seat is None:
            continue
        for name, topic in _SEAT:
            if not text_of(seat, name):
                yield Finding("00200", topic=f"{side}_{topic}")
        if not any(text_of(root, f".//{who}//{name}") for name in ("Denominazione", "Cognome")):
            yield Finding("00200", topic=f"{side}_name")


_SEAT = (("Indirizzo", "street"), ("CAP", "postcode"), ("Comune", "municipality"))


def order_codes(root: Element) -> Iterator[Finding]:
    """Warn that a public body cannot pay without CIG or CUP where they are due."""
    is_public = text_of(root, ".//FormatoTrasmissione") == _PUBLIC
    if is_public and not text_of(root, ".//CodiceCIG") and not text_of(root, ".//CodiceCUP"):
        yield Finding("CIG", Severity.WARNING)


HEADER_CHECKS = (seats, formats, abroad, buyer_ids, seller_ids, parties, order_codes)
