"""Issuing all drafts in one run."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.extensions import db
from app.invoices import batch
from app.invoices.jobs import INSTALMENTS, ISSUE
from app.invoices.queries import visible_invoices
from app.invoices.rules import NoDraftsError
from app.kernel.text import row_key
from app.web.access import current_access
from app.web.formviews import require_csrf
from app.web.saving import commit_or_flash
from app.web.works import Work, asker, begin_work


class BatchMixin:
    """The run that issues all drafts."""

    method_permission_name = {"drafts_to_issue": "write", "issue_drafts": "write"}

    # Of the view.
    render_template: Any

    @expose("/emetti-bozze")
    @has_access
    def drafts_to_issue(self) -> ResponseReturnValue:
        """Show what the run would issue, before it does."""
        return self.render_template(
            "invoices/issue_all.html",
            title=gettext("Issue all drafts"),
            waiting=batch.waiting(db.session(), visible_invoices(current_access())),
        )

    @expose("/emetti-bozze", methods=["POST"])
    @has_access
    def issue_drafts(self) -> ResponseReturnValue:
        """Have the drafts that were shown issued in the background."""
        require_csrf()
        session = db.session()
        last_id = request.form.get("last_id", "")
        target = url_for("InvoiceView.drafts_to_issue")
        with commit_or_flash(session):
            known = row_key(last_id) or 0
            seen = visible_invoices(current_access())
            ids = batch.drafts_to_issue(session, seen, last_id=known)
            if not ids:
                raise NoDraftsError
            pk = begin_work(session, ISSUE, ISSUE, ids, asker())
            target = url_for("InvoiceView.progress", pk=pk)
        return redirect(target)


#: The runs that make or issue drafts, by their job.
DRAFT_WORKS = {
    INSTALMENTS: Work(
        _("Contract instalments"), _("The invoices are being made."),
        "invoices/_drafts_made.html", lambda: url_for("InvoiceView.instalments"), {},
    ),
    ISSUE: Work(
        _("Issue all drafts"), _("The invoices are being issued."),
        "invoices/_drafts_made.html", lambda: url_for("InvoiceView.drafts_to_issue"), {},
    ),
}  # fmt: skip
