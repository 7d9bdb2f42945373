"""Recognise the kind of customer ("Tipo Soggetto") and say why.

The kind decides how an invoice is made and sent, so a suggestion always shows its reason and
never replaces a value chosen by a person.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from app.kernel.identifiers import check_recipient_code, check_tax_code, check_vat_number
from app.kernel.names import fold, is_company_name

_PUBLIC_NAME = re.compile(
    r"(?:comune (?:del|d[aeiou])|provincia\b|regione\b|citta metropolitana\b|"
    r"unione (?:dei )?comuni\b|comunita montana\b|asl\b|ausl\b|usl\b|ats\b|asst\b|asp\b|"
    r"azienda (?:usl|sanitaria|ospedaliera|ospedaliero)\b|istituto comprensivo\b|"
    r"istituto (?:tecnico|professionale|di istruzione)\b|liceo\b|direzione didattica\b|"
    r"universita\b|politecnico (?:di|delle)\b|ministero\b|prefettura\b|questura\b|"
    r"tribunale (?:di|per)\b|"
    r"agenzia (?:delle entrate|delle dogane|del demanio)\b|camera di commercio\b|"
    r"carabinieri\b|guardia di finanza\b|vigili del fuoco\b)"
)
_BODY_NAME = re.compile(r"(?:super)?condominio\b|cond\b|residence\b|parrocchia\b")


class SubjectKind(StrEnum):
    """Privato, Azienda, Pubblica Amministrazione, Condominio / Ente."""

    PERSON = "person"
    BUSINESS = "business"
    PUBLIC_BODY = "public_body"
    CONDOMINIUM = "condominium"


class SubjectReason(StrEnum):
    """What a suggestion is based on."""

    SIX_CHARACTER_RECIPIENT = "six_character_recipient"
    PUBLIC_BODY_NAME = "public_body_name"
    BODY_TAX_CODE = "body_tax_code"
    SOLE_TRADER = "sole_trader"
    VAT_NUMBER = "vat_number"
    PERSONAL_TAX_CODE = "personal_tax_code"
    BODY_NAME = "body_name"
    COMPANY_NAME = "company_name"
    NOTHING_KNOWN = "nothing_known"


@dataclass(frozen=True)
class SubjectSuggestion:
    """The kind proposed and the reason to show beside it."""

    kind: SubjectKind
    reason: SubjectReason


@dataclass(frozen=True)
class SubjectFacts:
    """What is known of a customer, as typed; anything may be empty."""

    name: str = ""
    tax_code: str = ""
    vat_number: str = ""
    recipient_code: str = ""


def suggest_subject(facts: SubjectFacts) -> SubjectSuggestion:
    """Return the most likely kind of customer, in the order the law's codes allow.

    A 6-character recipient code or a public name comes first, with or without VAT number; then the
    11-digit tax code of a body (starting with 8 or 9) without VAT number; then the VAT number;
    then a person's tax code. Without codes the name decides, and at last a person is assumed.
    """
    tax_code = check_tax_code(facts.tax_code).value
    has_vat_number = bool(check_vat_number(facts.vat_number).value)
    name = fold(facts.name)
    candidates = (
        (_is_public_code(facts.recipient_code), _PUBLIC, SubjectReason.SIX_CHARACTER_RECIPIENT),
        (bool(_PUBLIC_NAME.match(name)), _PUBLIC, SubjectReason.PUBLIC_BODY_NAME),
        (_is_body_code(tax_code) and not has_vat_number, _BODY, SubjectReason.BODY_TAX_CODE),
        (has_vat_number and len(tax_code) == 16, _BUSINESS, SubjectReason.SOLE_TRADER),
        (has_vat_number, _BUSINESS, SubjectReason.VAT_NUMBER),
        (len(tax_code) == 16, SubjectKind.PERSON, SubjectReason.PERSONAL_TAX_CODE),
        (bool(_BODY_NAME.match(name)), _BODY, SubjectReason.BODY_NAME),
        (is_company_name(facts.name), _BUSINESS, SubjectReason.COMPANY_NAME),
    )
    for applies, kind, reason in candidates:
        if applies:
            return SubjectSuggestion(kind, reason)
    return SubjectSuggestion(SubjectKind.PERSON, SubjectReason.NOTHING_KNOWN)


def is_subject_mismatch(kind: SubjectKind, facts: SubjectFacts) -> bool:
    """Tell whether the codes contradict the kind that was chosen; names alone never do."""
    suggestion = suggest_subject(facts)
    by_name = {
        SubjectReason.PUBLIC_BODY_NAME,
        SubjectReason.BODY_NAME,
        SubjectReason.COMPANY_NAME,
        SubjectReason.NOTHING_KNOWN,
    }
    return suggestion.reason not in by_name and suggestion.kind is not kind


_PUBLIC, _BODY, _BUSINESS = (
    SubjectKind.PUBLIC_BODY,
    SubjectKind.CONDOMINIUM,
    SubjectKind.BUSINESS,
)


def _is_public_code(recipient_code: str) -> bool:
    checked = check_recipient_code(recipient_code)
    return checked.is_valid and len(checked.value) == 6


def _is_body_code(tax_code: str) -> bool:
    return len(tax_code) == 11 and tax_code.isdigit() and tax_code[0] in "89"
