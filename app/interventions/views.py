"""Screens of the interventions."""

from collections.abc import Sequence
from typing import Any

from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import lazy_gettext as _
from sqlalchemy import Select

from app.extensions import db
from app.interventions import messages, queries
from app.interventions.cardviews import CardMixin
from app.interventions.models import Intervention
from app.kernel.access import Access
from app.web.filters import ChoiceFilter, ListFilter, bool_filter
from app.web.lists import ListTab
from app.web.views import HouseModelView


class InterventionView(CardMixin, HouseModelView):
    """The work carried out that one may see, newest first."""

    route_base = "/interventi"
    class_permission_name = "interventions"
    # Not "read": that pair is the function `interventions.read`, which shows everybody's work.
    method_permission_name = {
        "list": "list", "options": "list", "related": "list", "columns": "list", "export": "list",
    }  # fmt: skip
    base_permissions = ["can_list", "can_show", "can_write"]
    # A report is never changed in place: corrections are new revisions.
    exclude_route_methods = {"add", "edit", "delete", "action", "action_post"}
    datamodel = SQLAInterface(Intervention)
    list_title = _("Interventions")
    list_columns = [
        "number", "performed_on", "client", "intervention_type", "outcome", "is_signed",
    ]  # fmt: skip
    label_columns = {
        "number": _("Number"),
        "performed_on": _("Day"),
        "client": _("Client"),
        "intervention_type": _("Type"),
        "outcome": _("Outcome"),
        "is_signed": _("Signed"),
    }
    choices_columns = {"outcome": messages.OUTCOMES}
    search_columns = ["performed_on", "outcome", "is_signed"]
    order_columns = ["number", "performed_on"]
    base_order = ("performed_on", "desc")
    empty_title = _("No intervention yet")
    empty_text = _("Each report that a technician hands in appears here.")

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the interventions that the account may see."""
        return statement.where(queries.visible_interventions(access))

    def filters(self) -> Sequence[ListFilter]:
        """Return the filters: day, kind, technician, outcome, signature, due dates."""
        kinds, technicians = queries.names(db.session())
        by_kind = {str(key): label for key, label in kinds.items()}
        by_technician = {str(key): label for key, label in technicians.items()}
        day, outcome, signed = super().filters()
        return [
            day,
            ChoiceFilter(
                "type", _("Type"), by_kind,
                lambda key: Intervention.intervention_type_id == int(key),
            ),
            ChoiceFilter(
                "technician", _("Technician"), by_technician,
                lambda key: queries.done_by(int(key)),
            ),
            outcome,
            signed,
            bool_filter("moves", _("Moves the next maintenance"), Intervention.moves_due_date),
        ]  # fmt: skip

    def cell_text(self, item: Any, name: str) -> Any:
        """Return the number as it is printed, "2026/00123"; the rest as it comes."""
        return item.label if name == "number" else super().cell_text(item, name)

    def tabs(self) -> Sequence[ListTab]:
        """Return the preset lists: everything, then the loose ends."""
        return (
            ListTab("all", _("All"), lambda found: found),
            ListTab(
                "unsigned",
                _("Not signed"),
                lambda found: found.where(~Intervention.is_signed),
                counted=True,
            ),
            ListTab(
                "conflicts",
                _("To be looked at"),
                lambda found: found.where(Intervention.has_conflict),
                counted=True,
            ),
        )
