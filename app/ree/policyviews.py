"""Screen of what regions decide about the rules of the reports."""

from typing import Any

from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import lazy_gettext as _

from app.extensions import db
from app.ree import messages, policies
from app.ree.policymodels import ReePolicy
from app.thermal.tables_periods import BODIES
from app.thermal.views import body_field
from app.web.rowchoice import BlankTextField
from app.web.settingsview import SettingsListView


class ReePolicyView(SettingsListView):
    """How heavy the rules weigh that the law leaves to the region, since when."""

    route_base = "/impostazioni/regole-ree"
    datamodel = SQLAInterface(ReePolicy)
    list_title = _("Rules of the reports (REE)")
    add_title = _("New decision on the rules")
    edit_title = _("Decision on the rules")
    empty_title = _("No decision written")
    empty_text = _("Reports are checked by the national rules. Add a row for what a region asks.")
    list_columns = [
        "body", "unsafe_co", "low_efficiency", "co_mismatch", "analyser", "valid_from",
        "valid_to", "is_active",
    ]  # fmt: skip
    optional_columns = ["source"]
    add_columns = edit_columns = [
        "body", "unsafe_co", "low_efficiency", "co_mismatch", "analyser", "valid_from",
        "valid_to", "source", "is_active",
    ]  # fmt: skip
    _fieldsets = [
        (_("Where"), {"fields": ["body"]}),
        (_("How heavy each rule weighs"), {
            "fields": ["unsafe_co", "low_efficiency", "co_mismatch", "analyser"],
            "description": _(
                "Refused: the technician cannot send the report so. Warning: it is shown and the "
                "report goes. All other rules of the form are the same everywhere."
            ),
        }),
        (_("Validity and source"), {
            "fields": ["valid_from", "valid_to", "source", "is_active"],
            "description": _(
                "The day of the control counts: reports that have arrived keep what held then. Of "
                "several rows of one authority the one that began last counts."
            ),
        }),
    ]  # fmt: skip
    add_fieldsets = edit_fieldsets = _fieldsets
    add_form_extra_fields = edit_form_extra_fields = {
        "body": body_field(),
        "source": BlankTextField(_("Source"), max_length=160),
    }
    label_columns = {
        "body": _("Authority"),
        "unsafe_co": _("May run with CO above 1000 ppm"),
        "low_efficiency": _("May run with an efficiency below the minimum"),
        "co_mismatch": _("Corrected CO that does not follow from CO and O2"),
        "analyser": _("Analyser not written"),
        "valid_from": _("In force from"),
        "valid_to": _("In force until"),
        "source": _("Source"),
        "is_active": _("In use"),
    }
    choices_columns = dict.fromkeys(
        ("unsafe_co", "low_efficiency", "co_mismatch", "analyser"), messages.WEIGHTS
    )
    formatters_columns = {"body": lambda code: BODIES.get(code, code)}
    quick_search_columns = ["body", "source"]
    search_columns = ["is_active"]
    base_order = ("body", "asc")
    order_columns = ["body", "valid_from"]

    def create_item(self, form: Any) -> Any:
        """Store a new decision."""
        return self._keep(self.datamodel.obj(), form)

    def update_item(self, item: Any, form: Any) -> Any:
        """Store the changes of a decision."""
        return self._keep(item, form)

    @staticmethod
    def _keep(item: Any, form: Any) -> Any:
        with db.session().no_autoflush:
            form.populate_obj(item)
            return policies.store_policy(db.session(), item)


VIEWS = (ReePolicyView,)
