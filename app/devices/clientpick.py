"""The client of a device or call, looked for as one types: the row rule of the clients applies."""

from typing import Any

from flask_appbuilder.models.sqla.interface import SQLAInterface
from sqlalchemy import Select

from app.clients.models import Client
from app.clients.queries import visible_clients
from app.clients.rules import ClientState
from app.kernel.access import Access
from app.web.views import HouseModelView


class ClientPickView(HouseModelView):
    """Answers remote selects of clients; it has no pages."""

    route_base = "/apparecchi/clienti"
    class_permission_name = "clients"
    datamodel = SQLAInterface(Client)
    include_route_methods: Any = {"options"}
    method_permission_name = {"options": "read"}
    list_columns = ["display_name"]
    quick_search_columns = ["sort_name", "street", "municipality", "phone", "plant_code"]
    base_order: Any = ("sort_name", "asc")
    order_columns = []
    order_paths = {"sort_name": "sort_name"}

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the cards in use that the account may see."""
        return statement.where(visible_clients(access), Client.state == ClientState.ACTIVE)

    def option_subtext(self, item: Client) -> str:
        """Return the address, which tells namesakes apart."""
        return ", ".join(part for part in (item.street, item.municipality) if part)
