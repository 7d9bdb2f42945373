"""The company as it stood when a document was made: its letterhead from the document's own facts.

Such a document keeps the name, address and logo it was signed with; the company of today is in
`documents.py`.
"""

from collections.abc import Mapping
from typing import Any

from app.files.store import CompanyFiles, FileMissingError

Facts = Mapping[str, Any]

#: Name under which templates find the logo.
LOGO = "logo.img"


def company_facts(company: Facts, *, has_logo: bool = False) -> dict[str, object]:
    """Return the letterhead of a document from the frozen facts of the company."""
    return {
        "name": _text(company, "legal_name") or "-",
        "address": _address(company),
        "vat": _text(company, "vat_number"),
        "phone": _text(company, "phone"),
        "email": _text(company, "email"),
        "web": _text(company, "website"),
        "colour": _text(company, "colour"),
        "logo": LOGO if has_logo else "",
    }


def company_lines(company: Facts) -> list[str]:
    """Return what the message that carries the document says below the company's name."""
    rows = (*_address(company), _text(company, "phone"), _text(company, "email"))
    return [row for row in rows if row]


def frozen_logo(facts: Facts, files: CompanyFiles) -> bytes | None:
    """Return the logo that a document was made with; None without one, or when it was lost."""
    sha = (facts.get("company") or {}).get("logo_sha")
    if not sha:
        return None
    try:
        return files.read(sha)
    except FileMissingError:
        return None


def logo_assets(logo: bytes | None) -> dict[str, bytes]:
    """Return the pictures of a letterhead, by the name its template asks for."""
    return {} if logo is None else {LOGO: logo}


def _address(company: Facts) -> list[str]:
    address = company.get("address") or []
    return address.split("\n") if isinstance(address, str) else [str(row) for row in address]


def _text(company: Facts, name: str) -> str:
    value = company.get(name)
    return "" if value is None else str(value)
