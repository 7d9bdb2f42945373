"""What an invoice of a supplier says, as read from its XML. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Party:
    """A firm as an invoice names it."""

    name: str
    #: Country and number of the VAT id, "IT01234567890"; empty: none.
    vat_id: str = ""
    tax_code: str = ""
    #: Street, postcode and town in one line.
    address: str = ""


@dataclass(frozen=True)
class PurchaseLine:
    """A line, in the supplier's words and figures."""

    description: str
    quantity: Decimal | None = None
    unit: str = ""
    unit_price: Decimal | None = None
    total_eur: Decimal | None = None
    rate_pct: Decimal | None = None
    natura: str = ""
    code: str = ""


@dataclass(frozen=True)
class VatRow:
    """A row of the supplier's own VAT summary: what counts."""

    rate_pct: Decimal
    taxable_eur: Decimal
    tax_eur: Decimal
    natura: str = ""
    law: str = ""


@dataclass(frozen=True)
class Instalment:
    """One payment that the supplier asks for."""

    due_on: date
    amount_eur: Decimal
    #: Code of FatturaPA, "MP05".
    method: str = ""
    iban: str = ""


@dataclass(frozen=True)
class Enclosure:
    """A file inside the invoice; its bytes stay there."""

    name: str
    description: str = ""
    #: Bytes once decoded.
    size: int = 0


@dataclass(frozen=True)
class PurchaseFacts:
    """One document of a file.

    Amounts are positive as the supplier writes them; `sign` says what they do to the debt.
    """

    #: TD01, TD04 …
    kind: str
    number: str
    dated_on: date
    supplier: Party
    buyer: Party
    currency: str = "EUR"
    taxable_eur: Decimal = Decimal(0)
    tax_eur: Decimal = Decimal(0)
    #: What the document says it amounts to; the sum of its summary when it says nothing.
    total_eur: Decimal = Decimal(0)
    #: What is to be paid: the instalments, else the total less what is withheld.
    payable_eur: Decimal = Decimal(0)
    withheld_eur: Decimal = Decimal(0)
    reasons: tuple[str, ...] = ()
    #: Orders, contracts and invoices it refers to, in words.
    references: tuple[str, ...] = ()
    lines: tuple[PurchaseLine, ...] = ()
    summary: tuple[VatRow, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()

    @property
    def is_reverse_charge(self) -> bool:
        """Return whether the buyer owes the VAT: it is integrated with TD16 to TD19."""
        if not self.supplier.vat_id.startswith("IT") and self.supplier.vat_id:
            return True
        return any(row.natura.startswith("N6") for row in self.summary)


@dataclass(frozen=True)
class Metadata:
    """What the exchange system says of a file it delivers (MT)."""

    sdi_id: str
    #: Name of the invoice's file, without ending.
    stem: str


@dataclass(frozen=True)
class Incoming:
    """A file with an invoice, ready to be stored."""

    name: str
    #: The XML, out of its signature.
    content: bytes
    is_signed: bool = False
    sdi_id: str = ""
