"""Visits that contracts include, beside what the law asks for: found, booked."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import action
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import lazy_gettext as _
from sqlalchemy import Select, select

from app.contracts import messages as contract_words
from app.contracts.cardviews import call_of_visit
from app.contracts.models import Contract, ContractVisit
from app.contracts.queries import visible_contracts
from app.devices.views import due_text
from app.extensions import db
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.maintenance import queries
from app.maintenance.addresses import place_of
from app.maintenance.rules import end_of_month
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.lists import ListTab
from app.web.views import HouseModelView


class ContractVisitView(HouseModelView):
    """Included visits still to do; one leaves the list when it is booked."""

    route_base = "/manutenzioni/contratti"
    class_permission_name = "maintenance"
    method_permission_name = {
        "list": "read", "options": "read", "related": "read", "columns": "read", "export": "read",
        "book": "write",
    }  # fmt: skip
    base_permissions = ["can_read", "can_write"]
    exclude_route_methods = {"add", "edit", "delete", "show"}
    datamodel = SQLAInterface(ContractVisit)
    list_template = "maintenance/visits.html"
    list_title = _("Contract visits")
    list_columns = ["contract.client", "contract.client.street", "planned_on", "contract"]
    optional_columns = ["contract.client.phone", "contract.client.municipality"]
    label_columns = {
        "contract.client": _("Client"),
        "contract.client.street": _("Address"),
        "contract.client.phone": _("Phone"),
        "contract.client.municipality": _("Municipality"),
        "planned_on": _("Due"),
        "contract": _("Contract"),
    }
    formatters_columns = {"planned_on": due_text}
    order_columns = ["planned_on"]
    base_order = ("planned_on", "asc")

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the visits still to do of the contracts that the account may see."""
        contracts = select(Contract.id).where(visible_contracts(access))
        return statement.where(ContractVisit.contract_id.in_(contracts), queries.visits_to_do())

    def tabs(self) -> Sequence[ListTab]:
        """Return the preset lists, this month first."""
        today = local_day(utc_now())

        def until(day: date) -> Any:
            return lambda found: found.where(
                ContractVisit.planned_on <= day, ~queries.visit_is_booked(today)
            )

        return (
            ListTab("due", _("Overdue and this month"), until(end_of_month(today)), counted=True),
            ListTab("next", _("Until the end of next month"), until(end_of_month(today, 1))),
            ListTab("all", _("All dates"), until(date.max)),
            ListTab(
                "booked",
                _("Dates booked"),
                lambda found: found.where(queries.visit_is_booked(today)),
                counted=True,
            ),
        )

    def cell_text(self, item: ContractVisit, name: str) -> Any:
        """Return a cell: the address on one line, the contract with its kind."""
        if name == "contract.client.street":
            return place_of(item.contract.client)
        if name == "contract":
            return f"{item.contract.label} · {contract_words.KINDS[item.contract.kind]}"
        return super().cell_text(item, name)

    def option_text(self, item: ContractVisit) -> str:
        """Return what a row is called."""
        return f"{item.contract.client.display_name}: {item.contract.label}"

    def row_link_builder(self) -> Any:
        """Lead to the contract, for whoever may open it."""
        return lambda _key: {"show_url": None, "edit_url": None, "delete_url": None}

    def may_run(self, action: str) -> bool:
        """Return whether the account may book: that makes a call and an appointment."""
        access = current_access()
        may_book = access.has("calls.write") and access.has("agenda.write")
        return may_book and super().may_run(action)

    @action("book", _("Schedule the visit"), None, "calendar-plus", multiple=True, single=False)
    def book(self, items: list[ContractVisit]) -> ResponseReturnValue:
        """Make the calls of the visits ticked; of one alone go on to its appointment."""
        if not items:
            abort(404)
        calls = [call_of_visit(item.contract, item.id) for item in items]
        db.session().commit()
        if len(calls) == 1:
            return redirect(url_for("AgendaView.new", call=calls[0].id))
        return redirect(url_for("CallView.list"))
