"""Booking several visits one after the other on a technician's day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.agenda import queries as agenda
from app.agenda.service import Plan, create
from app.agenda.slotwarnings import Slot, SlotWarning, slot_warnings
from app.agenda.views import sentences
from app.clients.models import Client
from app.devices.models import Device
from app.extensions import db
from app.kernel.access import Access
from app.kernel.dates import local_clock, local_day, local_day_bounds, local_instant
from app.kernel.errors import DomainError
from app.kernel.text import row_keys
from app.maintenance.forms import ProposalForm
from app.maintenance.queries import visible_due
from app.maintenance.rules_slots import Span, consecutive
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.errors import user_message
from app.web.formviews import require_csrf

#: Visits booked at once at most: a technician's day.
MOST = 20


@dataclass(frozen=True)
class Visit:
    """One proposed visit: a customer, the devices, the hours, what to know."""

    client: Client
    devices: list[Device]
    span: Span
    warnings: list[SlotWarning]


class ProposalView(BaseView):
    """The visits of a day for some rows of the list, shown before they are booked."""

    route_base = "/manutenzioni/proponi"
    default_view = "form"
    class_permission_name = "maintenance"
    method_permission_name = {"form": "write", "book": "write"}

    @expose("/")
    @has_access
    def form(self) -> ResponseReturnValue:
        """Show who would be visited when."""
        devices = _devices(request.args.get("righe", ""))
        form = _form(request.args)
        is_right = form.validate()
        visits = _proposed(form, devices) if is_right else []
        return self._page(form, devices, visits)

    @expose("/fissa", methods=("POST",))
    @has_access
    def book(self) -> ResponseReturnValue:
        """Book the visits that were shown."""
        require_csrf()
        devices = _devices(request.form.get("righe", ""), lock=True)
        form = _form(request.form)
        if not form.validate():
            return self._page(form, devices, []), 422
        visits = _proposed(form, devices)
        try:
            for visit in visits:
                create(db.session(), _plan(form, visit))
            db.session().commit()
        except DomainError as error:
            db.session().rollback()
            flash(user_message(error), "danger")
            return redirect(url_for(".form", **request.form.to_dict()))
        flash(ngettext("%(num)s visit booked.", "%(num)s visits booked.", len(visits)), "success")
        return redirect(url_for("AgendaView.index", giorno=form.day.data.isoformat()))

    def _page(self, form: ProposalForm, devices: Sequence[Device], visits: list[Visit]) -> str:
        return self.render_template(
            "maintenance/proposal.html",
            title=_("Book one after the other"),
            form=form,
            rows=",".join(str(device.id) for device in devices),
            devices=devices,
            visits=visits,
            sentences=sentences,
            clock=lambda at: f"{local_clock(at):%H:%M}",
        )


def _devices(keys: str, *, lock: bool = False) -> Sequence[Device]:
    """Return the rows of some keys in the order of their streets; 404 unless all are visible."""
    access = _access()
    wanted = row_keys(keys.split(","))
    if not wanted or len(wanted) > MOST:
        flash(
            _("Choose from 1 to %(most)s devices in the list, then book them.", most=MOST),
            "warning",
        )
        abort(redirect(url_for("DueView.list")))
    statement = (
        select(Device)
        .join(Client)
        .where(Device.id.in_(wanted), visible_due(access))
        .options(joinedload(Device.client), joinedload(Device.device_type))
        .order_by(Client.municipality, Client.street, Client.street_number, Client.id, Device.id)
    )
    if lock:
        statement = statement.with_for_update(of=Device)
    found = db.session().scalars(statement).all()
    return found if len(found) == len(wanted) else abort(404)


def _access() -> Access:
    access = current_access()
    return access if access.has("agenda.write") else abort(403)


def _form(values: Any) -> ProposalForm:
    session = db.session()
    technicians = agenda.technicians(session, access=current_access())
    return ProposalForm.of(values, technicians, agenda.kinds(session), local_day(utc_now()))


def _proposed(form: ProposalForm, devices: Sequence[Device]) -> list[Visit]:
    session, technician = db.session(), int(form.technician.data)
    groups: dict[int, list[Device]] = {}
    for device in devices:
        groups.setdefault(device.client_id, []).append(device)
    minutes = int(form.minutes.data)
    start = local_instant(form.day.data, form.hour_of())
    spans = consecutive(start, timedelta(minutes=minutes), len(groups), _busy(technician, start))
    return [
        Visit(
            group[0].client,
            group,
            span,
            slot_warnings(session, span, Slot([technician], client=group[0].client)),
        )
        for group, span in zip(groups.values(), spans, strict=True)
    ]


def _busy(technician_id: int, start: datetime) -> list[Span]:
    opens, closes = local_day_bounds(local_day(start))
    rows = agenda.between(
        db.session(), opens, closes, access=current_access(), technician_id=technician_id,
        is_brief=True,
    )  # fmt: skip
    return [(row.starts_at, row.ends_at) for row in rows]


def _plan(form: ProposalForm, visit: Visit) -> Plan:
    return Plan(
        starts_at=visit.span[0],
        ends_at=visit.span[1],
        team=(int(form.technician.data),),
        client_id=visit.client.id,
        intervention_type_id=int(form.kind.data),
        device_ids=tuple(device.id for device in visit.devices),
    )
