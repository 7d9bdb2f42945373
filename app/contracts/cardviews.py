"""The card of a contract: its page, its PDF and the steps that can be taken there."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _

from app.calls.models import Call
from app.calls.rules import Channel, Coverage, Priority
from app.calls.service import open_call
from app.company.queries import company_profile
from app.contracts import messages, printing, service
from app.contracts.documents import included_texts, renewal_text
from app.contracts.facts import facts_of
from app.contracts.forms import RenewForm, SignForm, TerminateForm
from app.contracts.models import Contract, ContractVisit
from app.contracts.rules import ContractState, shown_state
from app.extensions import db
from app.interventions.figures import amount_text
from app.interventions.forms import SendForm
from app.kernel.dates import local_day
from app.kernel.errors import DomainError
from app.mail.messages import STATE_LABELS, STATE_TONES
from app.mail.queries import outgoing_mails
from app.mail.rules import About
from app.quotes.answering import read_strokes
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.downloads import private_file
from app.web.errors import user_message
from app.web.formviews import require_csrf
from app.web.saving import store
from app.worker import company_files


class ContractCardMixin:
    """Pages of one contract."""

    method_permission_name = {
        "pdf": "read", "send": "write", "sign": "write", "activate": "write", "renew": "write",
        "terminate": "write", "visit_call": "write",
    }  # fmt: skip

    # Of the view.
    get_or_404: Any
    render_template: Any
    address: Any
    update_redirect: Any

    @expose("/show/<pk>")
    @expose("/<int:pk>")
    @has_access
    def show(self, pk: Any) -> ResponseReturnValue:
        """Show the card."""
        item = self.get_or_404(str(pk))
        self.update_redirect()
        return self._page(item)

    @expose("/<int:pk>/pdf")
    @has_access
    def pdf(self, pk: int) -> ResponseReturnValue:
        """Send the PDF of the term in force, of ``?periodo=``, or of the draft."""
        contract = self.get_or_404(str(pk))
        if not current_access().has("prices.read"):
            abort(403)
        key = request.args.get("periodo", type=int)
        term = contract.periods[-1] if contract.periods else None
        if key is not None:
            term = next((one for one in contract.periods if one.id == key), None) or abort(404)
        try:
            content = printing.print_contract(
                db.session(), contract, files=company_files(), now=utc_now(), term=term
            )
        except DomainError as refusal:  # the company's certificate cannot be used
            flash(user_message(refusal), "danger")
            return redirect(self.address("show", pk=pk))
        return private_file(content, printing.file_name(contract))

    @expose("/<int:pk>/invia", methods=["POST"])
    @has_access
    def send(self, pk: int) -> ResponseReturnValue:
        """Send the contract to the addresses of the form."""
        form = SendForm()
        return self._store(
            pk,
            form,
            lambda contract: printing.send_contract(
                db.session(), contract, form.addresses(), files=company_files(), now=utc_now()
            ),
            _("The contract is on its way to %(to)s.", to=form.to.data),
            "send_form",
        )

    @expose("/<int:pk>/firma", methods=["GET", "POST"])
    @has_access
    def sign(self, pk: int) -> ResponseReturnValue:
        """Show the contract to the customer, who signs on the screen: it takes effect."""
        contract = self.get_or_404(str(pk), lock=request.method == "POST")
        form = SignForm()
        if request.method == "GET":
            if contract.state not in (ContractState.DRAFT, ContractState.SENT):
                return redirect(self.address("show", pk=pk))
            form.signer_name.data = contract.client.display_name
            return self._sign_page(contract, form)
        if form.validate() and store(
            db.session(), form, lambda: _signed(contract, form), messages={}
        ):
            flash(_("Signed: the contract is in force."), "success")
            return redirect(self.address("show", pk=pk))
        return self._sign_page(self.get_or_404(str(pk)), form), 422

    @expose("/<int:pk>/attiva", methods=["POST"])
    @has_access
    def activate(self, pk: int) -> ResponseReturnValue:
        """Put a contract in force that was signed on paper."""
        return self._step(
            pk,
            lambda contract: service.activate(
                db.session(),
                contract,
                printing.agreement_of(db.session(), contract),
                access=current_access(),
                now=utc_now(),
            ),
            _("The contract is in force."),
        )

    @expose("/<int:pk>/rinnova", methods=["POST"])
    @has_access
    def renew(self, pk: int) -> ResponseReturnValue:
        """Add the next term with the fee changed as the form says."""
        form = RenewForm()
        return self._store(
            pk,
            form,
            lambda contract: renewed(contract, form.percent.data),
            _("The contract was renewed."),
            "renew_form",
        )

    @expose("/<int:pk>/disdetta", methods=["POST"])
    @has_access
    def terminate(self, pk: int) -> ResponseReturnValue:
        """End a contract early."""
        form = TerminateForm()
        return self._store(
            pk,
            form,
            lambda contract: (
                service.terminate(
                    db.session(),
                    contract,
                    on=form.terminated_on.data,
                    reason=form.termination_reason.data or "",
                )
                or contract
            ),
            _("The contract was ended."),
            "terminate_form",
        )

    @expose("/<int:pk>/visite/<int:visit_id>/chiamata", methods=["POST"])
    @has_access
    def visit_call(self, pk: int, visit_id: int) -> ResponseReturnValue:
        """Make the call of an included visit; go on to its appointment when that was asked."""
        access = current_access()
        if not access.has("calls.write"):
            abort(403)
        made: list[Call] = []
        answer = self._step(
            pk,
            lambda contract: made.append(call_of_visit(contract, visit_id)),
            _("The call is ready."),
        )
        if not made:
            return answer
        if request.form.get("then") == "schedule" and access.has("agenda.write"):
            return redirect(url_for("AgendaView.new", call=made[0].id))
        return redirect(url_for("CallView.show", pk=made[0].id))

    def _store(
        self, pk: int, form: Any, write: Callable[[Contract], Any], done: str, name: str
    ) -> ResponseReturnValue:
        require_csrf()
        contract = self.get_or_404(str(pk), lock=True)
        if form.validate() and store(db.session(), form, lambda: write(contract), messages={}):
            flash(done, "success")
            return redirect(self.address("show", pk=pk))
        return self._page(self.get_or_404(str(pk)), **{name: form}), 422

    def _step(self, pk: int, write: Callable[[Contract], Any], done: str) -> ResponseReturnValue:
        require_csrf()
        contract = self.get_or_404(str(pk), lock=True)
        try:
            write(contract)
            db.session.commit()
            flash(done, "success")
        except DomainError as error:
            db.session.rollback()
            flash(user_message(error), "danger")
        return redirect(self.address("show", pk=pk))

    def _page(self, contract: Contract, **forms: Any) -> Any:
        access, session, today = current_access(), db.session(), local_day(utc_now())
        facts = facts_of(contract, company_profile(session))
        context = {
            "send_form": SendForm(formdata=None, to=contract.client.email),
            "renew_form": RenewForm(formdata=None, percent=contract.adjustment_pct),
            "terminate_form": TerminateForm(
                formdata=None, terminated_on=_last_day(contract, today)
            ),
        } | forms
        return self.render_template(
            "contracts/show.html",
            title=_("Contract %(number)s", number=contract.label),
            item=contract,
            shown=shown_state(contract.state, contract.ends_on, today),
            today=today,
            facts=facts,
            included=included_texts(facts),
            renewal=renewal_text(facts),
            labels=messages,
            amount=amount_text,
            may_write=access.has("contracts.write"),
            mails=outgoing_mails(session, about=About(printing.KIND, str(contract.id))),
            mail_labels=STATE_LABELS,
            mail_tones=STATE_TONES,
            **context,
        )

    def _sign_page(self, contract: Contract, form: SignForm) -> Any:
        facts = facts_of(contract, company_profile(db.session()))
        return self.render_template(
            "contracts/sign.html",
            title=_("Contract %(number)s", number=contract.label),
            item=contract,
            facts=facts,
            included=included_texts(facts),
            renewal=renewal_text(facts),
            labels=messages,
            amount=amount_text,
            form=form,
        )


def renewed(contract: Contract, percent: Any = None) -> Contract:
    """Add the next term of a contract; None: the fee changes as the contract says."""
    session = db.session()
    service.prepare_renewal(contract, percent)
    service.renew(
        session,
        contract,
        printing.agreement_of(session, contract),
        access=current_access(),
        now=utc_now(),
    )
    return contract


def _signed(contract: Contract, form: SignForm) -> Any:
    session = db.session()
    agreement = printing.agreement_of(
        session,
        contract,
        signer_name=form.signer_name.data or "",
        strokes=read_strokes(form.strokes.data or ""),
    )
    return service.activate(session, contract, agreement, access=current_access(), now=utc_now())


def _last_day(contract: Contract, today: date) -> date:
    return min(max(contract.starts_on, today), contract.ends_on)


def call_of_visit(contract: Contract, visit_id: int) -> Call:
    """Return the call of a visit, made now unless it was before; 404 for another's visit."""
    session = db.session()
    visit = session.get(ContractVisit, visit_id)
    if visit is None or visit.contract_id != contract.id or visit.done_on is not None:
        abort(404)
    known = session.get(Call, visit.call_id) if visit.call_id is not None else None
    if known is not None:
        return known
    kind = messages.KINDS[contract.kind]
    call = Call(
        client=contract.client,
        description=_(
            "Visit included in contract %(number)s (%(kind)s).", number=contract.label, kind=kind
        ),
        priority=Priority.NORMAL if contract.has_priority else Priority.PLANNABLE,
        channel=Channel.PHONE,
        coverage=Coverage.CONTRACT,
        devices=[device for device in contract.devices if device.client_id == contract.client_id],
        caller_name="",
        caller_phone="",
    )
    open_call(session, call, is_other_matter=True, access=current_access(), now=utc_now())
    visit.call_id = call.id
    return call
