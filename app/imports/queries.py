"""Reads of the imports: what is known already, what looks the same, earlier lists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from app.clients.models import Client, ContactPoint
from app.imports.models import ImportedSource, ImportRun
from app.imports.rules import ImportedClient
from app.jobs.models import Progress
from app.kernel.names import fold
from app.kernel.phones import phone_search_digits

#: Earlier lists searched for the same headings.
_REMEMBERED = 40


@dataclass(frozen=True, order=True)
class Likeness:
    """A card that may be the same customer as a row's."""

    source_key: str
    client_id: int
    number: int
    name: str
    place: str


def find_run(session: Session, run_id: str) -> ImportRun | None:
    """Return an uploaded list, or None."""
    return session.get(ImportRun, run_id, populate_existing=True)


def locked_run(session: Session, run_id: str) -> ImportRun | None:
    """Return an uploaded list locked for its next step, or None."""
    return session.get(ImportRun, run_id, with_for_update=True, populate_existing=True)


def recent_runs(session: Session, *, limit: int = 20) -> Sequence[ImportRun]:
    """Return the latest lists, newest first."""
    return session.scalars(
        select(ImportRun)
        .options(defer(ImportRun.mapping))
        .order_by(ImportRun.created_at.desc(), ImportRun.id)
        .limit(limit)
    ).all()


def progress_of(session: Session, run: ImportRun) -> Progress | None:
    """Return how far the job of a list has come; None before the first."""
    return session.get(Progress, run.progress_id) if run.progress_id else None


def remembered_mapping(session: Session, headings: Sequence[str]) -> dict[str, Any] | None:
    """Return what was chosen for the last list with exactly these headings, or None."""
    rows = session.scalars(
        select(ImportRun.mapping).order_by(ImportRun.created_at.desc()).limit(_REMEMBERED)
    )
    for mapping in rows:
        if mapping.get("headings") == list(headings):
            return dict(mapping)
    return None


def known_sources(session: Session, keys: Iterable[str]) -> set[str]:
    """Return those of some source keys (``device:…``) that an import stored before."""
    statement = select(ImportedSource.key).where(ImportedSource.key.in_(list(keys)))
    return set(session.scalars(statement))


def known_clients(session: Session, keys: Iterable[str]) -> dict[str, int]:
    """Return the card of each source key that an import stored before."""
    wanted = {f"client:{key}": key for key in keys}
    statement = select(ImportedSource.key, ImportedSource.client_id).where(
        ImportedSource.key.in_(list(wanted))
    )
    return {wanted[row.key]: row.client_id for row in session.execute(statement)}


def same_cards(session: Session, clients: Mapping[str, ImportedClient]) -> dict[str, int]:
    """Find cards of the same holder at the same address, made by hand or from another list."""
    by_code = {
        (one.tax_code or one.vat_number, fold(one.street), fold(one.street_number)): key
        for key, one in clients.items()
        if one.tax_code or one.vat_number
    }
    codes = {code for code, _street, _number in by_code}
    if not codes:
        return {}
    statement = select(
        Client.id, Client.tax_code, Client.vat_number, Client.street, Client.street_number
    ).where(Client.tax_code.in_(codes) | Client.vat_number.in_(codes))
    found = {}
    for row in session.execute(statement):
        place = (fold(row.street), fold(row.street_number))
        key = by_code.get((row.tax_code or row.vat_number, *place))
        if key is not None:
            found[key] = row.id
    return found


def similar_cards(session: Session, clients: Mapping[str, ImportedClient]) -> list[Likeness]:
    """Return cards with the name and comune, or a telephone number, of clients not known."""
    names = {(_sort_name(one), fold(one.municipality)): key for key, one in clients.items()}
    phones = {
        phone_search_digits(phone.number): key
        for key, one in clients.items()
        for phone in one.phones
    }
    shown = (Client.id, Client.number, Client.display_name, Client.street, Client.street_number,
             Client.municipality, Client.sort_name)  # fmt: skip
    found: dict[str, Likeness] = {}
    by_name = select(*shown).where(Client.sort_name.in_({name for name, _place in names}))
    for row in session.execute(by_name):
        key = names.get((row.sort_name, fold(row.municipality)))
        if key is not None:
            found.setdefault(key, _likeness(key, row))
    if phones:
        by_phone = select(ContactPoint.digits, *shown).join(ContactPoint.client)
        for hit in session.execute(by_phone.where(ContactPoint.digits.in_(list(phones)))):
            found.setdefault(phones[hit.digits], _likeness(phones[hit.digits], hit))
    return list(found.values())


def _sort_name(client: ImportedClient) -> str:
    name = client.company_name or f"{client.last_name} {client.first_name}".strip()
    return fold(name)[:180]


def _likeness(key: str, row: Any) -> Likeness:
    place = f"{row.street} {row.street_number}, {row.municipality}".strip(" ,")
    return Likeness(key, row.id, row.number, row.display_name, place)
