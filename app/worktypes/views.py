"""Screens of the kinds of work and the words used for them."""

from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import lazy_gettext as _
from wtforms.validators import NumberRange, Regexp

from app.web.settingsview import SettingsListView
from app.worktypes.models import CallReason, InterventionType, WorkPhrase

COLOUR = Regexp(r"^#[0-9A-Fa-f]{6}$", message=_("Write a colour such as #2563EB."))
ORDER = _("Order")
ACTIVE = _("In use")


class InterventionTypeView(SettingsListView):
    """Kinds of visit and their consequences."""

    route_base = "/impostazioni/tipologie"
    datamodel = SQLAInterface(InterventionType)
    list_title = _("Intervention types")
    add_title = _("New intervention type")
    edit_title = _("Intervention type")
    list_columns = [
        "label", "duration_minutes", "moves_due_date", "needs_device", "needs_ree", "is_active",
    ]  # fmt: skip
    add_columns = edit_columns = [
        "label", "duration_minutes", "colour", "moves_due_date", "may_move_due_date",
        "needs_device", "needs_ree", "position", "is_active",
    ]  # fmt: skip
    label_columns = {
        "label": _("Name"),
        "duration_minutes": _("Usual length (minutes)"),
        "colour": _("Colour"),
        "moves_due_date": _("Moves the maintenance date"),
        "may_move_due_date": _("The technician may choose to move the date"),
        "needs_device": _("A device is required"),
        "needs_ree": _("With energy-efficiency report"),
        "position": ORDER,
        "is_active": ACTIVE,
    }
    validators_columns = {"colour": [COLOUR], "duration_minutes": [NumberRange(5, 1440)]}
    quick_search_columns = ["label"]
    base_order = ("position", "asc")
    order_columns = ["position", "label"]
    constraint_messages = {"label": ("label", _("This name is used already."))}


class CallReasonView(SettingsListView):
    """Why customers call."""

    route_base = "/impostazioni/motivi"
    datamodel = SQLAInterface(CallReason)
    list_title = _("Call reasons")
    add_title = _("New call reason")
    edit_title = _("Call reason")
    list_columns = ["label", "intervention_type", "is_gas_alarm", "is_active"]
    add_columns = edit_columns = [
        "label", "intervention_type", "is_gas_alarm", "position", "is_active",
    ]  # fmt: skip
    label_columns = {
        "label": _("Name"),
        "intervention_type": _("Intervention type"),
        "is_gas_alarm": _("Ask the gas safety questions"),
        "position": ORDER,
        "is_active": ACTIVE,
    }
    quick_search_columns = ["label"]
    base_order = ("position", "asc")
    order_columns = ["position", "label"]


class WorkPhraseView(SettingsListView):
    """Ready sentences of the report."""

    route_base = "/impostazioni/frasi"
    datamodel = SQLAInterface(WorkPhrase)
    list_title = _("Ready sentences")
    add_title = _("New sentence")
    edit_title = _("Sentence")
    list_columns = ["text", "box", "intervention_type", "is_active"]
    add_columns = edit_columns = ["text", "box", "intervention_type", "position", "is_active"]
    label_columns = {
        "text": _("Text"),
        "box": _("Box of the report"),
        "intervention_type": _("Intervention type"),
        "position": ORDER,
        "is_active": ACTIVE,
    }
    choices_columns = {
        "box": {"work": _("Work done"), "request": _("Request"), "advice": _("Advice")}
    }
    quick_search_columns = ["text"]
    base_order = ("position", "asc")
    order_columns = ["position"]


VIEWS = (InterventionTypeView, CallReasonView, WorkPhraseView)
