"""What is done with several rows of the list at once: reminders, letters, labels, visits."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import action
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.devices.models import Device
from app.extensions import db
from app.maintenance import documents, service
from app.maintenance.rules import FollowState
from app.maintenance.service import Note
from app.messages.batchviews import RemindersMixin, reminder_works
from app.pdf.render import render
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.downloads import private_file

#: Functions besides `maintenance.write` that some of the actions need.
ALSO = {"propose": "agenda.write"}


class BulkMixin(RemindersMixin):
    """Actions of the list of what is due."""

    reminder_kind = "due"
    works = reminder_works(lambda: url_for("DueView.list"))

    # Set by HouseModelView.
    get_redirect: Any

    def may_run(self, action: str) -> bool:
        """Return whether the account may run an action: some need another right too."""
        also = ALSO.get(action)
        if also is not None and not current_access().has(also):
            return False
        return bool(super().may_run(action))  # type: ignore[misc]  # the view mixed with

    @action("propose", _("Book one after the other"), None, "calendar-plus", single=False)
    def propose(self, items: list[Device]) -> ResponseReturnValue:
        """Go on to the day, technician and hour of the visits."""
        rows = ",".join(str(item.id) for item in items)
        return redirect(url_for("ProposalView.form", righe=rows))

    @action("labels", _("Print address labels"), None, "tags", single=False)
    def labels(self, items: list[Device]) -> ResponseReturnValue:
        """Send a sheet of address labels, one for each customer."""
        labels = documents.label_facts(documents.addressees(items))
        facts = {"title": gettext("Address labels"), "labels": labels}
        made = render("address_labels", facts, created_at=utc_now())
        return private_file(made, "etichette.pdf", as_attachment=True)

    @action("unreachable", _("Cannot be reached"), None, "telephone-x", single=False)
    def unreachable(self, items: list[Device]) -> ResponseReturnValue:
        """Note that the customers of some rows did not answer."""
        return self._note(items, FollowState.UNREACHABLE)

    @action(
        "refused", _("Refuses"), _("Note that these customers refuse?"), "hand-thumbs-down",
        single=False,
    )  # fmt: skip
    def refused(self, items: list[Device]) -> ResponseReturnValue:
        """Note that the customers of some rows refuse."""
        return self._note(items, FollowState.REFUSED)

    @action("to_contact", _("To be contacted again"), None, "arrow-counterclockwise", single=False)
    def to_contact(self, items: list[Device]) -> ResponseReturnValue:
        """Let the customers of some rows be contacted again."""
        return self._note(items, FollowState.TO_CONTACT)

    def _note(self, items: list[Device], state: FollowState) -> ResponseReturnValue:
        service.note_contact(
            db.session(), items, Note(state), access=current_access(), now=utc_now()
        )
        db.session().commit()
        flash(gettext("Noted."), "success")
        return redirect(self.get_redirect())
