"""The figures of the dashboard, in words, each with the address of the list it counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.calls.messages import WAITS
from app.dashboard import messages, rules
from app.dashboard.facts import Facts, Question
from app.dashboard.queries import CallFigures
from app.dashboard.rules import Period
from app.kernel.access import Access
from app.kernel.dates import add_months
from app.web.formats import format_month, format_number


@dataclass(frozen=True)
class Value:
    """A number and the list it counts; no number: still to come."""

    number: int | Decimal | None
    url: str | None = None


@dataclass(frozen=True)
class Line:
    """A row of a figure's table: one value per column."""

    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Figure:
    """A chart and the table it is drawn from.

    Attributes:
        code: Unique on the page.
        kind: "bar" or "line".
        columns: Heading of the labels, then of each series.
        note: How the numbers are counted.
    """

    code: str
    title: str
    kind: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to draw."""
        return not any(value.number for line in self.lines for value in line.values)


@dataclass(frozen=True)
class Headline:
    """One number at the top, as text."""

    label: str
    text: str
    icon: str
    tone: str = "flame"
    url: str | None = None
    note: str = ""


@dataclass
class Board:
    """Everything one account may see for one period."""

    headlines: list[Headline] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    #: Who may be chosen: key -> name.
    technicians: dict[int, str] = field(default_factory=dict)


def board(facts: Facts, access: Access, question: Question) -> Board:
    """Return the figures an account may see: those of the sections it has."""
    made = Board()
    if access.has("interventions.read"):
        _work(facts, question, made)
    if access.has("calls.read"):
        _calls(facts, question, made)
    if access.has("devices.read"):
        _maintenance(facts.standing["maintenance"], question, made)
    return made


def _count(number: int) -> str:
    return format_number(Decimal(number))


# Work --------------------------------------------------------------------------------------


def _work(facts: Facts, question: Question, made: Board) -> None:
    period, before = question.period, question.period.year_before()
    made.technicians = facts.technicians
    now, then = facts.work_in(period), facts.work_in(before)
    made.headlines += [
        Headline(
            _("Interventions"),
            _count(now),
            "clipboard-check",
            url=_work_url(question, period),
            note=_("%(count)s a year before", count=_count(then)),
        ),
        Headline(
            _("Maintenance done"),
            _count(facts.work_in(period, moves=True)),
            "wrench-adjustable",
            "success",
            _work_url(question, period, moves="1"),
            _("%(count)s a year before", count=_count(facts.work_in(before, moves=True))),
        ),
    ]
    made.figures += [
        _by_kind(facts, question),
        _by_technician(facts, question),
        _by_month(facts, question),
    ]


def _work_url(question: Question, period: Period, **filters: Any) -> str:
    if question.technician_id is not None:
        filters.setdefault("technician", question.technician_id)
    return url_for(
        "InterventionView.list",
        f_performed_on_from=period.first.isoformat(),
        f_performed_on_to=period.last.isoformat(),
        **{f"f_{name}": value for name, value in filters.items()},
    )


def _by_kind(facts: Facts, question: Question) -> Figure:
    periods = (question.period, question.period.year_before())
    counted = [facts.work_by_kind(period) for period in periods]
    lines = [
        Line(
            label,
            tuple(
                Value(counter.get(key, 0), _work_url(question, period, type=key))
                for counter, period in zip(counted, periods, strict=True)
            ),
        )
        for key, label in facts.kinds.items()
        if counted[0].get(key) or counted[1].get(key)
    ]
    return Figure(
        "kinds",
        _("Interventions by kind"),
        "bar",
        (_("Kind of work"), _("This period"), _("A year before")),
        tuple(lines),
    )


def _by_technician(facts: Facts, question: Question) -> Figure:
    lines = [
        Line(label, (Value(facts.team[key], _work_url(question, question.period, technician=key)),))
        for key, label in facts.technicians.items()
        if facts.team.get(key) and question.technician_id in {None, key}
    ]
    return Figure(
        "technicians",
        _("Interventions by technician"),
        "bar",
        (_("Technician"), _("Interventions")),
        tuple(lines),
        _("A visit of two technicians counts for both."),
    )


def _by_month(facts: Facts, question: Question) -> Figure:
    season = rules.season_of(question.today)
    lines = []
    for month in rules.months_of(season):
        values = [
            Value(
                facts.work_in(shown) if shown.first <= question.today else None,
                _work_url(question, shown),
            )
            for shown in (month, rules.month_of(add_months(month.first, -12)))
        ]
        lines.append(Line(format_month(month.first, with_year=False), tuple(values)))
    return Figure(
        "season",
        _("This season against the last"),
        "line",
        (_("Month"), _season_name(season), _season_name(season.year_before())),
        tuple(lines),
        _("The heating year runs from September to August."),
    )


def _season_name(season: Period) -> str:
    return f"{season.first.year}/{season.last.year}"


# Calls -------------------------------------------------------------------------------------


def _calls(facts: Facts, question: Question, made: Board) -> None:
    found, waiting = facts.calls, facts.standing["waiting"]["calls"]
    made.headlines += [
        Headline(
            _("Calls to schedule now"),
            _count(waiting),
            "telephone-inbound",
            "warning" if waiting else "success",
            url_for("CallView.list", tab="waiting"),
        ),
        _first_visit_headline(found, question),
        _solved_headline(found, question),
    ]
    made.figures += [_waits(found, question), _answers(found, question)]


def _call_url(question: Question, **filters: Any) -> str:
    return url_for(
        "CallView.list",
        tab="all",
        f_received_at_from=question.period.first.isoformat(),
        f_received_at_to=question.period.last.isoformat(),
        **{f"f_{name}": value for name, value in filters.items()},
    )


def _first_visit_headline(found: CallFigures, question: Question) -> Headline:
    days = found.median_days
    return Headline(
        _("Days from call to first visit"),
        "-" if days is None else format_number(days).removesuffix(",0"),
        "stopwatch",
        "info",
        _call_url(question),
        _("the middle one of %(count)s calls", count=_count(found.received)),
    )


def _solved_headline(found: CallFigures, question: Question) -> Headline:
    visited = found.solved + found.not_solved
    percent = None if not visited else (200 * found.solved + visited) // (2 * visited)
    return Headline(
        _("Settled by one visit"),
        "-" if percent is None else f"{percent}%",
        "check2-circle",
        "success",
        _call_url(question, solved="1"),
        _(
            "%(solved)s of %(visited)s calls visited",
            solved=_count(found.solved),
            visited=_count(visited),
        ),
    )


def _waits(found: CallFigures, question: Question) -> Figure:
    lines = [
        Line(str(label), (Value(found.waits.get(group, 0), _call_url(question, visit=group)),))
        for group, label in WAITS.items()
    ]
    return Figure(
        "waits",
        _("From the call to the first visit"),
        "bar",
        (_("First visit"), _("Calls")),
        tuple(lines),
        _("Calls received in the period; a visit at which nobody was at home does not count."),
    )


def _answers(found: CallFigures, question: Question) -> Figure:
    lines = (
        Line(_("Calls received"), (Value(found.received, _call_url(question)),)),
        Line(_("Settled by one visit"), (Value(found.solved, _call_url(question, solved="1")),)),
        Line(
            _("More than one visit needed"),
            (Value(found.not_solved, _call_url(question, solved="0")),),
        ),
        Line(
            _("Called again within 30 days of our work"),
            (Value(found.repeated, _call_url(question, again="1")),),
        ),
    )
    return Figure("answers", _("How the calls went"), "bar", (_("Calls"), _("Number")), lines)


# Maintenance -------------------------------------------------------------------------------


def _maintenance(counted: Mapping[str, int | None], question: Question, made: Board) -> None:
    today = question.today
    found = {group: number or 0 for group, number in counted.items()}
    late = sum(found[group] for group in rules.LATE_GROUPS)
    made.headlines.append(
        Headline(
            _("Overdue maintenance"),
            _count(late),
            "exclamation-circle",
            "danger" if late else "success",
            url_for("DeviceView.list", tab="late"),
        )
    )
    lines = [
        Line(
            _("Due within a month"),
            (Value(found["month"], _due_url("month", today, add_months(today, 1))),),
        )
    ]
    lines += [
        Line(
            str(messages.LATE[group]),
            (Value(found[group], _due_url("late", *rules.late_span(group, today))),),
        )
        for group in reversed(rules.LATE_GROUPS)
    ]
    made.figures.append(
        Figure(
            "maintenance",
            _("Maintenance due and overdue"),
            "bar",
            (_("When"), _("Devices")),
            tuple(lines),
            _("As of today. Whoever is overdue by more than a year is being lost."),
        )
    )


def _due_url(tab: str, first: date | None, last: date) -> str:
    bounds: dict[str, Any] = {"f_next_maintenance_on_to": last.isoformat()}
    if first is not None:
        bounds["f_next_maintenance_on_from"] = first.isoformat()
    return url_for("DeviceView.list", tab=tab, **bounds)
