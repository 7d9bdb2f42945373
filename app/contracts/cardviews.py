"""The card of a contract: its page, its PDF and the steps that can be taken there."""

from datetime import date
from typing import Any

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _

from app.calls.cardsteps import CallSteps
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
from app.worker import company_files


class ContractCardMixin(CallSteps):
    """Pages of one contract."""

    method_permission_name = {
        "pdf": "read", "send": "write", "sign": "write", "activate": "write", "renew": "write",
        "terminate": "write", "visit_call": "write",
    }  # fmt: skip

    # Of the view.
    render_template: Any

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
        return self.form_step(
            pk,
            "send_form",
            form,
            lambda contract: printing.send_contract(
                db.session(), contract, form.addresses(), files=company_files(), now=utc_now()
            ),
            _("The contract is on its way to %(to)s.", to=form.to.data),
        )

    @expose("/<int:pk>/firma", methods=["GET", "POST"])
    @has_access
    def sign(self, pk: int) -> ResponseReturnValue:
        """Show the contract to the customer, who signs on the screen: it takes effect."""
        form = SignForm()
        return self.sign_step(
            pk,
            form,
            waits=lambda contract: contract.state in (ContractState.DRAFT, ContractState.SENT),
            write=lambda contract: _signed(contract, form),
            page=lambda contract: self._sign_page(contract, form),
            done=_("Signed: the contract is in force."),
        )

    @expose("/<int:pk>/attiva", methods=["POST"])
    @has_access
    def activate(self, pk: int) -> ResponseReturnValue:
        """Put a contract in force that was signed on paper."""
        return self.step(
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
        return self.form_step(
            pk,
            "renew_form",
            form,
            lambda contract: renewed(contract, form.percent.data),
            _("The contract was renewed."),
        )

    @expose("/<int:pk>/disdetta", methods=["POST"])
    @has_access
    def terminate(self, pk: int) -> ResponseReturnValue:
        """End a contract early."""
        form = TerminateForm()
        return self.form_step(
            pk,
            "terminate_form",
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
        )

    @expose("/<int:pk>/visite/<int:visit_id>/chiamata", methods=["POST"])
    @has_access
    def visit_call(self, pk: int, visit_id: int) -> ResponseReturnValue:
        """Make the call of an included visit; go on to its appointment when that was asked."""
        return self.call_step(
            pk, lambda contract: call_of_visit(contract, visit_id), _("The call is ready.")
        )

    def card_page(self, item: Contract, pk: str, **context: Any) -> str:
        """Return the card; `context` brings forms that were refused."""
        del pk
        access, session, today = current_access(), db.session(), local_day(utc_now())
        facts = facts_of(item, company_profile(session))
        forms = {
            "send_form": SendForm(formdata=None, to=item.client.email),
            "renew_form": RenewForm(formdata=None, percent=item.adjustment_pct),
            "terminate_form": TerminateForm(formdata=None, terminated_on=_last_day(item, today)),
        } | context
        return self.render_template(
            "contracts/show.html",
            title=_("Contract %(number)s", number=item.label),
            item=item,
            shown=shown_state(
                item.state, item.ending, today, company_profile(session).renewal_lead_days
            ),
            today=today,
            facts=facts,
            included=included_texts(facts),
            renewal=renewal_text(facts),
            labels=messages,
            amount=amount_text,
            may_write=access.has("contracts.write"),
            mails=outgoing_mails(session, about=About(printing.KIND, str(item.id))),
            mail_labels=STATE_LABELS,
            mail_tones=STATE_TONES,
            **forms,
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
