"""Screens of the contracts."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import action, expose, has_access
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.clients.models import Client
from app.clients.queries import find_client
from app.company.queries import company_profile
from app.contracts import messages, queries, service
from app.contracts.cardviews import ContractCardMixin, renewed
from app.contracts.forms import contract_fields
from app.contracts.models import Contract, ContractInstalment, ContractVisit
from app.contracts.rules import ContractState, Renewal, shown_state
from app.devices.models import Device
from app.devices.queries import visible_devices
from app.devices.rules import DeviceState
from app.extensions import db
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.kernel.errors import DomainError
from app.kernel.text import row_key
from app.pricelist.models import DiscountClass
from app.pricelist.rules import ItemKind
from app.quotes.models import Quote
from app.quotes.queries import find_quote
from app.quotes.service import note_contract
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.errors import register_messages, user_message
from app.web.filters import ChoiceFilter, ListFilter
from app.web.formats import display
from app.web.lists import ListTab
from app.web.markup import badge
from app.web.views import HouseModelView

register_messages(messages.REFUSALS)

#: Rows of the list of visits and of instalments due.
MOST_DUE = 200


def lead_days() -> int:
    """Return how many days before its notice a contract is to renew, read once per request."""
    if "renewal_lead_days" not in g:
        g.renewal_lead_days = company_profile(db.session()).renewal_lead_days
    found: int = g.renewal_lead_days
    return found


def renewal_reason(contract: Contract) -> str:
    """Return why a contract is to renew, in a sentence."""
    step = contract.ending.step(local_day(utc_now()))
    following = contract.ends_on + timedelta(days=1)
    return str(messages.STEPS[contract.renewal, step]) % {
        "notice": display(contract.notice_by),
        "end": display(contract.ends_on),
        "next": display(following),
    }


def state_badge(contract: Contract) -> Markup:
    """Return the state people see, with its colour."""
    state = shown_state(contract.state, contract.ending, local_day(utc_now()), lead_days())
    return badge(messages.TONES[state], messages.STATES[state])


class ContractView(ContractCardMixin, HouseModelView):
    """Contracts, the next to end first."""

    route_base = "/contratti"
    class_permission_name = "contracts"
    method_permission_name = {
        "export": "read", "devices_of": "write", "due": "read", "renew_many": "write",
    }  # fmt: skip
    exclude_route_methods = {"delete"}
    datamodel = SQLAInterface(Contract)
    list_template = "contracts/list.html"
    add_template = edit_template = "contracts/form.html"
    list_title = _("Contracts")
    add_title = _("New contract")
    edit_title = _("Contract")
    list_columns = [
        "number", "client", "kind", "starts_on", "ends_on", "notice_by", "state", "fee_eur",
    ]  # fmt: skip
    optional_columns = [
        "renewal",
        "adjustment_pct",
        "terminated_on",
        "termination_reason",
    ]
    add_columns = edit_columns = [
        "client", "kind", "starts_on", "months", "fee_eur", "vat_profile", "instalment_count",
        "visit_months", "covers_call_out", "covers_labour", "covers_parts", "has_priority",
        "parts_discount_pct", "renewal", "notice_days", "adjustment_pct", "terms", "devices",
    ]  # fmt: skip
    add_form_extra_fields = edit_form_extra_fields = contract_fields()
    label_columns = {
        "number": _("Number"),
        "client": _("Client"),
        "kind": _("Kind"),
        "starts_on": _("From"),
        "ends_on": _("Until"),
        "state": _("State"),
        "fee_eur": _("Fee without VAT"),
        "renewal": _("Renewal"),
        "adjustment_pct": _("Change of the fee at renewal (%)"),
        "terminated_on": _("Last day"),
        "termination_reason": _("Why it was ended"),
        "visit_months": _("Visits included"),
        "covers_call_out": _("Call-out fee included"),
        "covers_labour": _("Labour included"),
        "covers_parts": _("Spare parts included"),
        "notice_days": _("Days of notice"),
        "notice_by": _("Notice by"),
        "terms": _("Conditions"),
    }
    choices_columns = {
        "kind": messages.KINDS, "renewal": messages.RENEWALS, "state": messages.STATES,
    }  # fmt: skip
    search_columns = ["kind", "renewal", "ends_on", "notice_by"]
    order_columns = ["number", "starts_on", "ends_on", "notice_by", "fee_eur"]
    base_order = ("ends_on", "asc")

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the contracts that the account may see."""
        return statement.where(queries.visible_contracts(access))

    def search(self, statement: Select[Any], text: str) -> Select[Any]:
        """Find by number or by the client's name."""
        return statement.where(queries.matches(text))

    def tabs(self) -> Sequence[ListTab]:
        """Return the lists of the day."""
        day, lead = local_day(utc_now()), lead_days()

        def shown(state: ContractState) -> Any:
            return lambda found: found.where(queries.in_state(state, day, lead))

        return (
            ListTab("all", _("All"), lambda found: found),
            ListTab(
                "renew",
                _("To renew"),
                lambda found: found.where(queries.to_renew(day, lead)),
                counted=True,
            ),
            ListTab("drafts", _("Drafts"), shown(ContractState.DRAFT), counted=True),
            ListTab("sent", _("Sent to sign"), shown(ContractState.SENT), counted=True),
        )

    def filters(self) -> Sequence[ListFilter]:
        """Return the filters: the state people see, kind, renewal, end."""
        day, lead = local_day(utc_now()), lead_days()
        states = {state.value: label for state, label in messages.STATES.items()}
        state = ChoiceFilter(
            "state",
            _("State"),
            states,
            lambda key: queries.in_state(ContractState(key), day, lead),
        )
        return [state, *super().filters()]

    def cell_text(self, item: Contract, name: str) -> Any:
        """Return a cell: the number as printed, the state people see."""
        if name == "number":
            return item.label
        return state_badge(item) if name == "state" else super().cell_text(item, name)

    def option_text(self, item: Contract) -> str:
        """Return the heading of a contract."""
        return item.label

    # Form -----------------------------------------------------------------------------------

    def new_form(self) -> Any:
        """Return the form of a new contract, from an accepted quote when the address names one."""
        form = super().new_form()
        quote = _quote()
        if quote is not None:
            form.client.data = quote.client
            form.fee_eur.data = quote.net_eur
            form.terms.data = quote.terms
        _propose_discount(form)
        return form

    def create_item(self, form: Any) -> Contract:
        """Store the contract under its number; a quote it came from is converted."""
        contract = Contract(state=ContractState.DRAFT)
        with db.session.no_autoflush:
            form.populate_obj(contract)
        service.open_contract(db.session(), contract)
        quote = _quote()
        if quote is not None:
            note_contract(db.session(), quote, contract.id)
        return contract

    def update_item(self, item: Contract, form: Any) -> Contract:
        """Store the changes of a contract that is not in force."""
        with db.session.no_autoflush:
            service.ensure_not_in_force(item)
            form.populate_obj(item)
            return service.change_contract(db.session(), item)

    def _form_page(self, kind: str, form: Any, **context: Any) -> str:
        client = form.client.data
        ticked = {device.id for device in form.devices.data or []}
        return super()._form_page(
            kind,
            form,
            plant=client,
            plant_devices=_devices(client) if client is not None else [],
            ticked=ticked,
            months=messages.MONTHS,
            discounts=client.discounts if client is not None else None,
            **context,
        )

    @expose("/apparecchi")
    @has_access
    def devices_of(self) -> ResponseReturnValue:
        """Answer the form with the devices and the discount of the client just chosen."""
        key = request.args.get("client", "")
        number = row_key(key) or 0
        client = find_client(db.session(), current_access(), number) if number else None
        if key and client is None:
            abort(404)
        devices = self.render_template(
            "contracts/_devices.html",
            plant=client,
            plant_devices=_devices(client) if client is not None else [],
            ticked=set(),
        )
        form = self.add_form()
        form.client.data = client
        discounts = _propose_discount(form)
        if discounts is None:
            return devices
        return devices + self.render_template(
            "contracts/_discount.html", form=form, discounts=discounts, swaps=True
        )

    # What comes due -------------------------------------------------------------------------

    @expose("/scadenze")
    @has_access
    def due(self) -> ResponseReturnValue:
        """Show the renewals to decide, and visits to do and instalments of the month."""
        session, today = db.session(), local_day(utc_now())
        seen = queries.visible_contracts(current_access())
        until = service.month_end(today)
        renewals = queries.renewals_due(today, lead_days()).where(seen)
        visits = queries.visits_due(until).where(seen)
        money = queries.instalments_to_invoice(until).where(seen)
        total = money.with_only_columns(
            func.coalesce(func.sum(ContractInstalment.amount_eur), 0)
        ).order_by(None)
        return self.render_template(
            "contracts/due.html",
            title=gettext("Contracts: what is due"),
            renewals=session.scalars(renewals.limit(MOST_DUE)).all(),
            renewal_count=session.scalar(
                renewals.with_only_columns(func.count(Contract.id)).order_by(None)
            ),
            renewal_reason=renewal_reason,
            lead_days=lead_days(),
            visits=session.scalars(visits.limit(MOST_DUE)).all(),
            visit_count=session.scalar(
                visits.with_only_columns(func.count(ContractVisit.id)).order_by(None)
            ),
            instalments=session.scalars(money.limit(MOST_DUE)).all(),
            total=session.scalar(total),
            until=until,
            today=today,
            labels=messages,
        )

    @action(
        "renew_many",
        _("Renew"),
        _("Renew the contracts ticked for another term, each with its own change of the fee?"),
        "arrow-repeat",
        multiple=True,
        single=False,
    )
    def renew_many(self, items: Sequence[Contract]) -> ResponseReturnValue:
        """Renew the contracts ticked, those that ask for no renewal left out."""
        wanted = [item for item in items if item.renewal is not Renewal.NONE]
        try:
            for item in wanted:
                renewed(item)
            db.session.commit()
        except DomainError as error:
            db.session.rollback()
            flash(user_message(error), "danger")
            return redirect(url_for("ContractView.list", tab="renew"))
        text = ngettext("%(num)s contract renewed.", "%(num)s contracts renewed.", len(wanted))
        flash(text, "success")
        return redirect(url_for("ContractView.list", tab="renew"))


def _propose_discount(form: Any) -> DiscountClass | None:
    """Write the discount on parts of the client's class into a form; return that class."""
    client = form.client.data
    found = client.discounts if isinstance(client, Client) else None
    if found is not None:
        form.parts_discount_pct.data = found.percent_on(ItemKind.PART)
    return found


def _devices(client: Client) -> Sequence[Device]:
    access = current_access()
    if not access.has("devices.read"):
        return []
    return db.session.scalars(
        select(Device)
        .options(joinedload(Device.device_type))
        .where(
            Device.client_id == client.id,
            Device.state == DeviceState.IN_SERVICE,
            visible_devices(access),
        )
        .order_by(Device.id)
    ).all()


def _quote() -> Quote | None:
    """Return the accepted quote that the address names; 404 unless visible."""
    key = request.args.get("preventivo", "")
    if not key:
        return None
    number = row_key(key) or 0
    access = current_access()
    found = find_quote(db.session(), access, number) if access.has("quotes.write") else None
    return found or abort(404)


VIEWS = (ContractView,)
