"""What to propose for a buyer: VAT treatment, withholding, format. The office decides. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from app.invoices import rules_legal as legal
from app.invoices.rules import Format, Treatment
from app.invoices.rules_amounts import FLAT_RATE_REGIME
from app.kernel.subject import SubjectKind


@dataclass(frozen=True)
class Proposal:
    """How a document to this buyer usually looks."""

    treatment: Treatment
    withholding_pct: Decimal | None = None


def propose(kind: SubjectKind, regime: str) -> Proposal:
    """Return the usual treatment for a kind of buyer.

    Public bodies: split payment. Firms: reverse charge, because installation and maintenance of a
    building's systems between VAT-taxable persons fall under it (circ. 14/E/2015, 37/E/2015); a
    mere sale of goods does not, and the office changes it. Condominiums: no reverse charge even
    with a VAT number, and 4% withheld. Nothing of this for a flat-rate seller.
    """
    if regime == FLAT_RATE_REGIME:
        return Proposal(Treatment.FLAT_RATE)
    if kind is SubjectKind.PUBLIC_BODY:
        return Proposal(Treatment.SPLIT_PAYMENT)
    if kind is SubjectKind.BUSINESS:
        return Proposal(Treatment.REVERSE_CHARGE)
    if kind is SubjectKind.CONDOMINIUM:
        return Proposal(Treatment.ORDINARY, legal.CONDOMINIUM_WITHHOLDING_PCT)
    return Proposal(Treatment.ORDINARY)


def transmission(kind: SubjectKind, code: str) -> tuple[Format, str]:
    """Return (format, recipient code): seven zeros where no channel is known."""
    if kind is SubjectKind.PUBLIC_BODY:
        return Format.PUBLIC, code
    return Format.PRIVATE, code or "0000000"
