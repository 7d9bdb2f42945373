"""The kinds of open work at a plant, told by their domains. Called by the registry."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from app.agenda.models import Appointment
from app.agenda.queries import visible_appointments
from app.agenda.rules import OPEN_STATES as STANDING
from app.agenda.service import cancel
from app.calls.models import Call
from app.calls.queries import visible_calls
from app.calls.rules import OPEN_STATES
from app.calls.service import cancel_call
from app.clients.openwork import Item, Kind, Leaving, register_open_work
from app.contracts import messages as contracts
from app.contracts.models import Contract
from app.contracts.queries import visible_contracts
from app.contracts.rules import ContractState
from app.contracts.service import terminate
from app.devices.queries import due_devices
from app.devices.tabs import HEADLINES, due_words
from app.interventions.models import Intervention, InterventionReport
from app.interventions.queries import visible_interventions
from app.web.formats import format_date, format_moment


def _appointments(leaving: Leaving) -> Select[Appointment]:
    return (
        select(Appointment)
        .where(
            visible_appointments(leaving.access),
            Appointment.client_id == leaving.client_id,
            Appointment.state.in_(STANDING),
            Appointment.ends_at > leaving.now,
        )
        .options(joinedload(Appointment.intervention_type))
        .order_by(Appointment.starts_at, Appointment.id)
    )


def _find_appointments(session: Session, leaving: Leaving) -> Sequence[Item]:
    screen = "AgendaView.edit" if leaving.access.has("agenda.write") else "TodayView.show"
    return [
        Item(
            f"{format_moment(row.starts_at)} {row.intervention_type or row.title}".strip(),
            url_for(screen, pk=row.id),
        )
        for row in session.scalars(_appointments(leaving))
    ]


def _cancel_appointments(session: Session, leaving: Leaving) -> None:
    for row in session.scalars(_appointments(leaving)).all():
        cancel(session, row, leaving.reason, version=row.version)


def _calls(leaving: Leaving) -> Select[Call]:
    return (
        select(Call)
        .where(
            visible_calls(leaving.access),
            Call.client_id == leaving.client_id,
            Call.state.in_(OPEN_STATES),
        )
        .options(joinedload(Call.reason))
        .order_by(Call.received_at, Call.id)
    )


def _find_calls(session: Session, leaving: Leaving) -> Sequence[Item]:
    may_open = leaving.access.has("calls.read")
    return [
        Item(
            f"{format_moment(row.received_at)} {row.reason or row.description}".strip(),
            url_for("CallView.show", pk=row.id) if may_open else "",
        )
        for row in session.scalars(_calls(leaving))
    ]


def _cancel_calls(session: Session, leaving: Leaving) -> None:
    for row in session.scalars(_calls(leaving)).all():
        cancel_call(session, row, reason=leaving.reason, now=leaving.now)


def _contracts(leaving: Leaving) -> Select[Contract]:
    return (
        select(Contract)
        .where(
            visible_contracts(leaving.access),
            Contract.client_id == leaving.client_id,
            Contract.state == ContractState.ACTIVE,
            Contract.ends_on >= leaving.last_day,
        )
        .order_by(Contract.ends_on, Contract.id)
    )


def _find_contracts(session: Session, leaving: Leaving) -> Sequence[Item]:
    may_open = leaving.access.has("contracts.read")
    return [
        Item(
            gettext(
                "%(kind)s %(number)s until %(day)s",
                kind=contracts.KINDS[row.kind],
                number=row.label,
                day=format_date(row.ends_on),
            ),
            url_for("ContractView.show", pk=row.id) if may_open else "",
        )
        for row in session.scalars(_contracts(leaving))
    ]


def _end_contracts(session: Session, leaving: Leaving) -> None:
    for row in session.scalars(_contracts(leaving)).all():
        terminate(session, row, on=max(row.starts_on, leaving.last_day), reason=leaving.reason)


def _find_reports(session: Session, leaving: Leaving) -> Sequence[Item]:
    rows = session.scalars(
        select(Intervention)
        .where(
            visible_interventions(leaving.access),
            Intervention.client_id == leaving.client_id,
            Intervention.emailed_at.is_(None),
            Intervention.id.in_(select(InterventionReport.intervention_id)),
        )
        .order_by(Intervention.performed_on.desc(), Intervention.id.desc())
        .limit(5)
    )
    return [
        Item(
            gettext(
                "Report %(number)s of %(day)s", number=row.label, day=format_date(row.performed_on)
            ),
            url_for("InterventionView.show", pk=row.id),
        )
        for row in rows
    ]


def _find_due(session: Session, leaving: Leaving) -> Sequence[Item]:
    devices = due_devices(session, leaving.access, leaving.client_id, limit=HEADLINES)
    return [
        Item(f"{device}: {words}", url_for("DeviceView.show", pk=device.id))
        for device in devices
        for words, _day, _icon in due_words(device)[:1]
    ]


#: In this order: a cancelled appointment gives its call back before the calls are looked at.
KINDS = (
    Kind(
        "work_appointments",
        _("Appointments to come"),
        _find_appointments,
        _("Leave them on the agenda"),
        _("Cancel the appointments"),
        "agenda.write",
        _cancel_appointments,
    ),
    Kind(
        "work_calls",
        _("Open calls"),
        _find_calls,
        _("Leave them open"),
        _("Cancel the calls"),
        "calls.write",
        _cancel_calls,
    ),
    Kind(
        "work_contracts",
        _("Contracts in force"),
        _find_contracts,
        _("Leave them in force at this plant"),
        _("End them on the last day"),
        "contracts.write",
        _end_contracts,
    ),
    Kind("work_reports", _("Reports that have not left by e-mail"), _find_reports),
    Kind("work_due", _("Due dates that nobody will be reminded of"), _find_due, only_archive=True),
)


def wire() -> None:
    """Tell the clients which kinds of open work there are."""
    for kind in KINDS:
        register_open_work(kind)
