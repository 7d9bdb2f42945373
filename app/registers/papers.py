"""A document on its way to a register: what it lacks, and how it is written."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.booklets.models import Booklet
from app.company.queries import company_profile
from app.devices.models import Device
from app.interventions.models import Intervention
from app.places import catalogue as places
from app.ree.models import ReeRevision
from app.registers import rules_cit, rules_criter
from app.registers.rules import FileKind, Lack
from app.registers.rules_outline import Node, Style, as_json, as_xml, lacks_of
from app.registers.rules_scope import Firm, Values

#: What is lacking, and the function that writes.
Made = tuple[tuple[Lack, ...], Callable[[], bytes]]


@dataclass(frozen=True)
class Paper:
    """One document of the period.

    Attributes:
        label: Its number, "2026/00012".
        name: Name of its file.
        lacks: What keeps it out; empty: it is ready.
        write: Returns its content; only when nothing is lacking.
        cells: The same as a row of the table, by the columns of its kind.
    """

    client_id: int
    client: str
    device: Device | None
    label: str
    name: str
    lacks: tuple[Lack, ...]
    write: Callable[[], bytes]
    cells: tuple[Any, ...]
    revision: ReeRevision | None = None
    intervention: Intervention | None = None
    booklet: Booklet | None = None

    @property
    def kind(self) -> FileKind:
        """Return what the document is."""
        if self.booklet is not None:
            return FileKind.BOOKLET
        return FileKind.REE if self.revision is not None else FileKind.MAINTENANCE

    @property
    def is_ready(self) -> bool:
        """Tell whether nothing is lacking."""
        return not self.lacks


def firm_of(session: Session) -> Firm:
    """Return who sends the files."""
    profile = company_profile(session)
    seat = {
        "firm_vat_number": profile.vat_number,
        "firm_street": profile.street,
        "firm_postcode": profile.postcode,
        "firm_municipality": profile.municipality,
        "firm_phone": profile.phone,
        "firm_email": profile.email,
        "firm_pec": profile.pec,
        "firm_website": profile.website,
        "firm_fgas_certificate": profile.fgas_certificate,
        "firm_has_fgas": bool(profile.fgas_certificate),
    }
    tax_code = profile.tax_code or profile.vat_number
    return Firm(profile.rea, tax_code, profile.legal_name, seat)


def xml_of(document: rules_cit.Document, scope: Values) -> Made:
    """Return a document for Piemonte's register."""
    style: Style = rules_cit.CIT

    def write() -> bytes:
        return as_xml(document.outline, scope, style, document.namespace)

    return lacks_of(document.outline, scope, style), write


def json_of(outline: Node, scope: Values) -> Made:
    """Return a document for Emilia-Romagna's register."""

    def write() -> bytes:
        found = as_json(outline, scope, rules_criter.CRITER)
        return json.dumps(found, ensure_ascii=False, indent=2).encode()

    return lacks_of(outline, scope, rules_criter.CRITER), write


def cadastral_code(municipality: str, province: str) -> str:
    """Return the code of a comune, "H223"; empty: it is not in the list."""
    place = places.find(municipality, province)
    return place.cadastral_code if place is not None else ""
