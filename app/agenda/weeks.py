"""A week of the agenda, as a list of days and as a table by technician."""

from collections.abc import Sequence
from datetime import date, datetime

from app.agenda import forms, queries, queries_week, rules, weekdata
from app.agenda.models import Appointment
from app.company.queries import closed_days
from app.extensions import db
from app.kernel.dates import local_day_bounds
from app.technicians.models import Technician
from app.web.access import current_access


def _span(days: Sequence[date]) -> tuple[datetime, datetime]:
    return local_day_bounds(days[0])[0], local_day_bounds(days[-1])[1]


def _only(technicians: Sequence[Technician], chosen: str) -> list[Technician]:
    return [one for one in technicians if chosen in ("", str(one.id))]


def _closed_on(days: Sequence[date]) -> dict[date, str | None]:
    """Return day -> name of the holiday or of the company's closing; None: nobody stays away."""
    closed = closed_days(db.session(), days[0], days[-1])
    return {day: closed.feast(day) or closed.closure(day) for day in days}


def listed(
    days: Sequence[date], technicians: Sequence[Technician], chosen: str
) -> dict[str, object]:
    """Return the appointments of a week by day."""
    rows = queries.between(
        db.session(),
        *_span(days),
        access=current_access(),
        technician_id=int(chosen) if forms.is_number(chosen) else None,
        is_brief=True,
    )
    by_day: dict[date, list[Appointment]] = {day: [] for day in days}
    for row in rows:
        for day in rules.days_of(row.starts_at, row.ends_at):
            if day in by_day:
                by_day[day].append(row)
    return {
        "days": list(by_day.items()),
        "is_cut": len(rows) == queries.MOST,
        "holidays": _closed_on(days),
        "shown": _only(technicians, chosen),
    }


def grid(days: Sequence[date], technicians: Sequence[Technician], chosen: str) -> dict[str, object]:
    """Return the visits and absences of a week by technician and day."""
    span = _span(days)
    visits = queries_week.week_of(
        db.session(),
        span,
        access=current_access(),
        technician_id=int(chosen) if forms.is_number(chosen) else None,
    )
    away = queries.absences_between(db.session(), span, access=current_access())
    kinds = {(visit.row.label, visit.row.colour) for visit in visits if visit.row.label}
    return {
        "days": days,
        "kinds": [{"label": label, "colour": colour} for label, colour in sorted(kinds)],
        "cells": weekdata.cells_of(visits, current_access()),
        "colours": weekdata.colours_of(visits),
        "is_cut": len(visits) == queries.MOST,
        "absent": {
            (row.technician_id, day)
            for row in away
            for day in rules.days_of(row.starts_at, row.ends_at)
        },
        "holidays": _closed_on(days),
        "shown": _only(technicians, chosen),
    }
