"""Appointments that repeat, as the form types and shows them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.agenda import forms, messages, rules_series, series
from app.agenda.models import Appointment
from app.agenda.rules_series import Every, Repeat, Scope
from app.agenda.service import Plan
from app.agenda.slotwarnings import Slot, SlotWarning, warnings_by_span
from app.clients.models import Client
from app.kernel.dates import local_day
from app.web.clock import utc_now

Form = MultiDict[str, str]
#: What the preview sends besides the form it repeats.
_OWN = frozenset({"csrf_token", "confirmed", "back", "keep"})


@dataclass(frozen=True)
class Occurrence:
    """One line of the preview.

    Attributes:
        day: Italian day.
        span: Start and end.
        sentences: What the office should know.
        is_kept: Whether it is ticked.
    """

    day: date
    span: rules_series.Span
    sentences: list[str]
    is_kept: bool = True


def read_repeat(form: Form) -> tuple[Repeat | None, dict[str, str]]:
    """Return how the appointment repeats (None: it does not), and the sentence of each field."""
    wanted = form.get("every", "")
    if not wanted:
        return None, {}
    if wanted not in {every.value for every in Every}:
        return None, {"every": _("Choose one of the ways to repeat.")}
    until, times = form.get("until", "").strip(), form.get("times", "").strip()
    day = forms.known_day(until)
    errors = {}
    if until and day is None:
        errors["until"] = _("Write the day as 31/12/2026.")
    if times and not (forms.is_number(times) and int(times) > 0):
        errors["times"] = _("Write a whole number.")
    if errors:
        return None, errors
    return Repeat(Every(wanted), day, int(times) if times else None), {}


def read_scope() -> Scope:
    """Return which appointments of the series the form is meant for; this one as a rule."""
    try:
        return Scope(request.form.get("scope", ""))
    except ValueError:
        return Scope.ONE


def hidden_fields(form: Form) -> list[tuple[str, str]]:
    """Return the fields that the preview sends on."""
    return [(name, value) for name, value in form.items(multi=True) if name not in _OWN]


def is_confirmed() -> bool:
    """Tell whether the dates were seen and accepted."""
    return "confirmed" in request.form


def is_back() -> bool:
    """Tell whether the form is wanted again instead of the preview."""
    return "back" in request.form


def kept(days: Sequence[date]) -> list[date]:
    """Return the days that were left ticked."""
    ticked = set(request.form.getlist("keep"))
    return [day for day in days if day.isoformat() in ticked]


def made_occurrences(
    session: Session,
    plan: Plan,
    days: Sequence[date],
    client: Client | None,
    say: Callable[[Sequence[SlotWarning]], list[str]],
) -> list[Occurrence]:
    """Return the lines of the preview of a new series; days with a holiday or closing unticked."""
    spans = [rules_series.on_day((plan.starts_at, plan.ends_at), day) for day in days]
    slot = Slot(plan.team, client=client, device_ids=plan.device_ids or ())
    found = warnings_by_span(session, spans, slot)
    return [
        Occurrence(
            day, span, say(known), is_kept=not any(one.kind in messages.CLOSED for one in known)
        )
        for day, span, known in zip(days, spans, found, strict=True)
    ]


def changed_occurrences(
    session: Session,
    appointment: Appointment,
    plan: Plan,
    scope: Scope,
    say: Callable[[Sequence[SlotWarning]], list[str]],
) -> list[Occurrence]:
    """Return the lines of the preview of a change: where each appointment would be."""
    before = series.plan_of(appointment)
    rows = series.others(session, appointment, scope, now=utc_now())
    plans = [plan] + [series.carried_plan(before, plan, series.plan_of(row)) for row in rows]
    keys = [appointment.id, *(row.id for row in rows)]
    teams: dict[tuple[int, ...], list[Plan]] = {}
    for one in plans:
        teams.setdefault(one.team, []).append(one)
    lines = []
    for team, same in teams.items():
        spans = [(one.starts_at, one.ends_at) for one in same]
        slot = Slot(
            team, but=keys, client=client_of(session, plan), device_ids=plan.device_ids or ()
        )
        for span, known in zip(spans, warnings_by_span(session, spans, slot), strict=True):
            lines.append(Occurrence(local_day(span[0]), span, say(known)))
    return sorted(lines, key=lambda line: line.span)


def client_of(session: Session, plan: Plan) -> Client | None:
    """Return who is visited, if anybody."""
    return session.get(Client, plan.client_id) if plan.client_id is not None else None


def shown_place(session: Session, appointment: Appointment | None) -> dict[str, Any] | None:
    """Return what the form says of the series of an appointment; None without one."""
    place = series.place_of(session, appointment) if appointment is not None else None
    if appointment is None or place is None:
        return None
    every, number, count = place
    return {
        "every": messages.EVERY[every],
        "number": number,
        "count": count,
        "stamp": series.stamp_of(session, appointment),
    }
