"""What the other domains tell the client card: headlines, tabs, history. Called by the registry."""

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import openwork
from app.agenda import messages as agenda
from app.agenda.card import CARD_TAB as APPOINTMENTS_TAB
from app.agenda.card import next_visit_headline
from app.agenda.models import Appointment
from app.attachments.card import TAB as FILES_TAB
from app.attachments.models import Attachment
from app.attachments.rules import OwnerKind
from app.booklets.models import Booklet
from app.booklets.views import TAB as BOOKLET_TAB
from app.calls import messages as calls
from app.calls.models import Call
from app.calls.tabs import TAB as CALLS_TAB
from app.calls.tabs import open_calls_headline
from app.calls.views import CallView
from app.clients.card import register_card_tab, register_headlines
from app.clients.cardlists import list_tab
from app.clients.cardrows import (
    CardRows,
    register_follower,
    register_history,
    register_mover,
    register_rows,
)
from app.clients.marks import attention_mark
from app.clients.trail import Trail, register_trail, words_of
from app.contracts import messages as contracts
from app.contracts.models import Contract
from app.contracts.tabs import TAB as CONTRACTS_TAB
from app.contracts.tabs import contract_headline
from app.contracts.views import ContractView
from app.devices import messages as devices
from app.devices.models import Device
from app.devices.service import refresh_plant
from app.devices.tabs import TAB as DEVICES_TAB
from app.devices.tabs import due_headlines
from app.devices.views import DeviceView
from app.imports.models import ImportedSource
from app.interventions import messages as interventions
from app.interventions.models import Intervention
from app.interventions.views import InterventionView
from app.invoices import messages as invoices
from app.invoices.collectionmodels import ClientBank
from app.invoices.models import Invoice
from app.invoices.tabs import invoice_button, quote_invoices, unpaid_headline, unpaid_note
from app.invoices.views import InvoiceView
from app.mail.models import OutgoingMail
from app.maintenance.models import Contact
from app.maintenance.tabs import TAB as MAINTENANCE_TAB
from app.messages.card import TAB as MESSAGES_TAB
from app.messages.models import ClientMessage, MessageItem, MessageOptOut
from app.notes.card import TAB as NOTES_TAB
from app.notes.models import OfficeNote
from app.privacy.models import PrivacyForm
from app.privacy.tabs import TAB as PRIVACY_TAB
from app.quotes import messages as quotes
from app.quotes.models import Quote
from app.quotes.tabs import TAB as QUOTES_TAB
from app.quotes.views import QuoteView
from app.ree import labels as ree
from app.ree.models import Ree
from app.ree.views import ReeView
from app.registers.models import RegisterDocument
from app.thermal import messages as thermal
from app.web.lists import register_marker

#: Sections of the card, in order.
CARD_TABS = (
    DEVICES_TAB,
    CALLS_TAB,
    APPOINTMENTS_TAB,
    list_tab("interventions", _("Interventions"), "card_interventions.read", InterventionView),
    CONTRACTS_TAB,
    QUOTES_TAB,
    FILES_TAB,
    NOTES_TAB,
    list_tab("invoices", _("Invoices"), "card_invoices.read", InvoiceView),
    list_tab("ree", _("REE"), "card_interventions.read", ReeView),
    BOOKLET_TAB,
    MAINTENANCE_TAB,
    PRIVACY_TAB,
    MESSAGES_TAB,
)

#: What stands on top of the card, in order.
HEADLINERS = (
    next_visit_headline,
    open_calls_headline,
    contract_headline,
    due_headlines,
    unpaid_headline,
)


def _without(labels: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: label for name, label in labels.items() if name not in names}


#: What the history of the card shows of other tables. Relations are left out: keys say nothing.
TRAILS = (
    Trail(
        "devices",
        _("Device"),
        ("devices.read",),
        _without(DeviceView.label_columns, "client", "device_type"),
        {
            "state": words_of(devices.STATES),
            "fuel": words_of(devices.FUELS),
            "due_reason": words_of(devices.REASONS),
            "control_reason": words_of(thermal.CONTROL_REASONS),
            "leak_reason": words_of(thermal.LEAK_REASONS),
            "drive": words_of(thermal.GENERATORS),
        },
    ),
    Trail(
        "calls",
        _("Call"),
        ("calls.read", "card_calls.read"),
        _without(CallView.label_columns, "client", "reason")
        | {"quoted_fee_eur": _("Fee told on the phone")},
        {
            "state": words_of(calls.STATES),
            "priority": words_of(calls.PRIORITIES),
            "channel": words_of(calls.CHANNELS),
            "coverage": words_of(calls.COVERAGES),
        },
        {"quoted_fee_eur": "prices.read"},
    ),
    Trail(
        "appointments",
        _("Appointment"),
        ("agenda.all",),
        {
            "starts_at": _("Start"),
            "ends_at": _("End"),
            "state": _("State"),
            "instructions": _("What to do"),
            "cancel_reason": _("Why it was cancelled"),
        },
        {"state": words_of(agenda.STATES)},
    ),
    Trail(
        "interventions",
        _("Intervention"),
        ("interventions.read", "card_interventions.read"),
        {
            "performed_on": _("Day"),
            "outcome": _("Outcome"),
            "work_done": _("Work done"),
            "is_signed": _("Signed"),
            "revision": _("Revision"),
            "total_eur": _("Total"),
        },
        {"outcome": words_of(interventions.OUTCOMES)},
        {"total_eur": "prices.read"},
    ),
    Trail(
        "contracts",
        _("Contract"),
        ("contracts.read", "card_contracts.read"),
        _without(ContractView.label_columns, "client", "visit_months"),
        {
            "state": words_of(contracts.STATES),
            "kind": words_of(contracts.KINDS),
            "renewal": words_of(contracts.RENEWALS),
        },
        {"fee_eur": "prices.read"},
    ),
    Trail(
        "quotes",
        _("Quote"),
        ("quotes.read", "card_quotes.read"),
        _without(QuoteView.label_columns, "client", "lines"),
        {"state": words_of(quotes.STATES)},
        {"total_eur": "prices.read", "net_eur": "prices.read"},
    ),
    Trail(
        "invoices",
        _("Invoice"),
        ("invoices.read", "card_invoices.read"),
        {name: InvoiceView.label_columns[name] for name in ("number", "dated_on", "state")}
        | {"total_eur": _("Total"), "paid_eur": _("Amount paid")},
        {"state": words_of(invoices.STATES)},
        {"total_eur": "prices.read", "paid_eur": "prices.read"},
    ),
    Trail(
        "ree",
        _("Energy-efficiency report"),
        ("interventions.read", "card_interventions.read"),
        {
            "performed_on": _("Day"),
            "state": _("State"),
            "may_run": _("The plant may run"),
            "is_signed": _("Signed"),
            "revision": _("Revision"),
            "register_on": _("Day of the last step"),
            "register_note": _("Note of the register"),
        },
        {"state": words_of(ree.STATES)},
    ),
)


#: Rows of other tables that follow a merged card.
ROWS: tuple[CardRows, ...] = (
    CardRows(Device.__table__.c.client_id),
    CardRows(Call.__table__.c.client_id),
    CardRows(Appointment.__table__.c.client_id),
    CardRows(Intervention.__table__.c.client_id),
    CardRows(Quote.__table__.c.client_id),
    CardRows(Invoice.__table__.c.client_id),
    CardRows(Contract.__table__.c.client_id),
    CardRows(Ree.__table__.c.client_id),
    CardRows(PrivacyForm.__table__.c.client_id),
    CardRows(Booklet.__table__.c.client_id),
    CardRows(OutgoingMail.__table__.c.client_id),
    CardRows(ClientMessage.__table__.c.client_id),
    CardRows(MessageItem.__table__.c.client_id, is_history=False),
    CardRows(OfficeNote.__table__.c.client_id, is_history=False),
    CardRows(Contact.__table__.c.client_id),
    # The office was told of the plant, whichever card stands for it now.
    CardRows(RegisterDocument.__table__.c.client_id),
    # Where an imported row went: no reason to keep a card.
    CardRows(ImportedSource.__table__.c.client_id, is_history=False),
)


def _files_of(client_id: int) -> Any:
    return (Attachment.owner_kind == OwnerKind.CLIENT) & (Attachment.owner_key == str(client_id))


def has_files(session: Session, client_id: int) -> bool:
    """Tell whether files belong to a card."""
    return session.scalar(select(Attachment.id).where(_files_of(client_id)).limit(1)) is not None


def move_files(session: Session, kept_id: int, merged_id: int) -> None:
    """Give the files of a merged card to the one that remains."""
    session.execute(update(Attachment).where(_files_of(merged_id)).values(owner_key=str(kept_id)))


def move_opt_outs(session: Session, kept_id: int, merged_id: int) -> None:
    """Let the card that remains want no messages by the channels either card refused."""
    rows = session.query(MessageOptOut).filter(MessageOptOut.client_id == merged_id).all()
    for row in rows:
        if session.get(MessageOptOut, (kept_id, row.channel)) is None:
            session.add(
                MessageOptOut(client_id=kept_id, channel=row.channel, at=row.at, author=row.author)
            )
        session.delete(row)
    session.flush()


def move_bank(session: Session, kept_id: int, merged_id: int) -> None:
    """Give the account to pay from to the card that remains, unless that one has its own."""
    bank = session.scalars(select(ClientBank).filter_by(client_id=merged_id)).first()
    own = session.scalars(select(ClientBank).filter_by(client_id=kept_id)).first()
    if bank is not None and own is None:
        bank.client_id = kept_id
        session.flush()


def wire(app: Flask) -> None:
    """Tell the card what every domain has for it."""
    for tab in CARD_TABS:
        register_card_tab(tab)
    for headliner in HEADLINERS:
        register_headlines(headliner)
    for trail in TRAILS:
        register_trail(trail)
    for rows in ROWS:
        register_rows(rows)
    register_mover(move_files)
    register_mover(move_opt_outs)
    register_mover(move_bank)
    register_mover(lambda session, kept_id, _merged_id: refresh_plant(session, kept_id))
    register_follower(refresh_plant)
    register_history(has_files)
    register_marker(attention_mark)
    openwork.wire()
    app.jinja_env.globals["attention_mark"] = attention_mark
    app.jinja_env.globals["invoice_button"] = invoice_button
    app.jinja_env.globals["unpaid_note"] = unpaid_note
    app.jinja_env.globals["quote_invoices"] = quote_invoices
