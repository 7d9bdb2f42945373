"""Screens of the legal numbers under the company's settings."""

from typing import Any

from flask import flash
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.validators import InputRequired, NumberRange

from app.devices.moves import Mover
from app.devices.rules import MoveCause
from app.devices.service import refresh_all
from app.extensions import db
from app.thermal import messages, service
from app.thermal.models import AnalyserLabel, ControlPeriod, Refrigerant
from app.thermal.queries import fuels_of
from app.thermal.rules import FuelGroup
from app.thermal.tables_periods import BODIES
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.rowchoice import BlankTextField
from app.web.settingsview import SettingsListView
from app.web.widgets import SelectControl


class RuleListView(SettingsListView):
    """A list of legal numbers: after each change all dates are derived again."""

    def create_item(self, form: Any) -> Any:
        """Store a new row."""
        return self._store(self.datamodel.obj(), form)

    def update_item(self, item: Any, form: Any) -> Any:
        """Store the changes of a row."""
        return self._store(item, form)

    def delete_item(self, item: Any) -> None:
        """Delete a row; a refrigerant in use stays, as the database says."""
        db.session().delete(item)
        db.session().flush()
        self.changed()

    def _store(self, item: Any, form: Any) -> Any:
        form.populate_obj(item)
        self.keep(item)
        self.changed()
        return item

    def keep(self, item: Any) -> None:
        """Check and store a filled row."""
        db.session().add(item)
        db.session().flush()

    def changed(self) -> None:
        """Ask for all dates to be derived again, and say so."""
        mover = Mover(MoveCause.PERIODS, by=current_access().name)
        refresh_all(db.session(), now=utc_now(), mover=mover)
        flash(
            gettext("The dates of all devices are being worked out again in the background."),
            "info",
        )


def body_field() -> SelectField:
    """Return the choice of an authority."""
    return SelectField(
        _("Authority"),
        choices=list(BODIES.items()),
        validators=[InputRequired()],
        widget=SelectControl(),
    )


class ControlPeriodView(RuleListView):
    """How often the law asks for a control of energy efficiency."""

    route_base = "/impostazioni/periodicita-ree"
    datamodel = SQLAInterface(ControlPeriod)
    list_title = _("Control periods")
    add_title = _("New control period")
    edit_title = _("Control period")
    list_columns = [
        "body", "generator", "min_kw", "max_kw", "years", "valid_from", "certainty", "is_active",
    ]  # fmt: skip
    optional_columns = [
        "code", "source", "power", "rounding", "younger_than", "aged_from", "start", "place",
        "valid_to",
    ]  # fmt: skip
    add_columns = edit_columns = [
        "code", "body", "generator", "is_for_gas", "is_for_liquid", "is_for_solid",
        "is_for_biomass", "power", "min_kw", "includes_min", "max_kw", "includes_max",
        "min_useful_kw", "years", "rounding", "younger_than", "aged_from", "start", "place",
        "valid_from", "valid_to", "source", "certainty", "is_active",
    ]  # fmt: skip
    _fieldsets = [
        (_("Where and for what"), {"fields": [
            "code", "body", "generator", "is_for_gas", "is_for_liquid", "is_for_solid",
            "is_for_biomass",
        ], "description": _("No fuel ticked: the row holds whatever the fuel.")}),
        (_("Power"), {"fields": [
            "power", "min_kw", "includes_min", "max_kw", "includes_max", "min_useful_kw",
        ], "description": _(
            "From and up to, in kW. The tick says that the very value belongs to the band."
        )}),
        (_("How often"), {"fields": [
            "years", "rounding", "younger_than", "aged_from", "start", "place",
        ]}),
        (_("Validity and source"), {"fields": [
            "valid_from", "valid_to", "source", "certainty", "is_active",
        ]}),
    ]  # fmt: skip
    add_fieldsets = edit_fieldsets = _fieldsets
    add_form_extra_fields = edit_form_extra_fields = {
        "body": body_field(),
        "source": BlankTextField(_("Source"), max_length=160),
    }
    label_columns = {
        "code": _("Code"),
        "body": _("Authority"),
        "generator": _("Generator"),
        "is_for_gas": _("Gas"),
        "is_for_liquid": _("Liquid fuel"),
        "is_for_solid": _("Solid fuel"),
        "is_for_biomass": _("Biomass"),
        "power": _("Which power"),
        "min_kw": _("From kW"),
        "includes_min": _("This value included"),
        "max_kw": _("Up to kW"),
        "includes_max": _("Upper value included"),
        "min_useful_kw": _("Only above this useful power (kW)"),
        "years": _("Years between two controls"),
        "rounding": _("Due on"),
        "younger_than": _("Only plants younger than (years)"),
        "aged_from": _("Only plants at least so old (years)"),
        "start": _("Counted from"),
        "place": _("Place"),
        "valid_from": _("In force from"),
        "valid_to": _("In force until"),
        "source": _("Source"),
        "certainty": _("Certainty"),
        "is_active": _("In use"),
    }
    choices_columns = {
        "generator": messages.GENERATORS,
        "power": messages.POWERS,
        "rounding": messages.ROUNDINGS,
        "certainty": messages.CERTAINTIES,
        "start": messages.STARTS,
        "place": messages.PLACES,
    }
    formatters_columns = {"body": lambda code: BODIES.get(code, code)}
    validators_columns = {
        "years": [NumberRange(1, 20)],
        "min_kw": [NumberRange(min=0)],
        "max_kw": [NumberRange(min=0)],
    }
    quick_search_columns = ["body", "code", "source"]
    search_columns = ["generator", "certainty", "is_active"]
    base_order = ("body", "asc")
    order_columns = ["body", "code", "years", "valid_from"]

    def cell_text(self, item: ControlPeriod, name: str) -> Any:
        """Return a cell; beside the generator stand the fuels."""
        text = super().cell_text(item, name)
        if name != "generator":
            return text
        fuels = [str(messages.FUEL_GROUPS[fuel]) for fuel in FuelGroup if fuel in fuels_of(item)]
        return ": ".join(filter(None, (str(text), ", ".join(fuels).lower())))

    def keep(self, item: ControlPeriod) -> None:
        """Check and store a filled row."""
        with db.session().no_autoflush:
            service.store_period(db.session(), item)


class RefrigerantView(RuleListView):
    """Refrigerants: what the leak checks are worked out from."""

    route_base = "/impostazioni/refrigeranti"
    datamodel = SQLAInterface(Refrigerant)
    list_title = _("Refrigerants")
    add_title = _("New refrigerant")
    edit_title = _("Refrigerant")
    list_columns = ["code", "gwp", "annex", "certainty", "is_active"]
    add_columns = edit_columns = ["code", "gwp", "annex", "certainty", "is_active"]
    label_columns = {
        "code": _("Refrigerant"),
        "gwp": _("GWP"),
        "annex": _("Regulation"),
        "certainty": _("Certainty"),
        "is_active": _("In use"),
    }
    choices_columns = {"annex": messages.ANNEXES, "certainty": messages.CERTAINTIES}
    validators_columns = {"gwp": [NumberRange(min=0)]}
    quick_search_columns = ["code"]
    base_order = ("code", "asc")
    order_columns = ["code", "gwp"]


class AnalyserLabelView(SettingsListView):
    """What the analysers of the company print, and where it goes in the report."""

    route_base = "/impostazioni/analizzatori"
    datamodel = SQLAInterface(AnalyserLabel)
    list_title = _("Labels of flue-gas analysers")
    add_title = _("New label of an analyser")
    edit_title = _("Label of an analyser")
    list_columns = ["text", "quantity", "analyser", "position", "is_active"]
    add_columns = edit_columns = ["text", "quantity", "analyser", "position", "is_active"]
    label_columns = {
        "text": _("What the analyser prints"),
        "quantity": _("Field of the report"),
        "analyser": _("Only for this make or model"),
        "position": _("Order"),
        "is_active": _("In use"),
    }
    description_columns = {
        "text": _("Without number and unit. Capitals and punctuation do not matter."),
        "position": _("Where two labels mean the same field, the lower number counts."),
    }
    choices_columns = {"quantity": messages.QUANTITIES}
    add_form_extra_fields = edit_form_extra_fields = {
        "analyser": BlankTextField(
            _("Only for this make or model"),
            max_length=60,
            description=_(
                "Empty: for all. Otherwise a name that the strip or the report mentions."
            ),
        ),
    }
    validators_columns = {"position": [NumberRange(0, 9999)]}
    quick_search_columns = ["text", "analyser"]
    search_columns = ["quantity", "is_active"]
    base_order = ("position", "asc")
    order_columns = ["text", "analyser", "position"]

    def create_item(self, form: Any) -> Any:
        """Store a new label."""
        return self._store(self.datamodel.obj(), form)

    def update_item(self, item: Any, form: Any) -> Any:
        """Store the changes of a label."""
        return self._store(item, form)

    @staticmethod
    def _store(item: Any, form: Any) -> Any:
        with db.session().no_autoflush:
            form.populate_obj(item)
            return service.store_label(db.session(), item)


VIEWS = (ControlPeriodView, RefrigerantView, AnalyserLabelView)
