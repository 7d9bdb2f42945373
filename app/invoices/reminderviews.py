"""What is done with the unpaid invoices ticked in the list: reminders by e-mail or on paper."""

from io import BytesIO
from typing import Any

from flask import flash, redirect, send_file
from flask.typing import ResponseReturnValue
from flask_appbuilder import action
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from app.company.documents import letterhead, letterhead_assets
from app.company.queries import company_profile
from app.extensions import db
from app.invoices import reminding
from app.invoices.models import Invoice
from app.kernel.dates import local_day
from app.maintenance.documents import letter_facts
from app.pdf.render import render
from app.web.clock import utc_now
from app.worker import company_files


class ReminderMixin:
    """Actions of the list of invoices."""

    method_permission_name = {"remind": "write", "reminder_letters": "write"}

    # Of the view.
    get_redirect: Any

    @action(
        "remind", _("Send a reminder by e-mail"), _("Send these clients a reminder by e-mail?"),
        "envelope", single=False,
    )  # fmt: skip
    def remind(self, items: list[Invoice]) -> ResponseReturnValue:
        """Queue one message for each client that owes something."""
        sent = reminding.send(db.session(), items, now=utc_now())
        db.session().commit()
        for text, tone in _outcome(sent):
            flash(text, tone)
        return redirect(self.get_redirect())

    @action("reminder_letters", _("Print reminder letters"), None, "printer", single=False)
    def reminder_letters(self, items: list[Invoice]) -> ResponseReturnValue:
        """Send one letter for each client that owes something, as one PDF."""
        session, now = db.session(), utc_now()
        today = local_day(now)
        found, left_out = reminding.demands(session, items, today)
        if not found:
            for text, tone in _outcome(reminding.Sent(too_early=left_out)):
                flash(text, tone)
            return redirect(self.get_redirect())
        profile = company_profile(session)
        facts = {
            "company": letterhead(profile),
            "document": {"note": profile.document_footer},
            "letters": [
                letter_facts(one.client, reminding.words_of(session, one), today) for one in found
            ],
        }
        made = render(
            "due_letters", facts, assets=letterhead_assets(profile, company_files().read),
            created_at=now,
        )  # fmt: skip
        for one in found:
            reminding.note(session, one, today=today, is_mail=False)
        session.commit()
        return send_file(
            BytesIO(made),
            mimetype="application/pdf",
            download_name="solleciti.pdf",
            as_attachment=True,
        )


def _outcome(sent: reminding.Sent) -> list[tuple[str, str]]:
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
            "%(num)s client has no valid e-mail address: print a letter.",
            "%(num)s clients have no valid e-mail address: print letters.",
            sent.without_address,
        )
        found.append((text, "warning"))
    if sent.too_early:
        text = ngettext(
            "%(num)s invoice was left out: paid, not overdue for ten days, or reminded lately.",
            "%(num)s invoices were left out: paid, not overdue for ten days, or reminded lately.",
            sent.too_early,
        )
        found.append((text, "info"))
    return found or [(gettext("There is nothing to remind of."), "info")]
