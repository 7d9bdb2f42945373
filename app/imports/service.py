"""Store the rows of a customer's list, in batches and never twice."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.clients.models import Client, ContactPoint, Occupancy
from app.clients.rules import ContactKind
from app.devices.models import Device, DeviceType
from app.devices.rules import fold_serial
from app.devices.schedules import derive_at_once
from app.imports.models import ImportedSource
from app.imports.queries import known_clients, known_sources, same_cards
from app.imports.rules import Field, ImportedClient, ImportedDevice, ImportedRow, Problem
from app.kernel.names import fold
from app.kernel.phones import display_phone, phone_search_digits
from app.kernel.subject import SubjectKind
from app.orm.numbering import next_number
from app.pricelist.service import discount_classes
from app.search.models import SearchEntry
from app.search.service import index_more

BATCH = 1_000


@dataclass
class Outcome:
    """What an import did so far."""

    rows: int = 0
    clients: int = 0
    devices: int = 0
    problems: list[Problem] = field(default_factory=list)
    #: Cards made by this import, by the key of their source.
    made: set[str] = field(default_factory=set)
    #: Clients of the list that had a card before.
    known: set[str] = field(default_factory=set)

    @property
    def refused(self) -> list[Problem]:
        """Return why rows were refused."""
        return [problem for problem in self.problems if problem.is_refusal]


def import_rows(
    session: Session,
    rows: Iterable[ImportedRow],
    *,
    run_id: str,
    labels: Mapping[Field, str],
    now: datetime,
) -> Iterator[Outcome]:
    """Store the rows and yield the same growing outcome after each batch.

    Args:
        session: Open session; the caller commits, or rolls back a trial.
        rows: As `convert_rows` yields them.
        run_id: UUID of the import.
        labels: Names of the fields for values that end up in the notes.
        now: Instant of the import, UTC.
    """
    outcome, rows = Outcome(), iter(rows)
    types = {row.code: row for row in session.scalars(select(DeviceType))}
    while batch := list(islice(rows, BATCH)):
        outcome.rows += len(batch)
        outcome.problems += [problem for row in batch for problem in row.problems]
        good = [row for row in batch if not row.is_refused]
        owners, fresh = _store_clients(session, good, run_id=run_id, labels=labels, now=now)
        outcome.made |= fresh
        outcome.known |= owners.keys() - outcome.made
        outcome.clients = len(outcome.made)
        stored = _store_devices(session, good, owners, types, run_id)
        outcome.devices += len(stored)
        _index_devices(session, [pair for pair in stored if pair[0] in outcome.known], owners)
        session.flush()
        yield outcome


def _store_clients(
    session: Session,
    rows: list[ImportedRow],
    *,
    run_id: str,
    labels: Mapping[Field, str],
    now: datetime,
) -> tuple[dict[str, int], set[str]]:
    """Return the card of each source key, and the keys whose cards were made now."""
    wanted = {row.source_key: row.client for row in reversed(rows)}
    owners = known_clients(session, wanted)
    found = same_cards(session, {key: wanted[key] for key in wanted if key not in owners})
    owners |= found
    fresh = [key for key in wanted if key not in owners]
    if fresh:
        first = next_number(session, "clients", count=len(fresh))
        classes = {fold(row.name): row.id for row in discount_classes(session)}
        made = [
            _columns(wanted[key], labels, classes) | {"number": first + at, "created_at": now}
            for at, key in enumerate(fresh)
        ]
        statement = insert(Client).returning(Client.id, sort_by_parameter_order=True)
        ids = list(session.scalars(statement, made))
        owners |= dict(zip(fresh, ids, strict=True))
        words = _words_by_client(rows)
        _store_parts(session, [wanted[key] for key in fresh], ids, made, [words[k] for k in fresh])
    _remember(session, [(f"client:{key}", owners[key], None) for key in [*found, *fresh]], run_id)
    return owners, set(fresh)


def _columns(
    client: ImportedClient, labels: Mapping[Field, str], classes: Mapping[str, int]
) -> dict[str, Any]:
    """Return the columns of a new card; what has no column of its own goes to the note."""
    discounts = classes.get(fold(client.discount_class))
    is_firm = bool(client.company_name)
    name = client.company_name or f"{client.last_name} {client.first_name}".strip()
    notes = [client.note] if client.note else []
    more = [
        (Field.GROUP_HEAD, client.group_head),
        (Field.BUILDING_MANAGER, client.building_manager),
    ]
    more += [(Field.CONTACT_PERSON, client.contact_person)]
    if discounts is None:
        # A class that the company does not have: nothing is made up, nothing is lost.
        more += [(Field.DISCOUNT_CLASS, client.discount_class)]
    more += [(kept.field, kept.value) for kept in client.kept]
    notes += [f"{labels[what]}: {value}" for what, value in more if value]
    same = (
        "last_name", "first_name", "company_name", "street", "street_number", "staircase", "floor",
        "unit", "postcode", "municipality", "province", "pec", "tax_code", "vat_number", "email",
        "plant_code",
    )  # fmt: skip
    person_code = "0000000" if client.kind is SubjectKind.PERSON else ""
    return {column: getattr(client, column) for column in same} | {
        "is_firm": is_firm,
        "display_name": name[:180],
        "sort_name": fold(name)[:180],
        "subject_kind": client.kind,
        "recipient_code": client.recipient_code or person_code,
        "phone": display_phone(client.phones[0].number) if client.phones else "",
        "discount_class_id": discounts,
        "private_note": "\n".join(notes),
    }


def _store_parts(
    session: Session,
    clients: list[ImportedClient],
    ids: list[int],
    rows: list[dict[str, Any]],
    words: list[str],
) -> None:
    """Store what hangs on new cards; `words` are those of their devices, for the search."""
    contacts: list[dict[str, Any]] = []
    for client_id, client in zip(ids, clients, strict=True):
        contacts += _contacts(client_id, client)
    if contacts:
        session.execute(insert(ContactPoint), contacts)
    held = [
        {
            "client_id": client_id,
            "holder": row["display_name"],
            "tax_code": row["tax_code"],
            "vat_number": row["vat_number"],
        }
        for client_id, row in zip(ids, rows, strict=True)
    ]
    session.execute(insert(Occupancy), held)
    texts = [
        {"client_id": client_id, "text": fold(f"{_search_text(client, row)} {more}")}
        for client_id, client, row, more in zip(ids, clients, rows, words, strict=True)
    ]
    session.execute(insert(SearchEntry), texts)


def _contacts(client_id: int, client: ImportedClient) -> Iterator[dict[str, Any]]:
    for at, phone in enumerate(client.phones):
        yield {
            "client_id": client_id, "kind": ContactKind.PHONE, "value": phone.number,
            "digits": phone_search_digits(phone.number), "label": phone.label[:40],
            "is_preferred": at == 0, "position": at,
        }  # fmt: skip
    if client.email:
        yield {
            "client_id": client_id, "kind": ContactKind.EMAIL, "value": client.email, "digits": "",
            "label": "", "is_preferred": True, "position": 0,
        }  # fmt: skip


def _search_text(client: ImportedClient, row: Mapping[str, Any]) -> str:
    names = ("display_name", "street", "street_number", "municipality", "plant_code", "tax_code")
    parts = [str(row[name]) for name in names] + [client.vat_number, client.email]
    parts += [str(row["number"]), *(phone_search_digits(one.number) for one in client.phones)]
    return " ".join(filter(None, parts))


def _device_words(device: ImportedDevice) -> str:
    serial = device.serial_number
    return f"{device.brand} {device.model} {serial} {fold_serial(serial)}"


def _words_by_client(rows: list[ImportedRow]) -> dict[str, str]:
    words: dict[str, str] = defaultdict(str)
    for row in rows:
        words[row.source_key] += " ".join(map(_device_words, row.devices)) + " "
    return words


def _index_devices(
    session: Session, stored: list[tuple[str, ImportedDevice]], owners: Mapping[str, int]
) -> None:
    """Let cards that were there before be found by their new devices too."""
    words: dict[int, str] = defaultdict(str)
    for key, device in stored:
        words[owners[key]] += f" {_device_words(device)}"
    index_more(session, words)


def _store_devices(
    session: Session,
    rows: list[ImportedRow],
    owners: Mapping[str, int],
    types: Mapping[str | None, DeviceType],
    run_id: str,
) -> list[tuple[str, ImportedDevice]]:
    """Return the devices stored now, each with the key of its client."""
    wanted = {
        f"device:{device.source_key}": (row.source_key, device)
        for row in rows
        for device in row.devices
    }
    known = known_sources(session, wanted)
    fresh = {key: pair for key, pair in wanted.items() if key not in known}
    if not fresh:
        return []
    made = [_device(owners[key], device, types) for key, device in fresh.values()]
    statement = insert(Device).returning(Device.id, sort_by_parameter_order=True)
    ids = list(session.scalars(statement, made))
    derive_at_once(session, ids)
    pairs = zip(fresh.items(), ids, strict=True)
    sources = [(key, owners[pair[0]], device_id) for (key, pair), device_id in pairs]
    _remember(session, sources, run_id)
    return list(fresh.values())


def _device(
    client_id: int, device: ImportedDevice, types: Mapping[str | None, DeviceType]
) -> dict[str, Any]:
    kind = types.get(device.type_code) or types["other"]
    same = (
        "brand", "model", "serial_number", "fuel", "useful_power_kw", "heat_input_kw", "location",
        "installed_on", "first_ignition_on", "warranty_until",
    )  # fmt: skip
    is_named = device.type_code in types or not device.type_text
    return {column: getattr(device, column) for column in same} | {
        "client_id": client_id,
        "device_type_id": kind.id,
        "serial_key": fold_serial(device.serial_number),
        "notes": "" if is_named else device.type_text,
        "maintenance_interval_months": kind.maintenance_interval_months,
        "imported_last_on": device.last_maintenance_on,
        "imported_next_on": device.next_maintenance_on,
        "imported_control_on": device.last_ree_on,
    }


def _remember(session: Session, made: Sequence[tuple[str, int, int | None]], run_id: str) -> None:
    if made:
        rows = [
            {"key": key, "client_id": client_id, "device_id": device_id, "run_id": run_id}
            for key, client_id, device_id in made
        ]
        session.execute(insert(ImportedSource), rows)
