"""Issuing all drafts in one run, and the page that shows how far a long work is."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _

from app.extensions import db
from app.invoices import batch
from app.invoices.jobs import INSTALMENTS, ISSUE
from app.invoices.queries import visible_invoices
from app.invoices.rules import NoDraftsError
from app.jobs.models import Progress
from app.jobs.outbox import enqueue
from app.jobs.progress import begin_progress, progress_facts
from app.kernel.text import row_key
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.formviews import require_csrf
from app.web.saving import commit_or_flash


class BatchMixin:
    """The run that issues all drafts."""

    method_permission_name = {
        "drafts_to_issue": "write", "issue_drafts": "write", "progress": "write",
        "progress_part": "write",
    }  # fmt: skip

    # Of the view.
    render_template: Any

    @expose("/emetti-bozze")
    @has_access
    def drafts_to_issue(self) -> ResponseReturnValue:
        """Show what the run would issue, before it does."""
        return self.render_template(
            "invoices/issue_all.html",
            title=_("Issue all drafts"),
            waiting=batch.waiting(db.session(), visible_invoices(current_access())),
        )

    @expose("/emetti-bozze", methods=["POST"])
    @has_access
    def issue_drafts(self) -> ResponseReturnValue:
        """Have the drafts that were shown issued in the background."""
        require_csrf()
        session, access, now = db.session(), current_access(), utc_now()
        last_id = request.form.get("last_id", "")
        target = url_for("InvoiceView.drafts_to_issue")
        with commit_or_flash(session):
            known = row_key(last_id) or 0
            ids = list(batch.drafts_to_issue(session, visible_invoices(access), last_id=known))
            if not ids:
                raise NoDraftsError
            pk = begin_progress(session, ISSUE, now=now, total=len(ids), user_id=access.user_id)
            enqueue(session, ISSUE, str(pk), ids, [access.user_id, access.name], now=now)
            target = url_for("InvoiceView.progress", pk=pk)
        return redirect(target)

    @expose("/lavori/<uuid:pk>")
    @has_access
    def progress(self, pk: UUID) -> ResponseReturnValue:
        """Show how far a work is."""
        facts = _progress(pk)
        return self.render_template(
            "invoices/progress.html", title=_TITLES[facts["progress"]["title"]](), **facts
        )

    @expose("/lavori/<uuid:pk>/stato")
    @has_access
    def progress_part(self, pk: UUID) -> ResponseReturnValue:
        """Answer the waiting page."""
        return self.render_template("invoices/_progress.html", **_progress(pk))


#: Title of the page, by the job that is at work.
_TITLES = {
    INSTALMENTS: lambda: _("Contract instalments"),
    ISSUE: lambda: _("Issue all drafts"),
}


def _progress(pk: UUID) -> dict[str, Any]:
    found = db.session.get(Progress, pk)
    if found is None or found.user_id != current_access().user_id or found.title not in _TITLES:
        abort(404)
    return {"pk": pk, "progress": progress_facts(found)}
