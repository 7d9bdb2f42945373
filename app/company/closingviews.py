"""The days on which the company closes."""

from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import lazy_gettext as _

from app.company.messages import FIELDS
from app.company.models import CompanyClosure
from app.company.rules import ClosureOrderError
from app.web.settingsview import SettingsListView


class ClosureView(SettingsListView):
    """When nobody works: the agenda shows these days in grey and warns."""

    route_base = "/impostazioni/chiusure"
    datamodel = SQLAInterface(CompanyClosure)
    list_title = _("Company closings")
    add_title = _("New closing")
    edit_title = _("Company closing")
    list_columns = ["name", "first_on", "last_on"]
    add_columns = edit_columns = list_columns
    label_columns = {
        "name": _("Name"),
        "first_on": FIELDS["first_on"],
        "last_on": FIELDS["last_on"],
    }
    quick_search_columns = ["name"]
    base_order = ("first_on", "desc")
    empty_title = _("No closing yet")
    empty_text = _(
        "Days between which the company is closed, for example in August: the agenda warns on them."
    )
    order_columns = ["first_on", "name"]

    def pre_add(self, item: CompanyClosure) -> None:
        """Refuse a closing that ends before it begins."""
        if item.last_on < item.first_on:
            raise ClosureOrderError

    pre_update = pre_add
