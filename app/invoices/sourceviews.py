"""Invoices of what was agreed before: a quote and its deposit, instalments of contracts."""

from datetime import date
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _

from app.contracts.queries import visible_contracts
from app.contracts.service import month_end
from app.extensions import db
from app.invoices import queries, sources
from app.invoices.jobs import INSTALMENTS
from app.invoices.rules import NothingToInvoiceError
from app.kernel.dates import local_day
from app.kernel.text import row_keys
from app.quotes.queries import find_quote
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.formviews import require_csrf
from app.web.saving import commit_or_flash
from app.web.works import asker, begin_work


class SourcesMixin:
    """Pages and buttons that make drafts without typing anything again."""

    method_permission_name = {
        "from_quote": "write",
        "instalments": "write",
        "from_instalments": "write",
    }

    # Of the view.
    render_template: Any

    @expose("/da-preventivo/<int:quote_id>", methods=["POST"])
    @has_access
    def from_quote(self, quote_id: int) -> ResponseReturnValue:
        """Make the draft of an accepted quote, or of its deposit (``part=deposit``)."""
        require_csrf()
        session = db.session()
        quote = find_quote(session, current_access(), quote_id, lock=True) or abort(404)
        make = sources.draft_of_quote
        if request.form.get("part") == "deposit":
            make = sources.advance_of_quote
        target = url_for("QuoteView.show", pk=quote_id)
        with commit_or_flash(session):
            draft = make(session, quote, today=local_day(utc_now()))
            target = url_for("InvoiceView.show", pk=draft.id)
        return redirect(target)

    @expose("/rate")
    @has_access
    def instalments(self) -> ResponseReturnValue:
        """Show the instalments of contracts to invoice, until the end of the month or a day."""
        until = _until()
        seen = visible_contracts(current_access())
        return self.render_template(
            "invoices/instalments.html",
            title=_("Contract instalments"),
            instalments=queries.instalments_due(db.session(), seen, until=until),
            until=until,
        )

    @expose("/da-rate", methods=["POST"])
    @has_access
    def from_instalments(self) -> ResponseReturnValue:
        """Make the drafts of the instalments ticked: one at once, many in the background.

        With ``issue=1`` they are issued too, always in the background.
        """
        require_csrf()
        session, access, now = db.session(), current_access(), utc_now()
        issues = request.form.get("issue") == "1"
        keys = row_keys(request.form.getlist("instalment"))
        seen = visible_contracts(access)
        rows = queries.instalments_due(session, seen, ids=keys)
        target = url_for("InvoiceView.instalments")
        with commit_or_flash(session):
            if not rows:
                raise NothingToInvoiceError
            if not issues and len({row.contract_id for row in rows}) == 1:
                made = sources.drafts_of_instalments(session, rows, today=local_day(now))
                target = url_for("InvoiceView.show", pk=made[0].id)
            else:
                ids = [row.id for row in rows]
                issuer = asker() if issues else None
                pk = begin_work(session, INSTALMENTS, INSTALMENTS, ids, issuer)
                target = url_for("InvoiceView.progress", pk=pk)
        return redirect(target)


def _until() -> date:
    """Return the day asked for (``?fino=2026-12-31``), else the end of this month."""
    try:
        return date.fromisoformat(request.args.get("fino", ""))
    except ValueError:
        return month_end(local_day(utc_now()))
