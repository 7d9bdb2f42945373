"""What a document states: the values from which XML, print and amounts are made. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.invoices.rules import DocumentKind, Format, PaymentMethod, Treatment
from app.kernel.money import Adjustment, AdjustmentKind, VatTotal, line_total

ZERO = Decimal(0)


@dataclass(frozen=True)
class Address:
    """A seat. Text may hold any character: the XML maps it."""

    street: str = ""
    street_number: str = ""
    postcode: str = ""
    municipality: str = ""
    province: str = ""
    country: str = "IT"


@dataclass(frozen=True)
class Party:
    """Seller or buyer: a firm by its name, a person by first and last name."""

    company_name: str = ""
    first_name: str = ""
    last_name: str = ""
    #: 11 digits, or the code without country of a foreign firm; empty: none.
    vat_number: str = ""
    vat_country: str = "IT"
    tax_code: str = ""
    address: Address = field(default_factory=Address)

    @property
    def shown_name(self) -> str:
        """Return the name as printed."""
        return self.company_name or f"{self.last_name} {self.first_name}".strip()


@dataclass(frozen=True)
class Line:
    """One line as typed. Prices are in euro without VAT, up to 8 decimals."""

    description: str
    unit_price: Decimal
    quantity: Decimal = Decimal(1)
    unit: str = ""
    discount_pct: Decimal = ZERO
    rate_pct: Decimal = Decimal(22)
    #: Why the rate is zero (N1 to N7); None for a taxed line.
    natura: str | None = None
    #: RiferimentoNormativo of the summary.
    legal_reference: str = ""
    is_significant_good: bool = False
    #: Cost of the good, euro for the whole line; None: unknown, the price counts.
    goods_cost_eur: Decimal | None = None
    is_withheld: bool = False
    #: Re-charged stamp duty: outside the test that makes it due.
    is_stamp: bool = False

    @property
    def adjustments(self) -> tuple[Adjustment, ...]:
        """Return the discount on the unit price, if any."""
        if not self.discount_pct:
            return ()
        return (Adjustment(AdjustmentKind.DISCOUNT, percent=self.discount_pct),)

    @property
    def total_eur(self) -> Decimal:
        """Return the total in euro, rounded once (control 00423)."""
        return line_total(self.unit_price, self.quantity, self.adjustments)


@dataclass(frozen=True)
class Order:
    """Order, contract or agreement that a public body wants named."""

    #: "order", "contract" or "agreement".
    kind: str
    document: str
    dated_on: date | None = None
    cig: str = ""
    cup: str = ""
    project: str = ""


@dataclass(frozen=True)
class Linked:
    """Another document by number and date: the credited invoice, a delivery note."""

    number: str
    dated_on: date | None = None


@dataclass(frozen=True)
class Terms:
    """What decides the amounts beside the lines."""

    treatment: Treatment = Treatment.ORDINARY
    #: Percent that a condominium keeps back, 4.00; None: nothing.
    withholding_pct: Decimal | None = None
    #: RT01 individuals, RT02 companies.
    withholding_kind: str = "RT02"
    #: The stamp duty is charged to the client.
    recharges_stamp: bool = False
    regime: str = "RF01"


@dataclass(frozen=True)
class Totals:
    """Amounts of a document, euro with two decimals; positive also in a credit note."""

    summary: tuple[VatTotal, ...]
    taxable_eur: Decimal
    tax_eur: Decimal
    total_eur: Decimal
    withheld_eur: Decimal
    #: What the buyer pays: total less withholding, less VAT under split payment.
    payable_eur: Decimal
    is_stamp_due: bool


@dataclass(frozen=True)
class Due:
    """One payment expected."""

    due_on: date
    amount_eur: Decimal


@dataclass(frozen=True)
class Document:
    """A whole invoice, ready to be written as FatturaPA or printed."""

    kind: DocumentKind
    number: str
    dated_on: date
    seller: Party
    buyer: Party
    lines: Sequence[Line]
    totals: Totals
    terms: Terms = field(default_factory=Terms)
    format: Format = Format.PRIVATE
    recipient_code: str = "0000000"
    pec: str = ""
    seller_phone: str = ""
    seller_email: str = ""
    #: "TO-1234567"; empty: none.
    rea: str = ""
    share_capital_eur: Decimal | None = None
    reasons: Sequence[str] = ()
    orders: Sequence[Order] = ()
    credited: Sequence[Linked] = ()
    delivery_notes: Sequence[Linked] = ()
    method: PaymentMethod | None = None
    iban: str = ""
    bank_name: str = ""
    dues: Sequence[Due] = ()
