"""Two cards of one plant become one. Flushes, never commits."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.clients import rules
from app.clients.cardrows import move_rows
from app.clients.models import Client, ClientAlias, ContactPoint, Occupancy
from app.clients.rules import ClientState, ContactKind
from app.clients.service import index_after, update_client
from app.kernel.dates import local_day
from app.kernel.phones import display_phone
from app.orm.audit import record_event
from app.search.models import SearchEntry

#: What the office chooses between, each time all columns together: halves of a name or of an
#: address never mix. The first column names the choice.
CHOICES: tuple[tuple[str, ...], ...] = (
    ("display_name", "is_firm", "last_name", "first_name", "company_name"),
    ("tax_code",), ("vat_number",), ("pec",), ("recipient_code",),
    ("subject_kind", "is_subject_kind_chosen"),
    ("street", "street_number", "postcode", "municipality", "province", "staircase", "floor",
     "unit", "latitude", "longitude", "geocoded"),
    ("area",), ("access_notes",), ("is_limited_traffic",),
    ("billing_name", "billing_street", "billing_postcode", "billing_municipality",
     "billing_province"),
    ("payer",), ("discount_class",), ("plant_code",), ("plate",), ("pod",), ("pdr",),
    ("responsible_role",),
    ("needs_attention", "attention_reason"),
    ("exclude_from_maintenance", "exclusion_reason", "excluded_until"),
    ("group_head",), ("building_manager",), ("source",),
)  # fmt: skip


def differences(kept: Client, merged: Client) -> list[tuple[str, ...]]:
    """Return the choices in which two cards differ; what says nothing on both is no choice."""
    return [
        names
        for names in CHOICES
        if any((getattr(kept, name) or None) != (getattr(merged, name) or None) for name in names)
    ]


def ensure_mergeable(kept: Client, merged: Client) -> None:
    """Refuse cards that cannot become one.

    Raises:
        MergeRefusedError: The same card, one merged already, or a main card into a plain one.
    """
    is_gone = ClientState.MERGED in (kept.state, merged.state)
    if kept.id == merged.id or is_gone or (merged.is_group_head and not kept.is_group_head):
        raise rules.MergeRefusedError(merged.display_name)


def merge_clients(
    session: Session, kept: Client, merged: Client, *, now: datetime, taken: Iterable[str] = ()
) -> None:
    """Move everything of a card to another; the number of the first leads to the second.

    Args:
        session: Open session.
        kept: The card that remains.
        merged: The card that is emptied; its private note is added to the other's.
        now: Instant of the merge, UTC.
        taken: First names of the `CHOICES` whose values come from the merged card.
    """
    ensure_mergeable(kept, merged)
    chosen = set(taken)
    values = _values(merged, [names for names in CHOICES if names[0] in chosen])
    values["private_note"] = _joined(kept.private_note, merged.private_note)
    values |= {
        field: [*_typed(kept, kind), *_typed(merged, kind)]
        for field, kind in (("phones", ContactKind.PHONE), ("emails", ContactKind.EMAIL))
    }
    _hand_over_occupants(kept, merged, local_day(now))
    move_rows(session, kept.id, merged.id)
    _hand_over_cards(session, kept.id, merged.id)
    session.add(ClientAlias(number=merged.number, client_id=kept.id, merged_at=now))
    merged.state, merged.merged_into_id = ClientState.MERGED, kept.id
    record_event(
        session, "merge", "clients", kept.id, client_id=kept.id, number=[merged.number, kept.number]
    )
    update_client(session, kept, values)
    index_after(session, kept)


def _values(merged: Client, choices: list[tuple[str, ...]]) -> dict[str, Any]:
    names = [name for choice in choices for name in choice if name != "display_name"]
    return {name: getattr(merged, name) for name in names}


def _joined(first: str, second: str) -> str:
    """Return both notes: nothing that somebody wrote is lost."""
    return first if second.strip() in first else f"{first}\n{second}".strip()


def _typed(client: Client, kind: ContactKind) -> list[tuple[str, str]]:
    return [(display_phone(c.value), c.label) for c in client.contacts if c.kind is kind]


def _hand_over_occupants(kept: Client, merged: Client, today: date) -> None:
    """Give the past holders to the kept card; the present one counts as past, unless the same."""
    for held in list(merged.occupancies):
        if held.ends_on is None and held.holder == kept.display_name:
            continue
        kept.occupancies.append(
            Occupancy(
                holder=held.holder,
                tax_code=held.tax_code,
                vat_number=held.vat_number,
                contacts_text=held.contacts_text or _contacts_text(merged.contacts),
                starts_on=held.starts_on,
                ends_on=held.ends_on or today - timedelta(days=1),
            )
        )


def _contacts_text(contacts: list[ContactPoint]) -> str:
    return "\n".join(contact.value for contact in contacts)


def _hand_over_cards(session: Session, kept_id: int, merged_id: int) -> None:
    """Give the cards under the merged one, and those merged into it, to the kept one."""
    table = Client.__table__
    moved: Mapping[Any, Any] = {
        table.c.group_head_id: kept_id,
        table.c.merged_into_id: kept_id,
    }
    for column, key in moved.items():
        session.execute(
            update(Client)
            .where(column == merged_id, Client.id != kept_id)
            .values({column.name: key, "version": Client.version + 1})
        )
    for alias in session.scalars(select(ClientAlias).where(ClientAlias.client_id == merged_id)):
        alias.client_id = kept_id
    session.execute(delete(SearchEntry).where(SearchEntry.client_id == merged_id))
