"""The figures of the dashboard about money and contracts, after those about the work."""

from datetime import date
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.dashboard import figures, messages, rules
from app.dashboard.facts import Facts, Question
from app.dashboard.figures import Board, Figure, Headline, Line, Value
from app.dashboard.queries_money import DUE_GROUPS, RENEWAL_GROUPS, bounds, read_unpaid
from app.dashboard.rules import Period
from app.kernel.access import Access
from app.kernel.dates import add_months
from app.web.formats import format_month, format_number


def whole_board(facts: Facts, access: Access, question: Question) -> Board:
    """Return every figure an account may see: those of the sections it has."""
    made = figures.board(facts, access, question)
    if access.has("invoices.read"):
        _turnover(facts, question, made)
        _unpaid(facts, question, made)
    if access.has("contracts.read"):
        _contracts(facts, question, made)
    return made


def _turnover(facts: Facts, question: Question, made: Board) -> None:
    period, before = question.period, question.period.year_before()
    made.headlines.append(
        Headline(
            _("Turnover without VAT"),
            _euro(facts.turnover_in(period)),
            "currency-euro",
            "flame",
            _invoices_url(period),
            _("%(amount)s a year before", amount=_euro(facts.turnover_in(before))),
        )
    )
    made.figures.append(_by_month(facts, question))


def _by_month(facts: Facts, question: Question) -> Figure:
    season = rules.season_of(question.today)
    lines = []
    for month in rules.months_of(season):
        values = [
            Value(
                facts.turnover_in(shown) if shown.first <= question.today else None,
                _invoices_url(shown),
            )
            for shown in (month, rules.month_of(add_months(month.first, -12)))
        ]
        lines.append(Line(format_month(month.first, with_year=False), tuple(values)))
    return Figure(
        "turnover",
        _("Turnover of this season against the last"),
        "line",
        (_("Month"), _name(season), _name(season.year_before())),
        tuple(lines),
        _("Euro without VAT, credit notes deducted; drafts and rejected documents do not count."),
    )


def _unpaid(facts: Facts, question: Question, made: Board) -> None:
    found = read_unpaid(facts.standing["unpaid"])
    made.headlines.append(
        Headline(
            _("Unpaid"),
            _euro(found.open_eur),
            "hourglass-split",
            "danger" if found.overdue_eur else "success",
            url_for("InvoiceView.list", tab="unpaid"),
            _("%(amount)s past the day of payment", amount=_euro(found.overdue_eur)),
        )
    )
    lines = [
        Line(
            str(label),
            (Value(found.counts[group], _unpaid_url(group, question.today)),),
        )
        for group, label in messages.UNPAID.items()
    ]
    made.figures.append(
        Figure(
            "unpaid",
            _("Unpaid invoices"),
            "bar",
            (_("Day of payment"), _("Invoices")),
            tuple(lines),
            _("As of today."),
        )
    )


def _contracts(facts: Facts, question: Question, made: Board) -> None:
    counted = facts.standing["contracts"]
    found = {group: counted[group] or 0 for group in RENEWAL_GROUPS}
    total = sum(found.values())
    made.headlines.append(
        Headline(
            _("Contracts to renew"),
            format_number(Decimal(total)),
            "file-earmark-check",
            "warning" if total else "success",
            url_for("ContractView.list", tab="renew"),
        )
    )
    lines = [
        Line(
            str(label),
            (Value(found[group], _contracts_url(group, question.today)),),
        )
        for group, label in messages.RENEWALS.items()
    ]
    made.figures.append(
        Figure(
            "contracts",
            _("Contracts to renew"),
            "bar",
            (_("End of the term"), _("Contracts")),
            tuple(lines),
            _("As of today; those that end without renewal are left out."),
        )
    )


def _name(season: Period) -> str:
    return f"{season.first.year}/{season.last.year}"


def _euro(amount: Decimal) -> str:
    return f"€ {format_number(amount)}"


def _invoices_url(period: Period) -> str:
    return url_for("InvoiceView.list", tab="all", **_within("dated_on", period.first, period.last))


def _unpaid_url(group: str, today: date) -> str:
    span = bounds(DUE_GROUPS[group], today)
    return url_for("InvoiceView.list", tab="unpaid", **_within("next_due_on", *span))


def _contracts_url(group: str, today: date) -> str:
    span = bounds(RENEWAL_GROUPS[group], today)
    return url_for("ContractView.list", tab="renew", **_within("ends_on", *span))


def _within(name: str, first: date | None, last: date | None) -> dict[str, Any]:
    """Return the arguments of a list's filter between two days."""
    ends = {"from": first, "to": last}
    return {f"f_{name}_{side}": day.isoformat() for side, day in ends.items() if day is not None}
