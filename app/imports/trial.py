"""Read a list as an import would, and store nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy.orm import Session

from app.imports.queries import (
    Likeness,
    known_clients,
    known_sources,
    same_cards,
    similar_cards,
)
from app.imports.rules import ImportedClient, ImportedRow
from app.imports.service import BATCH, Outcome


@dataclass
class Trial(Outcome):
    """What an import would do."""

    #: Row number and the card that may be the same customer.
    doubles: list[tuple[int, Likeness]] = field(default_factory=list)
    #: Devices counted so far, by the key of their source.
    devices_seen: set[str] = field(default_factory=set)


def try_rows(session: Session, rows: Iterable[ImportedRow]) -> Iterator[Trial]:
    """Yield the same growing trial after each batch.

    Args:
        session: Open session; read only.
        rows: As `convert_rows` yields them.
    """
    trial, rows = Trial(), iter(rows)
    while batch := list(islice(rows, BATCH)):
        trial.rows += len(batch)
        trial.problems += [problem for row in batch for problem in row.problems]
        good = [row for row in batch if not row.is_refused]
        _try_clients(session, trial, good)
        _try_devices(session, trial, good)
        yield trial


def _try_clients(session: Session, trial: Trial, rows: list[ImportedRow]) -> None:
    wanted = {row.source_key: row.client for row in reversed(rows)}
    unseen = {key: one for key, one in wanted.items() if key not in trial.made | trial.known}
    known = set(known_clients(session, unseen))
    known |= set(same_cards(session, {key: unseen[key] for key in unseen if key not in known}))
    fresh = {key: one for key, one in unseen.items() if key not in known}
    trial.known |= known
    trial.made |= fresh.keys()
    trial.clients = len(trial.made)
    trial.doubles += _doubles(session, rows, fresh)


def _doubles(
    session: Session, rows: list[ImportedRow], fresh: Mapping[str, ImportedClient]
) -> list[tuple[int, Likeness]]:
    numbers = {row.source_key: row.number for row in reversed(rows)}
    found = similar_cards(session, fresh) if fresh else []
    return sorted((numbers[one.source_key], one) for one in found)


def _try_devices(session: Session, trial: Trial, rows: list[ImportedRow]) -> None:
    keys = {f"device:{device.source_key}" for row in rows for device in row.devices}
    fresh = keys - known_sources(session, keys) - trial.devices_seen
    trial.devices_seen |= fresh
    trial.devices = len(trial.devices_seen)
