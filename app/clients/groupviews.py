"""Screens of buildings, owners and who manages them."""

from typing import Any

from flask import url_for
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import Select, not_
from wtforms import validators

from app.clients import queries
from app.clients.marks import attention_mark
from app.clients.messages import COLUMNS, LABELS
from app.clients.models import BuildingManager, Client
from app.clients.rules import ClientState, GroupKind
from app.kernel.access import Access
from app.search.queries import matching
from app.web import fields
from app.web.access import current_access
from app.web.forms import HouseForm
from app.web.views import HouseModelView


class BuildingManagerView(HouseModelView):
    """Who manages buildings."""

    route_base = "/amministratori"
    datamodel = SQLAInterface(BuildingManager)
    class_permission_name = "buildings"
    method_permission_name = {"delete": "write", "export": "read"}
    list_title = _("Building managers")
    add_title, edit_title = _("New building manager"), _("Change building manager")
    list_columns = ["name", "phone", "email", "pec"]
    quick_search_columns = ("name", "phone", "email")
    add_columns = edit_columns = ["name", "phone", "email", "pec", "notes"]
    show_columns = add_columns
    base_order = ("name", "asc")
    label_columns = {
        "name": _("Name"),
        "phone": _("Telephone"),
        "email": _("E-mail"),
        "pec": _("Certified e-mail"),
        "notes": _("Notes"),
    }

    def _init_forms(self) -> None:
        made = {
            "name": fields.TextField(
                self.label_of("name"), [validators.InputRequired(), validators.Length(max=120)]
            ),
            "phone": fields.PhoneField(self.label_of("phone")),
            "email": fields.EmailAddressField(self.label_of("email")),
            "pec": fields.EmailAddressField(self.label_of("pec")),
            "notes": fields.LongTextField(self.label_of("notes")),
        }
        self.add_form = self.edit_form = type("ManagerForm", (HouseForm,), made)
        super()._init_forms()

    def create_item(self, form: Any) -> Any:
        """Make a manager."""
        return self.update_item(BuildingManager(), form)

    def update_item(self, item: Any, form: Any) -> Any:
        """Store what was typed; an empty field is an empty text."""
        for name in self.add_columns:
            setattr(item, name, form[name].data or "")
        self.datamodel.session.add(item)
        self.datamodel.session.flush()
        return item


class BuildingView(HouseModelView):
    """Main cards: buildings and owners. Their card is the client's."""

    route_base = "/condomini"
    datamodel = SQLAInterface(Client)
    class_permission_name = "buildings"
    method_permission_name = {"export": "read"}
    include_route_methods = {"list", "export", "columns"}
    list_title = _("Buildings and owners")
    list_columns = ["number", "display_name", "group_kind", "municipality", "building_manager"]
    order_paths = {"display_name": "sort_name"}
    order_columns = ["number", "display_name", "municipality"]
    base_order = ("display_name", "asc")
    label_columns = dict(COLUMNS)

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the main cards the account may open."""
        is_gone = Client.state == ClientState.MERGED
        return statement.where(
            queries.visible_clients(access), Client.is_group_head.is_(True), not_(is_gone)
        )

    def search(self, statement: Select[Any], text: str) -> Select[Any]:
        """Return the main cards that a text finds."""
        return statement.where(matching(self.datamodel.session, current_access(), text))

    def cell_text(self, item: Any, name: str) -> Any:
        """Say the kind of group in words."""
        if name == "group_kind":
            return LABELS[GroupKind].get(item.group_kind, "")
        return super().cell_text(item, name)

    def cell_mark(self, item: Any, name: str) -> Markup:
        """Show the attention flag with its reason beside the name."""
        return attention_mark(item) if name == "display_name" else Markup()

    def row_link_builder(self) -> Any:
        """Lead to the client's card."""
        return lambda key: {"show_url": url_for("ClientView.show", pk=key)}
