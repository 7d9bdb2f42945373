"""Screen of what the registers call our words, and which of them still wait for a code."""

from typing import Any

from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import force_locale
from flask_babel import lazy_gettext as _

from app.booklets.labels import OPTIONS
from app.devices.messages import FUELS
from app.extensions import db
from app.registers import messages, queries, service
from app.registers.models import RegisterCode
from app.registers.rules import Register, Topic
from app.web.rowchoice import BlankTextField
from app.web.settingsview import SettingsListView

#: Words without a code that the page names for each list.
_NAMED = 30


class RegisterCodeView(SettingsListView):
    """What a register calls our brands, fuels, kinds of work."""

    route_base = "/impostazioni/codici-registro"
    datamodel = SQLAInterface(RegisterCode)
    list_template = "registers/codes.html"
    list_title = _("Codes of the registers")
    empty_title = _("No code written yet")
    empty_text = _("Above is what needs one; a firm that works outside Piemonte needs none.")
    add_title = _("New code")
    edit_title = _("Code of a register")
    list_columns = add_columns = edit_columns = ["register", "topic", "ours", "code", "source"]
    label_columns = {
        "register": _("Regional register"),
        "topic": _("What"),
        "ours": _("As it is written here"),
        "code": _("Code of the register"),
        "source": _("Source"),
    }
    description_columns = {
        "ours": _("Exactly as on the cards: for example the name of the intervention type."),
        "source": _("Where the code is known from: the portal and the day, for example."),
    }
    add_form_extra_fields = edit_form_extra_fields = {
        "source": BlankTextField(_("Source"), max_length=160)
    }
    choices_columns = {"register": messages.REGISTERS, "topic": messages.TOPICS}
    quick_search_columns = ["ours", "code"]
    search_columns = ["register", "topic"]
    base_order = ("ours", "asc")
    order_columns = ["ours", "code"]

    def create_item(self, form: Any) -> Any:
        """Store a new code."""
        return self._keep(self.datamodel.obj(), form)

    def update_item(self, item: Any, form: Any) -> Any:
        """Store the changes of a code."""
        return self._keep(item, form)

    def _keep(self, item: Any, form: Any) -> Any:
        form.populate_obj(item)
        return service.store_code(db.session(), item)


def code_waits() -> list[tuple[Any, list[str], int]]:
    """Return (list, words without a code, how many more) of Piemonte's register."""
    session = db.session()
    known = queries.codes(session, Register.CIT)
    with force_locale("it"):  # the words of the cards, whoever reads the page
        words = {
            Topic.WORK: queries.work_words(session),
            Topic.BRAND: queries.brand_words(session),
            Topic.FUEL: [str(FUELS[fuel]) for fuel in queries.fuels_in_use(session)],
            Topic.FLUID: [str(word) for word in OPTIONS["heat_carrier"].values()],
        }
    waits = []
    for topic, ours in words.items():
        without = [word for word in ours if (topic, word.casefold()) not in known]
        if without:
            shown = {"name": topic.name, "label": messages.TOPICS[topic]}
            waits.append((shown, without[:_NAMED], max(len(without) - _NAMED, 0)))
    return waits
