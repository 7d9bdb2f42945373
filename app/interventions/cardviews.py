"""The card of an intervention: its page, its PDF and what can be done there."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from sqlalchemy.orm.interfaces import ORMOption

from app.extensions import db
from app.interventions import messages, reviewing
from app.interventions.card import SENDERS, card_of, card_options, prefilled_addresses
from app.interventions.copies import copy_for
from app.interventions.figures import amount_text
from app.interventions.forms import SendForm
from app.interventions.models import Intervention, InterventionReport
from app.kernel.errors import DomainError
from app.mail.messages import STATE_LABELS, STATE_TONES
from app.web.access import current_access
from app.web.cardsteps import CardSteps
from app.web.clock import utc_now
from app.web.downloads import private_file
from app.web.errors import user_message
from app.worker import company_files


class CardMixin(CardSteps):
    """Pages of one intervention; the view it belongs to says which ones one may see."""

    method_permission_name = {
        "show": "show", "pdf": "show", "send": "show", "checked": "write", "document": "write",
    }  # fmt: skip

    # Of the view.
    render_template: Any

    def card_options(self) -> Sequence[ORMOption]:
        return card_options()

    @expose("/<int:pk>/pdf")
    @has_access
    def pdf(self, pk: int) -> ResponseReturnValue:
        """Send the PDF of the current revision, or of ``?revisione=``."""
        report = _revision(self.get_or_404(str(pk)))
        try:
            content = copy_for(
                db.session(),
                report,
                files=company_files(),
                now=utc_now(),
                may_see_prices=current_access().has("prices.read"),
            )
        except DomainError as refusal:  # the company's certificate cannot be used
            flash(user_message(refusal), "danger")
            return redirect(self.address("show", pk=pk))
        name = f"Rapportino {report.intervention.label.replace('/', '-')}.pdf"
        return private_file(content, name)

    @expose("/<int:pk>/invia", methods=["POST"])
    @has_access
    def send(self, pk: int) -> ResponseReturnValue:
        """Send a copy to the addresses of the form."""
        access, form = current_access(), SendForm()
        if not access.has_any(*SENDERS):
            abort(403)
        return self.form_step(
            pk,
            "form",
            form,
            lambda item: reviewing.send_copy(
                db.session(),
                _revision(item),
                form.addresses(),
                access=access,
                files=company_files(),
                now=utc_now(),
            ),
            _("The report is on its way to %(to)s.", to=form.to.data),
        )

    @expose("/<int:pk>/verificato", methods=["POST"])
    @has_access
    def checked(self, pk: int) -> ResponseReturnValue:
        """Note that the office has looked at a conflict."""
        return self.step(
            pk,
            lambda item: reviewing.mark_checked(db.session(), item),
            _("Noted as checked."),
        )

    @expose("/<int:pk>/documento", methods=["POST"])
    @has_access
    def document(self, pk: int) -> ResponseReturnValue:
        """Ask again for a document that could not be made."""
        return self.step(
            pk,
            lambda item: reviewing.ask_document(db.session(), _revision(item), now=utc_now()),
            _("The document is being made again."),
        )

    def card_page(self, item: Intervention, pk: str, **context: Any) -> str:
        """Return the card; `context` brings the form that was refused."""
        del pk
        form = context.get("form")
        card = card_of(db.session(), item, current_access())
        if form is None and card.report is not None:
            form = SendForm(formdata=None, to=prefilled_addresses(card.report))
        return self.render_template(
            "interventions/show.html",
            title=f"{item.label} · {item.client}",
            card=card,
            item=item,
            report=card.report,
            form=form,
            labels=messages,
            amount=amount_text,
            mail_labels=STATE_LABELS,
            mail_tones=STATE_TONES,
            may_add_files=current_access().has("interventions.write"),
        )


def _revision(item: Intervention) -> InterventionReport:
    """Return the revision asked for, or answer 404."""
    if "revisione" not in request.args:
        if not item.reports:
            abort(404)
        return item.reports[-1]
    wanted = request.args.get("revisione", type=int)
    found = next((one for one in item.reports if one.revision == wanted), None)
    if found is None:
        abort(404)
    return found
