"""The same screens twice: on FAB's stock class and on ours."""

from dataclasses import dataclass

from flask import g, redirect
from flask_appbuilder import ModelView, action
from flask_appbuilder.models.sqla.filters import BaseFilter
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import lazy_gettext as _
from sqlalchemy import or_

from app.kernel.errors import DomainError
from app.web.errors import register_messages
from app.web.lists import ListTab
from app.web.views import HouseFormView, HouseModelView
from tests.web.base.models import Client, Device, Kind, Zone


@dataclass(eq=False)
class ForbiddenNameError(DomainError):
    name: str
    field: str = "name"


@dataclass(eq=False)
class LastClientError(DomainError):
    name: str


register_messages(
    {
        ForbiddenNameError: _("The name %(name)s is not allowed."),
        LastClientError: _("%(name)s cannot go."),
    }
)


class OwnRows(BaseFilter):
    """Everybody but the administrator sees own rows and those of nobody."""

    name = "own"

    def apply(self, query, value):
        if g.user.username == "admin":
            return query
        return query.filter(or_(Client.owner == g.user.username, Client.owner.is_(None)))


class Marking:
    """An action, the same for both."""

    @action("mark", "Mark", "Mark the clients?", "fa-check")
    def mark(self, items):
        items = items if isinstance(items, list) else [items]
        for item in items:
            if item is not None:
                item.notes = "marked"
        self.datamodel.session.commit()
        return redirect("/")


class StockZoneView(ModelView):
    datamodel = SQLAInterface(Zone)
    list_columns = ["name"]


class StockClientView(Marking, ModelView):
    datamodel = SQLAInterface(Client)
    base_filters = [["id", OwnRows, None]]
    list_columns = ["name", "city", "zone"]
    add_columns = edit_columns = ["name", "code", "power", "zone"]
    search_columns = ["name", "rank", "kind", "zone"]
    base_order = ("name", "asc")

    def pre_add(self, item):
        refuse(item)

    def pre_update(self, item):
        refuse(item)


class StockDeviceView(ModelView):
    datamodel = SQLAInterface(Device)
    list_columns = ["serial", "client"]


class HouseZoneView(HouseModelView):
    export_function = None
    datamodel = SQLAInterface(Zone)
    list_columns = ["name"]
    quick_search_columns = ["name"]


class HouseDeviceView(HouseModelView):
    export_function = None
    datamodel = SQLAInterface(Device)
    list_columns = ["serial", "client"]
    search_columns = ["serial", "client"]
    quick_search_columns = ["serial"]
    order_columns = ["serial", "client"]
    order_paths = {"client": "client.name"}
    add_columns = edit_columns = ["serial", "client"]


class HouseClientView(Marking, HouseModelView):
    export_function = None
    route_base = "/clients"
    datamodel = SQLAInterface(Client)
    base_filters = [["id", OwnRows, None]]
    list_columns = ["name", "city", "zone", "power", "born_on"]
    optional_columns = ["rank", "kind", "seen_at", "zone.name", "is_active", "phone", "secret"]
    order_columns = ["name", "city", "rank", "power", "born_on", "seen_at", "zone", "kind"]
    order_paths = {"zone": "zone.name"}
    search_columns = ["name", "rank", "kind", "zone", "born_on", "seen_at", "is_active", "power"]
    quick_search_columns = ["name", "city"]
    choices_columns = {"kind": {Kind.PERSON: _("Person"), Kind.FIRM: _("Firm")}}
    add_columns = edit_columns = [
        "name", "code", "city", "kind", "power", "rank", "born_on", "seen_at", "is_active",
        "phone", "email", "notes", "zone",
    ]  # fmt: skip
    show_columns = ["name", "zone", "power", "born_on"]
    base_order = ("name", "asc")
    related_views = [HouseDeviceView]
    constraint_messages = {
        "uq_base_client_name_city": _("This client exists already."),
        "ck_base_client_power": ("power", _("The power cannot be negative.")),
    }

    def tabs(self):
        return (
            ListTab("all", _("All"), lambda found: found, counted=True),
            ListTab("milan", _("Milan"), lambda found: found.where(Client.city == "Milano"), True),
        )

    def pre_add(self, item):
        refuse(item)

    def pre_update(self, item):
        refuse(item)

    def delete_item(self, item):
        if item.name == "Eterno":
            raise LastClientError(item.name)
        super().delete_item(item)


class RenameView(HouseFormView):
    route_base = "/rename"
    title = "Rename"

    def submit(self, form):
        raise ForbiddenNameError("x")


def refuse(item):
    if item.name == "Vietato":
        raise ForbiddenNameError(item.name)


def register(appbuilder):
    for view in (
        StockZoneView, StockDeviceView, StockClientView,
        HouseZoneView, HouseDeviceView, HouseClientView,
    ):  # fmt: skip
        appbuilder.add_view(view, view.__name__ + " menu")
    appbuilder.add_view_no_menu(RenameView)
