"""Cards and devices of the demonstration, written in bulk."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.clients.models import BuildingManager, Client, ContactPoint, Occupancy
from app.clients.rules import ContactKind, GroupKind
from app.demo import people
from app.devices.models import Device, DeviceType
from app.devices.rules import Fuel
from app.kernel.names import fold
from app.kernel.phones import display_phone, phone_search_digits
from app.kernel.subject import SubjectKind
from app.orm.numbering import next_number
from app.places.catalogue import Place
from app.search.models import SearchEntry
from app.search.service import index_more

BATCH = 5_000
_FLATS = 8
#: Maker, model, useful power and heat input in kW.
_BOILERS = (
    ("Vaillant", "ecoTEC plus VMW 246", "24.0", "24.7"),
    ("Beretta", "Ciao 25 CSI", "25.0", "25.8"),
    ("Riello", "Residence 25 KIS", "25.0", "25.9"),
    ("Immergas", "Victrix Tera 28", "24.1", "24.8"),
    ("Baxi", "Duo-tec Compact 24", "24.0", "24.7"),
    ("Ariston", "Clas One 24", "22.0", "22.5"),
)
_CONDITIONERS = (
    ("Daikin", "FTXM35", "3.5"),
    ("Mitsubishi Electric", "MSZ-AP35", "3.5"),
    ("Samsung", "AR12", "3.2"),
)
_ROOMS = ("Cucina", "Balcone", "Bagno", "Locale caldaia", "Ripostiglio", "Soggiorno")
_ATTENTION = (
    "Ha un cane da guardia: telefonare prima di entrare.",
    "Paga solo in contanti, chiedere subito.",
    "Contestazione aperta sull'ultimo intervento.",
)
_EXCLUSION = ("Fa la manutenzione con un'altra ditta.", "Impianto spento, casa in vendita.")


def seed_cards(session: Session, rng: random.Random, count: int, now: datetime) -> list[int]:
    """Write managers, cards, contacts and the search index; return the cards' ids."""
    managers = _managers(session, rng)
    first = next_number(session, "clients", count=count)
    places = people.towns()
    heads: list[int] = []
    found: list[int] = []
    for start in range(0, count, BATCH):
        rows = [
            _card(rng, first + position, rng.choice(places), now)
            for position in range(start, min(start + BATCH, count))
        ]
        if start == 0:
            heads = _buildings(session, rng, rows[: _heads_among(count)], managers)
            found += heads
            rows = rows[len(heads) :]
        for position, row in enumerate(rows, start):
            row["group_head_id"] = (
                heads[position // _FLATS] if position < _FLATS * len(heads) else None
            )
        ids = _stored(session, rows)
        found += ids
    return found


def _heads_among(count: int) -> int:
    """Return how many of the cards are condominiums; they come with the first batch."""
    return max(1, min(count // 40, BATCH // 5))


def seed_devices(session: Session, rng: random.Random, clients: Sequence[int], today: date) -> None:
    """Give each card a boiler and some an air conditioner."""
    types = {row.code: row for row in session.scalars(select(DeviceType))}
    for start in range(0, len(clients), BATCH):
        rows = list(_devices(rng, clients[start : start + BATCH], types, today))
        session.execute(insert(Device), rows)
        words: dict[int, str] = defaultdict(str)
        for row in rows:
            words[row["client_id"]] += " {brand} {model} {serial_number}".format(**row)
        index_more(session, words)


def _managers(session: Session, rng: random.Random) -> list[int]:
    rows = []
    for number in range(4):
        person = people.make_person(rng, people.towns()[0])
        rows.append(
            {
                "name": f"Studio {person.last_name} Amministrazioni",
                "phone": display_phone(f"+390110001{number:03d}"),
                "email": f"studio{number + 1}@example.it",
            }
        )
    returned = insert(BuildingManager).returning(BuildingManager.id, sort_by_parameter_order=True)
    return list(session.scalars(returned, rows))


def _buildings(
    session: Session, rng: random.Random, rows: list[dict[str, Any]], managers: list[int]
) -> list[int]:
    for row in rows:
        name = f"Condominio {row['street']} {row['street_number']}"
        row |= {
            "is_firm": True, "company_name": name, "first_name": "", "last_name": "",
            "display_name": name, "sort_name": fold(name), "is_group_head": True,
            "subject_kind": SubjectKind.CONDOMINIUM, "group_kind": GroupKind.BUILDING,
            "tax_code": people.body_tax_code(row["number"]), "vat_number": "",
            "building_manager_id": rng.choice(managers),
        }  # fmt: skip
    return _stored(session, rows)


def _card(rng: random.Random, number: int, place: Place, now: datetime) -> dict[str, Any]:
    person = people.make_person(rng, place)
    is_firm = rng.random() < 0.06
    name = people.make_firm(rng) if is_firm else f"{person.last_name} {person.first_name}"
    needs_attention, is_excluded = rng.random() < 0.04, rng.random() < 0.03
    return {
        "number": number,
        "is_firm": is_firm,
        "company_name": name if is_firm else "",
        "first_name": "" if is_firm else person.first_name,
        "last_name": "" if is_firm else person.last_name,
        "display_name": name,
        "sort_name": fold(name),
        "subject_kind": SubjectKind.BUSINESS if is_firm else SubjectKind.PERSON,
        "tax_code": "" if is_firm else person.tax_code,
        "vat_number": people.vat_number(number) if is_firm else "",
        "recipient_code": "" if is_firm else "0000000",
        "phone": display_phone(f"+39300{number % 10_000_000:07d}"),
        "email": f"cliente{number}@example.it" if rng.random() < 0.7 else "",
        "needs_attention": needs_attention,
        "attention_reason": rng.choice(_ATTENTION) if needs_attention else "",
        "exclude_from_maintenance": is_excluded,
        "exclusion_reason": rng.choice(_EXCLUSION) if is_excluded else "",
        "is_group_head": False,
        "group_kind": None,
        "group_head_id": None,
        "building_manager_id": None,
        "created_at": now,
        **people.make_address(rng, place),
    }


#: Days between two controls of a small gas boiler.
_FOUR_YEARS = 1461


def _stored(session: Session, rows: list[dict[str, Any]]) -> list[int]:
    if not rows:  # of one card, the condominium is all there is
        return []
    statement = insert(Client).returning(Client.id, sort_by_parameter_order=True)
    ids = list(session.scalars(statement, rows))
    pairs = list(zip(ids, rows, strict=True))
    session.execute(insert(ContactPoint), [row for pair in pairs for row in _contacts(*pair)])
    session.execute(
        insert(Occupancy),
        [
            {
                "client_id": client_id,
                "holder": row["display_name"],
                "tax_code": row["tax_code"],
                "vat_number": row["vat_number"],
            }
            for client_id, row in pairs
        ],
    )
    session.execute(
        insert(SearchEntry),
        [{"client_id": client_id, "text": _search_text(row)} for client_id, row in pairs],
    )
    return ids


def _contacts(client_id: int, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    number = f"+39300{row['number'] % 10_000_000:07d}"
    shared = {"client_id": client_id, "is_preferred": True, "label": ""}
    yield shared | {
        "kind": ContactKind.PHONE, "value": number, "digits": phone_search_digits(number),
        "position": 0,
    }  # fmt: skip
    if row["email"]:
        yield shared | {
            "kind": ContactKind.EMAIL, "value": row["email"], "digits": "", "position": 1,
        }  # fmt: skip


def _search_text(row: dict[str, Any]) -> str:
    names = ("display_name", "street", "street_number", "municipality", "tax_code", "vat_number")
    parts = [str(row[name]) for name in names]
    digits = phone_search_digits(f"+39300{row['number'] % 10_000_000:07d}")
    return fold(" ".join(filter(None, [*parts, row["email"], str(row["number"]), digits])))


def _devices(
    rng: random.Random, clients: Sequence[int], types: dict[str | None, DeviceType], today: date
) -> Iterator[dict[str, Any]]:
    for client_id in clients:
        brand, model, useful, heat = rng.choice(_BOILERS)
        yield {
            "fuel": Fuel.NATURAL_GAS,
            "heat_input_kw": Decimal(heat),
            **_device(rng, client_id, types["boiler"], (brand, model, useful), today),
        }
        if rng.random() < 0.12:
            chosen = rng.choice(_CONDITIONERS)
            yield {
                "fuel": Fuel.ELECTRICITY,
                "heat_input_kw": None,
                **_device(rng, client_id, types["air_conditioner"], chosen, today),
            }


def _device(
    rng: random.Random, client_id: int, kind: DeviceType, make: tuple[str, str, str], today: date
) -> dict[str, Any]:
    serial = f"{make[0][:2].upper()}{rng.randrange(10**8, 10**9)}"
    installed = today - timedelta(days=rng.randrange(200, 4_500))
    return {
        "client_id": client_id,
        "device_type_id": kind.id,
        "brand": make[0],
        "model": make[1],
        "useful_power_kw": Decimal(make[2]),
        "serial_number": serial,
        "serial_key": serial,
        "location": rng.choice(_ROOMS),
        "installed_on": installed,
        "first_ignition_on": installed + timedelta(days=2),
        "imported_control_on": _last_control(installed, today, int(serial[2:])),
        "warranty_until": installed + timedelta(days=732),
        "maintenance_interval_months": kind.maintenance_interval_months,
    }


def _last_control(installed: date, today: date, number: int) -> date | None:
    """Return a last control for plants old enough to have had one; a few are overdue."""
    if (today - installed).days < _FOUR_YEARS:
        return None
    return today - timedelta(days=30 + number % (_FOUR_YEARS + 90))
