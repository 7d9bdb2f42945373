"""The technician's day, and what all screens of the agenda share."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_babel import gettext as _

from app.agenda import forms, hours, messages, queries, service, slotwarnings
from app.agenda.models import Appointment
from app.agenda.queries_day import neighbours
from app.agenda.rules import Stamp
from app.clients.models import Client, ContactPoint
from app.clients.rules import ContactKind
from app.devices.queries import job_devices
from app.extensions import db
from app.fgas.queries import entries_of_visit
from app.interventions.queries_history import device_history, interventions_of, may_report
from app.interventions.queries_today import DayList, day_counts, day_list
from app.kernel.access import Access
from app.kernel.dates import local_clock, local_day
from app.kernel.errors import DomainError
from app.kernel.phones import phone_search_digits
from app.privacy.queries import standing_of
from app.ree.queries import generators, ree_of_visit
from app.tenancy.context import current_company
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.errors import user_message


def seen_or_404(pk: int) -> Appointment:
    """Return an appointment that the account may see, or answer 404."""
    found = queries.find(db.session, pk, queries.visible_appointments(current_access()))
    return found or abort(404)


def changeable_or_stop(pk: int) -> Appointment:
    """Return an appointment to change: 404 when not visible, 403 without the function."""
    found = seen_or_404(pk)
    if not current_access().has("agenda.write"):
        abort(403)
    return found


def refusal(error: DomainError) -> dict[str, str]:
    """Return field -> sentence of a refusal, with everything unsaved taken back."""
    sentence = user_message(error)
    db.session.rollback()
    return {forms.FIELD_OF.get(type(error), getattr(error, "field", "form")): sentence}


def sentences(warnings: Iterable[slotwarnings.SlotWarning]) -> list[str]:
    """Return what the office reads of the warnings about a slot."""
    return [
        str(messages.WARNINGS[warning.kind])
        % {
            "name": warning.name,
            "other": warning.other,
            "start": f"{local_clock(warning.span[0]):%H:%M}" if warning.span else "",
            "end": f"{local_clock(warning.span[1]):%H:%M}" if warning.span else "",
        }
        for warning in warnings
    ]


#: In the address, instead of a technician.
EVERYBODY = "tutti"


class TodayView(BaseView):
    """The technician's day on a phone."""

    route_base = "/oggi"
    default_view = "today"
    class_permission_name = "agenda"
    method_permission_name = {"today": "read", "show": "read", "stamp": "read", "hours": "read"}

    @expose("/")
    @has_access
    def today(self) -> ResponseReturnValue:
        """Show today, tomorrow, what was left to complete or waits for a part."""
        access, now, session = current_access(), utc_now(), db.session()
        tab = _tab()
        is_all, technician_id = _whose(access)
        rows: Any = []
        counts: Any = {}
        if is_all or technician_id is not None:
            rows = day_list(session, tab, now, access=access, technician_id=technician_id)
            counts = day_counts(session, now, access=access, technician_id=technician_id)
        return self.render_template(
            "today/day.html",
            rows=rows,
            tab=tab.value,
            counts={which.value: number for which, number in counts.items()},
            day=local_day(now) + timedelta(days=tab is DayList.TOMORROW),
            chosen=EVERYBODY if is_all else technician_id,
            everybody=EVERYBODY if access.has("agenda.all") else "",
            technicians=queries.technicians(db.session, access=access),
            states=messages.STATES,
            owner=f"{current_company()}:{access.user_id}",
            reported=interventions_of(db.session(), [row.id for row in rows], access),
        )

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> ResponseReturnValue:
        """Show what one visit needs."""
        appointment = seen_or_404(pk)
        return self._visit(appointment, hours.values_of(appointment), {})

    def _visit(
        self, appointment: Appointment, values: Mapping[str, str], errors: dict[str, str]
    ) -> ResponseReturnValue:
        session, access = db.session(), current_access()
        client_id, is_workable = appointment.client_id, _is_workable(appointment.id)
        devices = job_devices(session, client_id) if client_id else []
        has_circuit = any(device.has_circuit for device in devices)
        named = {device.id for device in appointment.devices}
        before, after = neighbours(session, appointment, access=access)
        page = self.render_template(
            "today/visit.html",
            row=appointment,
            devices=devices,
            named=named,
            history=device_history(session, client_id, named or {one.id for one in devices})
            if client_id and is_workable
            else None,
            reports=interventions_of(session, [appointment.id], access).get(appointment.id, ()),
            rees=ree_of_visit(
                session, appointment_id=appointment.id, intervention_id=None, access=access
            ),
            asks_ree=client_id and generators(session, client_id),
            before=before,
            other_phones=_other_phones(appointment.client),
            after=after,
            states=messages.STATES,
            is_workable=is_workable,
            may_report=is_workable and client_id and may_report(access),
            privacy=standing_of(session, client_id) if client_id and may_report(access) else None,
            has_circuit=has_circuit,
            fgas=entries_of_visit(session, appointment.id) if has_circuit else (),
            values=values,
            errors=errors,
        )
        return page, 422 if errors else 200

    @expose("/<int:pk>/orari", methods=("POST",))
    @has_access
    def hours(self, pk: int) -> ResponseReturnValue:
        """Correct the hours of a visit, or take back a button pressed by mistake."""
        appointment = seen_or_404(pk)
        if not _is_workable(pk):
            abort(403)
        stamps, errors = hours.read_stamps(request.form, appointment)
        if not errors:
            try:
                service.correct_stamps(db.session(), appointment, stamps, now=utc_now())
            except DomainError as error:
                errors = {"hours": refusal(error).popitem()[1]}
                appointment = seen_or_404(pk)
        if errors:
            return self._visit(appointment, request.form, errors)
        db.session.commit()
        flash(_("The hours were corrected."), "success")
        return redirect(url_for(".show", pk=pk))

    @expose("/<int:pk>/<any(travel, arrive, leave):button>", methods=("POST",))
    @has_access
    def stamp(self, pk: int, button: str) -> ResponseReturnValue:
        """Note the hour of a step of the visit."""
        appointment = seen_or_404(pk)
        if not _is_workable(pk):
            abort(403)
        try:
            service.stamp(db.session, appointment, Stamp(button), now=utc_now())
        except DomainError as error:
            flash(refusal(error).popitem()[1], "danger")
        else:
            db.session.commit()
        return redirect(url_for(".show", pk=pk))


def _tab() -> DayList:
    """Return the list asked for; today's, unless there is such a list."""
    try:
        return DayList(request.args.get("scheda", ""))
    except ValueError:
        return DayList.TODAY


def _whose(access: Access) -> tuple[bool, int | None]:
    """Return (everybody's day, technician) as asked for, as far as the account may see it."""
    chosen = request.args.get("tecnico", "")
    if not access.has("agenda.all"):
        return False, access.technician_id
    if forms.is_number(chosen):
        return False, int(chosen)
    return chosen == EVERYBODY or access.technician_id is None, (
        None if chosen == EVERYBODY else access.technician_id
    )


def _other_phones(client: Client | None) -> list[ContactPoint]:
    """Return the telephones of a card beside the one on its head."""
    if client is None:
        return []
    known = phone_search_digits(client.phone)
    phones = [one for one in client.contacts if one.kind is ContactKind.PHONE]
    return [one for one in phones if phone_search_digits(one.value) != known]


def _is_workable(pk: int) -> bool:
    rule = queries.workable_appointments(current_access())
    return queries.find(db.session, pk, rule) is not None
