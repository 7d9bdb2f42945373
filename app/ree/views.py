"""Screens of the energy-efficiency reports: list, card, PDF, steps to the register."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import Select

from app.extensions import db
from app.interventions.card import SENDERS
from app.interventions.forms import SendForm
from app.jobs.outbox import enqueue
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.kernel.errors import DomainError
from app.mail.messages import STATE_LABELS, STATE_TONES
from app.ree import labels, queries, service
from app.ree.api import ReeApi
from app.ree.card import card_of
from app.ree.copies import copy_of, ensure_document
from app.ree.forms import RegisterForm
from app.ree.mail import file_name, queue_ree, usual_addresses
from app.ree.models import Ree, ReeRevision
from app.ree.page import ReePageView
from app.ree.rules import DOCUMENT, ReeState
from app.web.access import current_access
from app.web.cardsteps import CardSteps
from app.web.clock import utc_now
from app.web.downloads import private_file
from app.web.errors import user_message
from app.web.lists import ListTab
from app.web.views import HouseModelView
from app.worker import company_files


class ReeView(CardSteps, HouseModelView):
    """The reports that one may see, newest first."""

    route_base = "/ree"
    class_permission_name = "ree"
    method_permission_name = {
        "list": "list", "options": "list", "related": "list", "columns": "list", "export": "list",
        "show": "show", "pdf": "show", "send": "show", "advance": "write", "document": "write",
        "checked": "write",
    }  # fmt: skip
    base_permissions = ["can_list", "can_show", "can_write"]
    # A report is never changed in place: corrections are new revisions.
    exclude_route_methods = {"add", "edit", "delete", "action", "action_post"}
    datamodel = SQLAInterface(Ree)
    list_title = _("Energy-efficiency reports (REE)")
    list_columns = [
        "number", "performed_on", "client", "device", "ree_type", "state", "may_run",
        "has_prescriptions",
    ]  # fmt: skip
    label_columns = {
        "number": _("Number"),
        "performed_on": _("Day"),
        "client": _("Client"),
        "device": _("Generator"),
        "ree_type": _("Report type"),
        "state": _("State"),
        "may_run": _("The plant may run"),
        "has_prescriptions": _("Prescriptions"),
        "has_recommendations": _("Recommendations"),
        "technician": _("Technician"),
        "is_signed": _("Signed"),
        "maintenance_by": _("Maintenance recommended by"),
        "register_on": _("Day of the last step"),
        "register_note": _("Note of the register"),
    }
    choices_columns = {"state": labels.STATES}
    search_columns = [
        "performed_on", "state", "may_run", "has_prescriptions", "has_recommendations", "is_signed",
    ]  # fmt: skip
    order_columns = ["number", "performed_on"]
    base_order = ("performed_on", "desc")
    empty_title = _("No REE yet")
    empty_text = _("Technicians fill them in at the visit, from the appointment of a control.")

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the reports that the account may see."""
        return statement.where(queries.visible_ree(access))

    def cell_text(self, item: Any, name: str) -> Any:
        """Return the number as it is printed, "2026/00123"; the rest as it comes."""
        return item.label if name == "number" else super().cell_text(item, name)

    def tabs(self) -> Sequence[ListTab]:
        """Return the preset lists: everything, then what the office has to do."""
        return (
            ListTab("all", _("All"), lambda found: found),
            ListTab("to_send", _("Reports to be sent"), _in(ReeState.SIGNED), counted=True),
            ListTab(
                "conflicts",
                _("To be looked at"),
                lambda found: found.where(Ree.conflict != ""),
                counted=True,
            ),
            ListTab("waiting", _("Reports sent"), _in(ReeState.SENT)),
            ListTab("rejected", _("Reports rejected"), _in(ReeState.REJECTED), counted=True),
            ListTab(
                "stopped", _("Out of service"), lambda found: found.where(Ree.may_run.is_(False))
            ),
        )

    @expose("/<int:pk>/pdf")
    @has_access
    def pdf(self, pk: int) -> ResponseReturnValue:
        """Send the PDF of the current revision, or of ``?revisione=``."""
        revision = _revision(self.get_or_404(str(pk)))
        try:
            content = copy_of(db.session(), revision, files=company_files(), now=utc_now())
        except DomainError as refusal:  # the company's certificate cannot be used
            flash(user_message(refusal), "danger")
            return redirect(self.address("show", pk=pk))
        return private_file(content, file_name(revision.ree))

    @expose("/<int:pk>/invia", methods=["POST"])
    @has_access
    def send(self, pk: int) -> ResponseReturnValue:
        """Send a copy to the addresses of the form."""
        form = SendForm()
        if not current_access().has_any(*SENDERS):
            abort(403)
        return self.form_step(
            pk,
            "send_form",
            form,
            lambda item: _send(_revision(item), form.addresses()),
            gettext("The report is on its way to %(to)s.", to=form.to.data),
        )

    @expose("/<int:pk>/catasto", methods=["POST"])
    @has_access
    def advance(self, pk: int) -> ResponseReturnValue:
        """Note a step towards the regional register."""
        form = RegisterForm()
        wanted = form.wanted()
        if wanted is None:
            abort(400)
        today = local_day(utc_now())
        return self.form_step(
            pk,
            "step_form",
            form,
            lambda item: service.move_on(db.session(), item, wanted, today=today, **form.values()),
            gettext("Noted: %(state)s.", state=labels.STATES[wanted]),
        )

    @expose("/<int:pk>/verificato", methods=["POST"])
    @has_access
    def checked(self, pk: int) -> ResponseReturnValue:
        """Note that the office has looked at what changed of the visit."""
        return self.step(
            pk,
            lambda item: service.mark_checked(db.session(), item),
            gettext("Noted as checked."),
        )

    @expose("/<int:pk>/documento", methods=["POST"])
    @has_access
    def document(self, pk: int) -> ResponseReturnValue:
        """Ask again for a document that could not be made."""
        return self.step(
            pk,
            lambda item: _ask_document(_revision(item)),
            gettext("The document is being made again."),
        )

    def card_page(self, item: Ree, pk: str, **context: Any) -> str:
        """Return the card; `context` brings forms that were refused."""
        del pk
        card = card_of(db.session(), item, current_access())
        forms = {
            "send_form": SendForm(formdata=None, to=", ".join(usual_addresses(item))),
            "step_form": RegisterForm(formdata=None, on=local_day(utc_now())),
        } | context
        return self.render_template(
            "ree/show.html",
            title=f"REE {item.label} · {item.client}",
            card=card,
            item=item,
            revision=card.revision,
            labels=labels,
            mail_labels=STATE_LABELS,
            mail_tones=STATE_TONES,
            **forms,
        )


def _ask_document(revision: ReeRevision) -> None:
    revision.document_error = ""
    enqueue(db.session(), DOCUMENT, revision.id, now=utc_now())


def _in(state: ReeState) -> Any:
    return lambda found: found.where(Ree.state == state)


def _send(revision: ReeRevision, to: tuple[str, ...]) -> Any:
    files, now = company_files(), utc_now()
    ensure_document(db.session(), revision, files=files, now=now)
    return queue_ree(db.session(), revision, to, files=files, now=now)


def _revision(item: Ree) -> ReeRevision:
    """Return the revision asked for, or answer 404."""
    wanted = request.args.get("revisione", item.revision, type=int)
    found = next((one for one in item.revisions if one.revision == wanted), None)
    if found is None:
        abort(404)
    return found


VIEWS = (ReePageView, ReeView, ReeApi)
