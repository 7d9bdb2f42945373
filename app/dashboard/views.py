"""The first page after sign-in, and the dashboard of the office."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import abort, current_app, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.views import IndexView
from flask_babel import gettext as _
from flask_login import login_required

from app.dashboard import messages, rules
from app.dashboard.facts import Facts, Question, gather
from app.dashboard.figures import Board
from app.dashboard.money import whole_board
from app.dashboard.rules import Period
from app.extensions import db
from app.kernel.dates import local_day
from app.kernel.errors import DomainError
from app.kernel.text import row_key
from app.notes.queries import due
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.errors import user_message
from app.web.exports import MIME_TYPES, write_file

#: Reminders shown on the first page; the rest are on the notes' own.
SHOWN_NOTES = 6
#: The technician's day and the office's agenda.
TODAY, AGENDA = "TodayView.today", "AgendaView.index"


class HomeView(IndexView):
    """The office sees its dashboard, a technician the day's appointments."""

    index_template = "dashboard/home.html"

    @expose("/")
    @login_required
    def index(self) -> ResponseReturnValue:
        """Show the right first page."""
        rights = current_access()
        is_field = rights.technician_id is not None and not rights.is_office
        if is_field and TODAY in current_app.view_functions:
            return redirect(url_for(TODAY))
        if rights.has("dashboard.read"):
            return self.render_template("dashboard/board.html", **_page())
        if rights.has("agenda.read"):
            return redirect(url_for(AGENDA))
        return self.render_template(self.index_template, title=_("Home"), **_notes())


class DashboardView(BaseView):
    """How the company is doing, in charts that open the lists behind them."""

    route_base = "/bacheca"
    default_view = "index"
    class_permission_name = "dashboard"
    method_permission_name = {"index": "read", "export": "read"}

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """Show the charts."""
        return self.render_template("dashboard/board.html", **_page())

    @expose("/esporta/<any(csv, xlsx):kind>")
    @has_access
    def export(self, kind: str) -> ResponseReturnValue:
        """Send the numbers of the page as a file."""
        if not current_access().has("exports.read"):
            abort(403)
        asked = _asked()
        access = current_access()
        facts = gather(db.session(), access, asked.question)
        board = whole_board(facts, access, asked.question)
        labels = [_("Chart"), _("Row"), _("Column"), _("Number")]
        content = write_file(kind, labels, _rows(board), title=_("Dashboard"))
        period = asked.question.period
        name = f"bacheca-{period.first.isoformat()}-{period.last.isoformat()}.{kind}"
        return send_file(content, mimetype=MIME_TYPES[kind], as_attachment=True, download_name=name)


@dataclass(frozen=True)
class _Asked:
    """The question of a request, as typed, and what was wrong with it."""

    question: Question
    typed: dict[str, str]
    errors: dict[str, str]


def _asked() -> _Asked:
    today = local_day(utc_now())
    typed = {name: request.args.get(name, "") for name in ("from", "to", "technician")}
    errors = {}
    try:
        period = rules.read_period(typed["from"], typed["to"], today)
    except DomainError as error:
        period = rules.month_of(today)
        errors[error.facts["field"]] = user_message(error)
    return _Asked(Question(period, today, row_key(typed["technician"])), typed, errors)


def _page() -> dict[str, Any]:
    asked, access = _asked(), current_access()
    question = asked.question
    facts = gather(db.session(), access, question)
    chosen = {name: value for name, value in asked.typed.items() if value}
    return {
        "title": _("Dashboard"),
        "board": whole_board(facts, access, question),
        "question": question,
        "errors": asked.errors,
        "typed": asked.typed,
        "presets": _presets(question),
        "exports": [
            (kind, url_for("DashboardView.export", kind=kind, **chosen))
            for kind in ("csv", "xlsx")
            if access.has("exports.read") and not asked.errors
        ],
        **_notes(),
        "first_steps": _first_steps(facts),
        "step_words": messages.FIRST_STEPS,
    }


def _first_steps(facts: Facts) -> dict[str, bool]:
    """Return the steps of the first day while one is left, to who may take them all."""
    steps = facts.standing.get("first_steps", {})
    return {} if all(steps.values()) else steps


def _notes() -> dict[str, Any]:
    """Return the reminders of today: whoever signs in sees them first."""
    access, today = current_access(), local_day(utc_now())
    if not access.has("notes.read"):
        return {"notes": (), "today": today}
    return {"notes": due(db.session(), access, today, limit=SHOWN_NOTES), "today": today}


def _presets(question: Question) -> list[dict[str, Any]]:
    kept = {} if question.technician_id is None else {"technician": question.technician_id}
    return [
        {
            "label": messages.PRESETS[name],
            "url": url_for("DashboardView.index", **_bounds(period), **kept),
            "active": period == question.period,
        }
        for name, period in rules.presets(question.today).items()
    ]


def _bounds(period: Period) -> dict[str, str]:
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}


def _rows(board: Board) -> Iterator[tuple[Any, ...]]:
    for figure in board.figures:
        for line in figure.lines:
            for column, value in zip(figure.columns[1:], line.values, strict=True):
                yield figure.title, line.label, column, value.number
