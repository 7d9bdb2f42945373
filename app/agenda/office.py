"""The office's agenda: the week, and the form of an appointment."""

from collections.abc import Sequence
from datetime import timedelta

from flask import abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from app.agenda import (
    booking,
    forms,
    messages,
    queries,
    repeating,
    rules,
    rules_series,
    series,
    service,
    slotwarnings,
    weeks,
)
from app.agenda.models import Appointment
from app.agenda.rules_series import Scope
from app.agenda.views import changeable_or_stop, refusal, seen_or_404, sentences
from app.calls.models import Call
from app.extensions import db
from app.kernel.dates import local_day
from app.kernel.errors import DomainError
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.weekhours import WEEKDAYS

#: Value of "vista" in the address -> template; the calendar otherwise.
_TEMPLATES = {"elenco": "agenda/week.html", "settimana": "agenda/technicians.html"}


class AgendaView(BaseView):
    """The office's week, and the form of an appointment."""

    route_base = "/agenda"
    default_view = "index"
    class_permission_name = "agenda"
    method_permission_name = {
        "index": "read", "new": "write", "edit": "write", "cancel": "write",
        "restore": "write", "plant": "write", "warnings": "write", "latest": "write",
        "waiting": "write",
    }  # fmt: skip

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """Show the agenda: the calendar, a week by technician, or a list of days."""
        access = current_access()
        day = forms.read_day(request.args.get("giorno", ""), local_day(utc_now()))
        first = day - timedelta(days=day.weekday())
        chosen = request.args.get("tecnico", "")
        view = request.args.get("vista", "") if access.has("agenda.all") else "elenco"
        technicians = queries.technicians(db.session, access=access)
        days = [first + timedelta(days=n) for n in range(7)]
        shown: dict[str, object] = {}
        if view in _TEMPLATES:
            shown = (weeks.grid if view == "settimana" else weeks.listed)(days, technicians, chosen)
        else:
            shown["kinds"] = queries.kinds(db.session())
        return self.render_template(
            _TEMPLATES.get(view, "agenda/calendar.html"),
            **shown,
            first=first,
            before=first - timedelta(days=7),
            after=first + timedelta(days=7),
            today=local_day(utc_now()),
            technicians=technicians,
            chosen=chosen,
            calls=[] if view == "settimana" else _calls(),
            states={state: str(label) for state, label in messages.STATES.items()},
            marks=messages.MARKS,
            scopes=messages.SCOPES,
            cancelled=_cancelled(request.args.get("annullato", "")),
            cancelled_also=_cancelled_also(request.args.get("anche", "")),
            day=day,
        )

    @expose("/attesa")
    @has_access
    def waiting(self) -> ResponseReturnValue:
        """Show the calls that wait for a date: an open calendar asks when they change."""
        return self.render_template("agenda/_waiting.html", calls=_calls(), chosen="")

    @expose("/nuovo", methods=("GET", "POST"))
    @has_access
    def new(self) -> ResponseReturnValue:
        """Make an appointment for a call or a client, or keep time free of clients."""
        subject = booking.new_subject()
        if request.method == "GET":
            day = forms.read_day(request.args.get("giorno", ""), local_day(utc_now()))
            return self._form(subject, booking.proposal(subject, day), {})
        form = MultiDict(request.form)
        form["call"] = str(subject.call.id) if subject.call else ""
        plan, errors = _plan(form, subject)
        repeat, wrong = repeating.read_repeat(form)
        if plan is not None and not wrong and not repeating.is_back():
            try:
                if repeat is not None and plan.call_id is None:
                    return self._repeated(plan, repeat, form)
                return self._saved([service.create(db.session, plan)])
            except DomainError as error:
                errors = refusal(error)
        return self._form(subject, form, {**errors, **wrong})

    def _repeated(
        self, plan: service.Plan, repeat: rules_series.Repeat, form: MultiDict[str, str]
    ) -> ResponseReturnValue:
        """Show the dates of a series, and store it once they were accepted."""
        session, days = db.session(), rules_series.days_of_series(local_day(plan.starts_at), repeat)
        if repeating.is_confirmed():
            return self._saved(series.create(session, plan, repeat.every, repeating.kept(days)))
        client = repeating.client_of(session, plan)
        lines = repeating.made_occurrences(session, plan, days, client, sentences)
        return self._preview(form, lines, is_new=True)

    def _preview(
        self, form: MultiDict[str, str], lines: Sequence[repeating.Occurrence], *, is_new: bool
    ) -> ResponseReturnValue:
        db.session.rollback()  # nothing is stored before the dates were accepted
        return self.render_template(
            "agenda/series.html",
            lines=lines,
            fields=repeating.hidden_fields(form),
            is_new=is_new,
            weekdays=WEEKDAYS,
        )

    @expose("/<int:pk>", methods=("GET", "POST"))
    @has_access
    def edit(self, pk: int) -> ResponseReturnValue:
        """Change an appointment; a stale form is refused and shows both versions."""
        appointment = changeable_or_stop(pk)
        subject = booking.stored_subject(appointment)
        if request.method == "GET":
            return self._form(subject, forms.values_of(appointment), {})
        plan, errors = _plan(request.form, subject)
        if plan is not None and not repeating.is_back():
            try:
                return self._changed(appointment, plan)
            except rules.StaleAppointmentError as error:
                return self._conflict(pk, refusal(error))
            except DomainError as error:
                errors = refusal(error)
        return self._form(booking.stored_subject(seen_or_404(pk)), request.form, errors)

    def _changed(self, appointment: Appointment, plan: service.Plan) -> ResponseReturnValue:
        """Store a change; of several appointments of a series only after its dates were shown."""
        session, scope = db.session(), repeating.read_scope()
        if scope is not Scope.ONE:
            series.ensure_known(session, appointment, request.form.get("series", ""))
            if not repeating.is_confirmed():
                lines = repeating.changed_occurrences(session, appointment, plan, scope, sentences)
                return self._preview(request.form, lines, is_new=False)
        version = _version(request.form)
        return self._saved(
            series.change(session, appointment, plan, scope=scope, version=version, now=utc_now())
        )

    @expose("/<int:pk>/annulla", methods=("POST",))
    @has_access
    def cancel(self, pk: int) -> ResponseReturnValue:
        """Cancel with a reason; the call goes back to those to schedule."""
        appointment = changeable_or_stop(pk)
        try:
            scope = repeating.read_scope()
            if scope is not Scope.ONE:
                series.ensure_known(db.session(), appointment, request.form.get("series", ""))
            gone = series.cancel(
                db.session(), appointment, request.form.get("reason", ""),
                scope=scope, version=_version(request.form), now=utc_now(),
            )  # fmt: skip
        except DomainError as error:
            flash(refusal(error).popitem()[1], "danger")
            return redirect(url_for(".edit", pk=pk))
        day, also = local_day(appointment.starts_at), [row.id for row in gone[1:]]
        db.session.commit()
        more = {"anche": "-".join(map(str, also))} if also else {}
        return redirect(url_for(".index", giorno=day, annullato=pk, **more))

    @expose("/<int:pk>/ripristina", methods=("POST",))
    @has_access
    def restore(self, pk: int) -> ResponseReturnValue:
        """Take a cancellation back."""
        appointment = changeable_or_stop(pk)
        try:
            also = _others(request.form.get("also", ""))
            rows = series.restore(db.session(), appointment, also, version=_version(request.form))
        except DomainError as error:
            flash(refusal(error).popitem()[1], "danger")
            return redirect(url_for(".index"))
        return self._saved(rows)

    @expose("/impianto")
    @has_access
    def plant(self) -> ResponseReturnValue:
        """Show the part of the form about a client, as soon as the client is chosen."""
        client = booking.chosen_client(request.args.get("client", "")) or abort(404)
        subject = booking.Subject(client=client)
        values = booking.proposal(subject, local_day(utc_now()))
        return self.render_template("agenda/_plant.html", **_plant(subject, values), errors={})

    @expose("/avvisi")
    @has_access
    def warnings(self) -> ResponseReturnValue:
        """Return what the office should know about the slot being typed."""
        values = request.args
        team = [int(key) for key in values.getlist("team") if forms.is_number(key)][:50]
        kind = values.get("minutes", "")
        errors: dict[str, str] = {}
        span = forms.read_span(values, int(kind) if forms.is_number(kind) else None, errors)
        if span is None or span[0] >= span[1]:
            return jsonify(warnings=[])
        but = values.get("but", "")
        slot = slotwarnings.Slot(
            team,
            but=[int(but)] if forms.is_number(but) else [],
            client=booking.chosen_client(values.get("client", "")),
            device_ids=[int(key) for key in values.getlist("devices") if forms.is_number(key)][:50],
        )
        return jsonify(warnings=sentences(slotwarnings.slot_warnings(db.session(), span, slot)))

    @expose("/<int:pk>/ultima")
    @has_access
    def latest(self, pk: int) -> ResponseReturnValue:
        """Return the stored version and who made it: an open form asks."""
        appointment = changeable_or_stop(pk)
        return jsonify(version=appointment.version, detail=booking.last_change_text(appointment))

    def _saved(self, rows: Sequence[Appointment]) -> ResponseReturnValue:
        """Commit and say so; of several appointments the warnings were shown before."""
        warnings = slotwarnings.warnings_of(db.session(), rows[0]) if len(rows) == 1 else []
        day = local_day(rows[0].starts_at)
        db.session.commit()
        flash(
            ngettext("The appointment was saved.", "%(num)s appointments were saved.", len(rows)),
            "success",
        )
        for sentence in sentences(warnings):
            flash(sentence, "warning")
        return redirect(url_for(".index", giorno=day))

    def _conflict(self, pk: int, errors: dict[str, str]) -> ResponseReturnValue:
        appointment = seen_or_404(pk)
        values = MultiDict(request.form)
        # Saving again is a decision: both versions have been shown.
        values["version"] = str(appointment.version)
        page, _status = self._form(
            booking.stored_subject(appointment), values, errors,
            differences=booking.differences(appointment, request.form),
            last_change=booking.last_change_text(appointment),
        )  # fmt: skip
        return page, 409

    def _form(
        self,
        subject: booking.Subject,
        values: MultiDict[str, str],
        errors: dict[str, str],
        **context: object,
    ) -> tuple[str, int]:
        may_pick = current_access().has("clients.all")
        page = self.render_template(
            "agenda/form.html",
            **_plant(subject, values),
            **context,
            errors=errors,
            technicians=queries.technicians(db.session, access=current_access()),
            kinds=booking.kinds_on_offer(subject),
            picks_client=may_pick and not subject.is_block and not subject.is_fixed,
            create_url=booking.create_client_url(),
            every=messages.EVERY,
            scopes=messages.SCOPES,
            series=repeating.shown_place(db.session(), subject.appointment),
            states=messages.STATES,
        )
        return page, 422 if errors else 200


def _calls() -> Sequence[Call]:
    return queries.calls_to_schedule(db.session(), access=current_access())


def _plan(
    form: MultiDict[str, str], subject: booking.Subject
) -> tuple[service.Plan | None, dict[str, str]]:
    plan, errors = forms.read_plan(form, booking.offer_of(subject))
    if subject.client is None and not subject.is_block:
        return None, {**errors, "client": _("Choose a client.")}
    return plan, errors


def _plant(subject: booking.Subject, values: MultiDict[str, str]) -> dict[str, object]:
    """Return what the part of the form about the plant shows."""
    client = subject.client
    waiting = []
    if client is not None and subject.appointment is None and subject.call is None:
        waiting = list(queries.waiting_calls(db.session(), client.id, access=current_access()))
    return {
        "appointment": subject.appointment,
        "call": subject.call,
        "client": client,
        "is_block": subject.is_block,
        "values": values,
        "devices": booking.devices_on_offer(subject),
        "waiting": waiting,
    }


def _version(form: MultiDict[str, str]) -> int:
    text = form.get("version", "")
    return int(text) if forms.is_number(text) else 0


def _cancelled(key: str) -> Appointment | None:
    """Return the appointment just cancelled, as long as it can be taken back."""
    access = current_access()
    if not forms.is_number(key) or not access.has("agenda.write"):
        return None
    found = queries.find(db.session, int(key), queries.visible_appointments(access))
    is_cancelled = found is not None and found.state is rules.AppointmentState.CANCELLED
    return found if is_cancelled else None


def _cancelled_also(keys: str) -> list[Appointment]:
    """Return the appointments of a series that were cancelled together with another one."""
    numbers = [int(key) for key in keys.split("-")[: rules_series.MOST] if forms.is_number(key)]
    access = current_access()
    if not numbers or not access.has("agenda.write"):
        return []
    return list(queries.cancelled_of(db.session(), numbers, access=access))


def _others(text: str) -> list[tuple[int, int]]:
    """Return key and version of each appointment in "12:3-15:4"."""
    pairs = [part.split(":") for part in text.split("-")[: rules_series.MOST]]
    return [
        (int(pair[0]), int(pair[1]))
        for pair in pairs
        if len(pair) == 2 and all(map(forms.is_number, pair))
    ]
