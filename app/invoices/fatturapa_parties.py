"""FatturaElettronicaHeader: who sends, who sells, who buys."""

from app.invoices.fatturapa_parts import Element, child, put
from app.invoices.rules_facts import Address, Document, Party
from app.invoices.rules_text import amount, basic, latin


def add_header(root: Element, document: Document, *, transmitter: str, progressive: str) -> None:
    """Write the header of a document."""
    header = child(root, "FatturaElettronicaHeader")
    _add_transmission(header, document, transmitter, progressive)
    _add_seller(header, document)
    _add_buyer(header, document.buyer)


def _add_transmission(
    header: Element, document: Document, transmitter: str, progressive: str
) -> None:
    block = child(header, "DatiTrasmissione")
    _add_id(block, "IdTrasmittente", "IT", transmitter)
    put(block, "ProgressivoInvio", basic(progressive, 10))
    put(block, "FormatoTrasmissione", document.format.value)
    put(block, "CodiceDestinatario", document.recipient_code)
    if document.recipient_code == "0000000":
        put(block, "PECDestinatario", document.pec)


def _add_id(parent: Element, name: str, country: str, code: str) -> None:
    block = child(parent, name)
    put(block, "IdPaese", country)
    put(block, "IdCodice", code)


def _add_seller(header: Element, document: Document) -> None:
    seller = document.seller
    block = child(header, "CedentePrestatore")
    person = child(block, "DatiAnagrafici")
    _add_id(person, "IdFiscaleIVA", "IT", seller.vat_number)
    put(person, "CodiceFiscale", seller.tax_code)
    _add_name(person, seller)
    put(person, "RegimeFiscale", document.terms.regime)
    _add_seat(block, seller.address)
    _add_register(block, document)
    _add_contacts(block, document)


def _add_register(block: Element, document: Document) -> None:
    """Write the entry in the register of companies, "TO-1234567"."""
    office, _, number = document.rea.partition("-")
    if len(office.strip()) != 2 or not number.strip():
        return
    register = child(block, "IscrizioneREA")
    put(register, "Ufficio", office.strip().upper())
    put(register, "NumeroREA", basic(number, 20))
    if document.share_capital_eur:
        put(register, "CapitaleSociale", amount(document.share_capital_eur))
    put(register, "StatoLiquidazione", "LN")


def _add_contacts(block: Element, document: Document) -> None:
    phone = "".join(sign for sign in document.seller_phone if sign.isdigit() or sign == "+")
    phone = phone.removeprefix("+39")
    is_phone = 5 <= len(phone) <= 12
    if not is_phone and not document.seller_email:
        return
    contacts = child(block, "Contatti")
    put(contacts, "Telefono", phone if is_phone else "")
    put(contacts, "Email", basic(document.seller_email, 256))


def _add_buyer(header: Element, buyer: Party) -> None:
    block = child(header, "CessionarioCommittente")
    person = child(block, "DatiAnagrafici")
    if buyer.vat_number:
        _add_id(person, "IdFiscaleIVA", buyer.vat_country, buyer.vat_number)
    put(person, "CodiceFiscale", buyer.tax_code)
    _add_name(person, buyer)
    _add_seat(block, buyer.address)


def _add_name(person: Element, party: Party) -> None:
    block = child(person, "Anagrafica")
    if party.company_name:
        put(block, "Denominazione", latin(party.company_name, 80))
        return
    put(block, "Nome", latin(party.first_name, 60))
    put(block, "Cognome", latin(party.last_name, 60))


def _add_seat(block: Element, address: Address) -> None:
    """Write a seat; abroad the postcode is 00000 and there is no province (00200 otherwise)."""
    seat = child(block, "Sede")
    is_home = address.country == "IT"
    put(seat, "Indirizzo", latin(address.street, 60))
    put(seat, "NumeroCivico", basic(address.street_number, 8))
    put(seat, "CAP", address.postcode if is_home else "00000")
    put(seat, "Comune", latin(address.municipality, 60))
    put(seat, "Provincia", address.province.upper() if is_home else "")
    put(seat, "Nazione", address.country)
