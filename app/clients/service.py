"""Writes of the clients. They flush and never commit; the edge does."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.clients import rules
from app.clients.cardrows import has_rows, province_changed
from app.clients.contacts import read_emails, read_phones
from app.clients.models import Client, ContactPoint, Occupancy
from app.clients.rules import ClientState, ContactKind, ReportCopies
from app.kernel.dates import local_clock
from app.kernel.identifiers import (
    check_pec,
    check_postcode,
    check_recipient_code,
    check_tax_code,
    check_vat_number,
    ensure_valid,
)
from app.kernel.names import fold
from app.kernel.phones import display_phone, phone_search_digits
from app.kernel.subject import SubjectFacts, SubjectKind, suggest_subject
from app.orm.numbering import next_number
from app.places.catalogue import find as find_place
from app.search.service import add_source, index_client

_CHECKS = {
    "tax_code": check_tax_code,
    "vat_number": check_vat_number,
    "pec": check_pec,
    "recipient_code": check_recipient_code,
    "postcode": check_postcode,
    "billing_postcode": check_postcode,
}
_LISTS = {"phones": ContactKind.PHONE, "emails": ContactKind.EMAIL}


def create_client(session: Session, values: Mapping[str, Any]) -> Client:
    """Make a card with the next number.

    Args:
        session: Open session.
        values: Columns of `Client`, and `phones` and `emails` as text, one per line, or as
            (value, label) rows.
    """
    with session.no_autoflush:
        client = Client(display_name="", sort_name="", number=0, contacts=[], occupancies=[])
        _fill(session, client, values)
    client.number = next_number(session, "clients")
    client.occupancies.append(_occupancy(client))
    session.add(client)
    index_after(session, client)
    return client


def add_note(session: Session, client: Client, text: str, *, author: str, now: datetime) -> Client:
    """Add a paragraph to the private note of a locked card; what stood there stays.

    Raises:
        NoteMissingError: Nothing was written.
    """
    rules.ensure_note(text)
    heading = f"{local_clock(now):%d/%m/%Y %H:%M} {author}"
    # Blank lines would let a text pass for another one's paragraph.
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    said = "\n".join([f"{heading}:", *(f"  {line}" for line in lines)])
    client.private_note = f"{client.private_note}\n\n{said}".strip()
    index_after(session, client)
    return client


def update_client(session: Session, client: Client, values: Mapping[str, Any]) -> Client:
    """Change a card; only what `values` names is touched."""
    before = client.province
    with session.no_autoflush:
        _fill(session, client, values)
        holder = _open_occupancy(client)
        holder.holder = client.display_name
        holder.tax_code, holder.vat_number = client.tax_code, client.vat_number
    index_after(session, client)
    if client.province != before:
        province_changed(session, client.id)
    return client


def archive_client(session: Session, client: Client) -> None:
    """Put a card away: hidden from lists, still found by its number."""
    client.state = ClientState.ARCHIVED
    session.flush()


def restore_client(session: Session, client: Client) -> None:
    """Take an archived card back into use."""
    if client.state is ClientState.ARCHIVED:
        client.state = ClientState.ACTIVE
    session.flush()


def delete_client(session: Session, client: Client) -> None:
    """Delete a card made by mistake.

    Raises:
        HasHistoryError: It has past occupants, cards under it or merged into it, or any domain
            keeps rows of it.
    """
    under = select(func.count()).where(
        or_(Client.group_head_id == client.id, Client.merged_into_id == client.id)
    )
    past = len(client.occupancies) > 1
    if past or session.scalar(under) or has_rows(session, client.id):
        raise rules.HasHistoryError(client.display_name)
    session.delete(client)
    session.flush()


def change_occupant(
    session: Session, client: Client, values: Mapping[str, Any], *, starts_on: date
) -> Client:
    """Let somebody else hold the plant from a day on; the former holder stays in the history."""
    former = _open_occupancy(client)
    if former.starts_on is not None and starts_on <= former.starts_on:
        raise rules.OccupantDateError(starts_on)
    former.contacts_text = "\n".join(contact.value for contact in client.contacts)
    former.ends_on = starts_on - timedelta(days=1)
    session.flush()
    emptied = dict.fromkeys(
        ("last_name", "first_name", "company_name", "tax_code", "vat_number", "pec",
         "recipient_code", "phones", "emails"), ""
    )  # fmt: skip
    with session.no_autoflush:
        client.is_subject_kind_chosen = False
        _fill(session, client, {**emptied, **values})
        client.occupancies.append(_occupancy(client, starts_on=starts_on))
    index_after(session, client)
    return client


def copies_to(head: Client) -> tuple[str, str]:
    """Return name and e-mail address of who gets copies of a group's reports; empty: nobody."""
    if head.report_copies is ReportCopies.HEAD:
        return head.display_name, head.email or ""
    if head.report_copies is ReportCopies.MANAGER and head.building_manager is not None:
        return head.building_manager.name, head.building_manager.email
    return "", ""


def index_after(session: Session, client: Client) -> None:
    """Flush a card and write its search text again."""
    session.flush()
    index_client(session, client.id)


@add_source
def card_text(session: Session, client_id: int) -> str:
    """Return what a card is found by, besides what other domains add."""
    client = session.get_one(Client, client_id)
    parts = [
        client.display_name, client.street, client.street_number, client.municipality,
        client.plant_code, client.plate, client.tax_code, client.vat_number, client.pod,
        client.pdr, client.email, str(client.number),
        *(contact.digits for contact in client.contacts if contact.digits),
    ]  # fmt: skip
    return " ".join(part for part in parts if part)


def _fill(session: Session, client: Client, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name not in _LISTS:
            setattr(client, name, _clean(name, value))
    for name, kind in _LISTS.items():
        if name in values:
            _set_contacts(client, kind, name, values[name] or ())
    client.display_name = rules.display_name(
        is_firm=bool(client.is_firm),
        last_name=client.last_name or "",
        first_name=client.first_name or "",
        company_name=client.company_name or "",
    )
    client.sort_name = fold(client.display_name)
    rules.check_flags(
        is_excluded=bool(client.exclude_from_maintenance),
        exclusion_reason=client.exclusion_reason or "",
        needs_attention=bool(client.needs_attention),
        attention_reason=client.attention_reason or "",
    )
    _suggest_kind(client)
    _check_group(session, client)
    rules.check_copies(
        client.report_copies,
        is_group_head=bool(client.is_group_head),
        address=copies_to(client)[1],
    )
    _place(client)


def _clean(name: str, value: Any) -> Any:
    column = Client.__table__.columns.get(name)
    if column is not None and value is None and not column.nullable:
        value = ""
    if name in _CHECKS and value:
        return ensure_valid(_CHECKS[name](value))
    return value


def _suggest_kind(client: Client) -> None:
    if not client.is_subject_kind_chosen:
        facts = SubjectFacts(
            client.display_name,
            client.tax_code or "",
            client.vat_number or "",
            client.recipient_code or "",
        )
        client.subject_kind = suggest_subject(facts).kind
    if not client.recipient_code and client.subject_kind is SubjectKind.PERSON:
        client.recipient_code = rules.NO_RECIPIENT


def _check_group(session: Session, client: Client) -> None:
    head = client.group_head
    if head is not None and (client.is_group_head or not head.is_group_head or head is client):
        raise rules.GroupTooDeepError(head.display_name)
    if client.id is not None and not client.is_group_head:
        members = session.scalar(select(func.count()).where(Client.group_head_id == client.id))
        if members:
            raise rules.HasMembersError(client.display_name)


def _place(client: Client) -> None:
    """Put a card at the centre of its comune until somebody moves the point."""
    if not client.municipality or client.geocoded == "manual":
        return
    place = find_place(client.municipality, client.province or "", client.postcode or "")
    if place is None:
        return
    client.latitude, client.longitude = place.latitude, place.longitude
    client.geocoded = "municipality"
    client.province = client.province or place.province_code
    client.postcode = client.postcode or place.single_postcode or ""


def _set_contacts(
    client: Client, kind: ContactKind, field: str, typed: str | Iterable[tuple[str, str]]
) -> None:
    """Replace the telephones or the addresses with those typed, keeping the same rows."""
    read = read_phones if kind is ContactKind.PHONE else read_emails
    wanted = read(typed, field)
    known = {contact.value: contact for contact in client.contacts if contact.kind is kind}
    kept = [contact for contact in client.contacts if contact.kind is not kind]
    for position, (value, label) in enumerate(wanted):
        contact = known.get(value) or ContactPoint(kind=kind, value=value)
        contact.label, contact.position = label[:40], position
        contact.is_preferred = position == 0
        contact.digits = phone_search_digits(value) if kind is ContactKind.PHONE else ""
        kept.append(contact)
    client.contacts = kept
    first = wanted[0][0] if wanted else ""
    if kind is ContactKind.PHONE:
        client.phone = display_phone(first) if first else ""
    else:
        client.email = first


def _occupancy(client: Client, starts_on: date | None = None) -> Occupancy:
    return Occupancy(
        holder=client.display_name,
        tax_code=client.tax_code or "",
        vat_number=client.vat_number or "",
        starts_on=starts_on,
    )


def _open_occupancy(client: Client) -> Occupancy:
    found = next((held for held in client.occupancies if held.ends_on is None), None)
    if found is None:
        found = _occupancy(client)
        client.occupancies.append(found)
    return found
