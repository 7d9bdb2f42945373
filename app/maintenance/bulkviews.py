"""What is done with several rows of the list at once: reminders, letters, labels, visits."""

from io import BytesIO
from typing import Any

from flask import flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import action
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from app.company.documents import letterhead, letterhead_assets
from app.company.queries import company_profile
from app.devices.models import Device
from app.extensions import db
from app.kernel.dates import local_day
from app.maintenance import documents, service
from app.maintenance.mail import Sent, reminders, send_reminders, words_on_paper
from app.maintenance.rules import FollowState
from app.maintenance.service import Note
from app.pdf.render import render
from app.web.access import current_access
from app.web.clock import utc_now
from app.worker import company_files

#: Functions besides `maintenance.write` that some of the actions need.
ALSO = {"propose": "agenda.write", "letters": "exports.read", "labels": "exports.read"}


class BulkMixin:
    """Actions of the list of what is due."""

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

    @action(
        "mail", _("Send a reminder by e-mail"), _("Send these customers a reminder by e-mail?"),
        "envelope", single=False,
    )  # fmt: skip
    def mail(self, items: list[Device]) -> ResponseReturnValue:
        """Queue a reminder for each customer."""
        sent = send_reminders(db.session(), items, access=current_access(), now=utc_now())
        db.session().commit()
        for text, tone in _outcome(sent):
            flash(text, tone)
        return redirect(self.get_redirect())

    @action("letters", _("Print letters"), None, "file-earmark-text", single=False)
    def letters(self, items: list[Device]) -> ResponseReturnValue:
        """Send a letter for each customer, as one PDF."""
        session, now = db.session(), utc_now()
        profile = company_profile(session)
        pages = [
            documents.letter_facts(one.addressee, words_on_paper(session, one), local_day(now))
            for one in reminders(items)
        ]
        facts = {
            "company": letterhead(profile),
            "document": {"note": profile.document_footer},
            "letters": pages,
        }
        made = render(
            "due_letters", facts, assets=letterhead_assets(profile, company_files().read),
            created_at=now,
        )  # fmt: skip
        return _pdf(made, "lettere-manutenzione.pdf")

    @action("labels", _("Print address labels"), None, "tags", single=False)
    def labels(self, items: list[Device]) -> ResponseReturnValue:
        """Send a sheet of address labels, one for each customer."""
        clients = [one.addressee for one in reminders(items)]
        facts = {"title": gettext("Address labels"), "labels": documents.label_facts(clients)}
        return _pdf(render("address_labels", facts, created_at=utc_now()), "etichette.pdf")

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


def _outcome(sent: Sent) -> list[tuple[str, str]]:
    """Return what to say about a batch, with its tone."""
    found = []
    if sent.queued:
        text = ngettext(
            "%(num)s reminder is on its way: see Outgoing mail.",
            "%(num)s reminders are on their way: see Outgoing mail.",
            sent.queued,
        )
        found.append((text, "success"))
    if sent.without_address:
        text = ngettext(
            "%(num)s customer has no valid e-mail address: print a letter.",
            "%(num)s customers have no valid e-mail address: print letters.",
            sent.without_address,
        )
        found.append((text, "warning"))
    if sent.refusing:
        text = ngettext(
            "%(num)s customer wants no e-mail and got none: call or print a letter.",
            "%(num)s customers want no e-mail and got none: call or print letters.",
            sent.refusing,
        )
        found.append((text, "warning"))
    if sent.recent:
        text = ngettext(
            "%(num)s customer had a message less than a week ago and got no other.",
            "%(num)s customers had a message less than a week ago and got no other.",
            sent.recent,
        )
        found.append((text, "info"))
    return found


def _pdf(content: bytes, name: str) -> ResponseReturnValue:
    return send_file(
        BytesIO(content), mimetype="application/pdf", download_name=name, as_attachment=True
    )
