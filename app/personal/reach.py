"""Which rows belong to a client, table by table: read, never guessed from names.

A contract test fails for a table that leads to a client and is not named here.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, String, Table, and_, cast, false, or_, select
from sqlalchemy.orm import Session

from app.attachments.rules import OwnerKind
from app.clients.models import Client, Occupancy
from app.kernel.dates import start_of_local_day
from app.orm.base import Table as Base

#: Column that says which client a row belongs to, in the tables that have it.
CLIENT = "client_id"


@dataclass(frozen=True)
class Held:
    """How the rows of a table belong to a client.

    Attributes:
        column: Column with the key of the parent.
        parent: Table of the parent; empty: the client itself.
        since: Column with the day or instant of the row; empty: belongs to the plant or, by the
            parent, to whoever the parent belongs to.
    """

    column: str = CLIENT
    parent: str = ""
    since: str = ""


#: In the order in which they are told.
HELD: dict[str, Held] = {
    "clients": Held("id"),
    "client_contacts": Held(),
    "client_occupancies": Held(),
    "client_banks": Held(),
    "devices": Held(),
    "device_controls": Held("device_id", "devices", "performed_on"),
    "device_maintenance_records": Held("device_id", "devices", "performed_on"),
    "device_date_moves": Held("device_id", "devices", "moved_on"),
    "maintenance_follow_ups": Held("device_id", "devices"),
    "maintenance_contacts": Held(since="at"),
    "fgas_entries": Held("device_id", "devices", "performed_on"),
    "calls": Held(since="received_at"),
    "call_nudges": Held("call_id", "calls"),
    "call_devices": Held("call_id", "calls"),
    "appointments": Held(since="starts_at"),
    "appointment_technicians": Held("appointment_id", "appointments"),
    "appointment_devices": Held("appointment_id", "appointments"),
    "interventions": Held(since="performed_on"),
    "intervention_technicians": Held("intervention_id", "interventions"),
    "intervention_devices": Held("intervention_id", "interventions"),
    "intervention_reports": Held("intervention_id", "interventions"),
    "report_lines": Held("report_id", "intervention_reports"),
    "report_findings": Held("report_id", "intervention_reports"),
    "report_signatures": Held("report_id", "intervention_reports"),
    "cash_handovers": Held("intervention_id", "interventions"),
    "ree": Held(since="performed_on"),
    "ree_revisions": Held("ree_id", "ree"),
    "ree_measurements": Held("revision_id", "ree_revisions"),
    "ree_signatures": Held("revision_id", "ree_revisions"),
    "booklets": Held(),
    "booklet_entries": Held("booklet_id", "booklets"),
    "register_documents": Held(),
    "contracts": Held(since="starts_on"),
    "contract_devices": Held("contract_id", "contracts"),
    "contract_terms": Held("contract_id", "contracts"),
    "contract_instalments": Held("contract_id", "contracts"),
    "contract_visits": Held("contract_id", "contracts"),
    "quotes": Held(since="issued_on"),
    "quote_lines": Held("quote_id", "quotes"),
    "quote_revisions": Held("quote_id", "quotes"),
    "invoices": Held(since="dated_on"),
    "invoice_lines": Held("invoice_id", "invoices"),
    "invoice_dues": Held("invoice_id", "invoices"),
    "invoice_payments": Held("invoice_id", "invoices"),
    "invoice_files": Held("invoice_id", "invoices"),
    "invoice_notices": Held("file_id", "invoice_files"),
    "payment_reminders": Held("invoice_id", "invoices"),
    "collection_orders": Held("invoice_id", "invoices"),
    "privacy_forms": Held(since="signed_at"),
    "privacy_revocations": Held("form_id", "privacy_forms"),
    "message_opt_outs": Held(),
    "client_messages": Held(since="created_at"),
    "outgoing_mails": Held(since="created_at"),
    "office_notes": Held(since="created_at"),
    "attachments": Held("owner_key", since="created_at"),
}

#: Lead to a client and say nothing that is not in a table above: numbers it had, what makes it
#: found, what was invoiced, what keeps the same message from leaving twice, who changed what.
NOT_TOLD = frozenset({
    "audit_entries", "client_aliases", "fee_stickers", "import_sources", "invoice_deductions",
    "invoice_interventions", "message_items", "search_entries",
    # `client_id` is another one there: the name of the program at a sign-in provider.
    "sign_in_providers",
})  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """Whose data are meant.

    Attributes:
        ids: Keys of the card and of the cards merged into it.
        since: First day of who holds the plant now; None: there was nobody before, or it is not
            known. What is older is the former holder's.
    """

    ids: tuple[int, ...]
    since: date | None = None


def subject_of(session: Session, client_id: int) -> Subject:
    """Return whose data a card shows today."""
    merged = session.scalars(select(Client.id).where(Client.merged_into_id == client_id))
    since = session.scalar(
        select(Occupancy.starts_on)
        .where(Occupancy.client_id == client_id, Occupancy.ends_on.is_(None))
        .order_by(Occupancy.id.desc())
        .limit(1)
    )
    had_another = session.scalar(
        select(Occupancy.id)
        .where(Occupancy.client_id == client_id, Occupancy.ends_on.is_not(None))
        .limit(1)
    )
    return Subject((client_id, *merged), since if had_another else None)


def table(name: str) -> Table:
    """Return a table by its name."""
    found: Table = Base.metadata.tables[name]
    return found


def belongs(name: str, subject: Subject) -> ColumnElement[bool]:
    """Return the condition that the rows of a table meet that belong to a subject."""
    held, rows = HELD[name], table(name)
    conditions = [_owned(name, held, subject)]
    if held.since and subject.since is not None:
        conditions.append(rows.c[held.since] >= _first(rows.c[held.since], subject.since))
    if name == "client_occupancies":
        # Who held the plant before is somebody else.
        conditions.append(rows.c.ends_on.is_(None))
    return and_(*conditions)


def _owned(name: str, held: Held, subject: Subject) -> ColumnElement[bool]:
    rows = table(name)
    if name == "attachments":
        return _files(subject)
    if held.parent:
        parents = select(table(held.parent).c.id).where(belongs(held.parent, subject))
        return rows.c[held.column].in_(parents)
    own = rows.c[held.column].in_(subject.ids)
    if name == "office_notes":
        devices = select(table("devices").c.id).where(belongs("devices", subject))
        return or_(own, and_(rows.c.client_id.is_(None), rows.c.device_id.in_(devices)))
    return own


def _files(subject: Subject) -> ColumnElement[bool]:
    """Return the condition on the files of the card, its devices and its work."""
    rows = table("attachments")
    found: list[ColumnElement[bool]] = [false()]
    for kind, name, key in (
        (OwnerKind.CLIENT, "clients", "id"),
        (OwnerKind.DEVICE, "devices", "id"),
        (OwnerKind.INTERVENTION, "interventions", "id"),
        (OwnerKind.REPORT, "intervention_reports", "uuid"),
    ):
        owners = select(cast(table(name).c[key], String)).where(belongs(name, subject))
        found.append(and_(rows.c.owner_kind == kind, rows.c.owner_key.in_(owners)))
    return or_(*found)


def _first(column: ColumnElement[object], day: date) -> date | datetime:
    is_instant = column.type.python_type is not date
    return start_of_local_day(day) if is_instant else day
