"""Screens of the clients."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import Select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.clients import queries, service
from app.clients.card import find_tab
from app.clients.cardpage import OWN_TABS, card_context
from app.clients.forms import (
    FIELDS,
    FIELDSETS,
    OCCUPANT_FIELDS,
    card_fields,
    contact_rows,
    occupant_fields,
)
from app.clients.leavingviews import LeavingMixin
from app.clients.marks import attention_mark
from app.clients.messages import COLUMNS, LABELS
from app.clients.models import Client
from app.clients.rules import ClientState, ContactKind, facts_of_typed
from app.clients.words import GUARDED
from app.kernel.access import Access
from app.kernel.identifiers import (
    InvalidEmailError,
    InvalidPostcodeError,
    InvalidRecipientCodeError,
    InvalidTaxCodeError,
    InvalidVatNumberError,
)
from app.kernel.subject import SubjectKind
from app.places.catalogue import find as find_place
from app.search.queries import matching
from app.web import fields
from app.web.access import current_access
from app.web.forms import HouseForm
from app.web.lists import ListTab
from app.web.saving import commit_or_flash
from app.web.views import HouseModelView

#: Field that an error of the kernel belongs to.
_FIELD_OF = {
    InvalidTaxCodeError: "tax_code",
    InvalidVatNumberError: "vat_number",
    InvalidRecipientCodeError: "recipient_code",
    InvalidPostcodeError: "postcode",
    InvalidEmailError: "pec",
}
#: Field -> function without which it is left out.
_GUARDED = {"private_note": "client_notes.write", **GUARDED}


class CardForm(HouseForm):
    """The form of a card: refusals of codes stand beside their field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave out what the account may not change: the private note, the discounts."""
        super().__init__(*args, **kwargs)
        for name, function in _GUARDED.items():
            if name in self and not current_access().has(function):
                del self[name]

    def refuse(self, error: Any) -> None:
        """Show a refused rule at its field."""
        found = _FIELD_OF.get(type(error))
        if found is not None and not hasattr(error, "field"):
            error.field = found
        super().refuse(error)


OccupantForm: Any = type("OccupantForm", (CardForm,), occupant_fields())


class ClientView(LeavingMixin, HouseModelView):
    """List, card and form of the clients."""

    route_base = "/clienti"
    datamodel = SQLAInterface(Client)
    class_permission_name = "clients"
    method_permission_name = {
        "list": "all", "options": "all", "columns": "all", "export": "all", "show": "read",
        "related": "read", "add": "add", "edit": "write", "delete": "delete",
        "archive": "delete", "restore": "delete",
        "occupant": "write",
    }  # fmt: skip
    list_title = _("Clients")
    add_title, edit_title = _("New client"), _("Change client")
    show_template = "clients/card.html"
    add_template, edit_template = "clients/add.html", "clients/edit.html"
    list_columns = ["number", "display_name", "street", "municipality", "phone"]
    optional_columns = ("province", "email", "plant_code", "state", "subject_kind")
    order_paths = {"display_name": "sort_name"}
    order_columns = ["number", "display_name", "municipality"]
    search_columns = [
        "municipality", "province", "subject_kind", "is_group_head", "needs_attention",
        "exclude_from_maintenance",
    ]  # fmt: skip
    base_order = ("display_name", "asc")
    label_columns = dict(COLUMNS)
    choices_columns = {
        "state": LABELS[ClientState],
        "subject_kind": LABELS[SubjectKind],
    }
    list_tabs = (
        ListTab("active", _("Active"), lambda rows: rows.where(Client.state == ClientState.ACTIVE)),
        ListTab(
            "archived", _("Archived"), lambda rows: rows.where(Client.state == ClientState.ARCHIVED)
        ),
    )
    add_columns = edit_columns = FIELDS
    occupant_form, occupant_columns = OccupantForm, ("is_firm", *OCCUPANT_FIELDS)
    add_fieldsets = edit_fieldsets = FIELDSETS

    def _init_forms(self) -> None:
        made = card_fields(self.remote_source)
        self.add_form = type("NewCardForm", (CardForm,), made)
        self.edit_form = type(
            "ChangeCardForm", (CardForm,), {**made, "version": fields.VersionField()}
        )
        super()._init_forms()

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the cards the account may open; merged ones are no longer cards."""
        is_card = Client.state != ClientState.MERGED
        return statement.where(queries.visible_clients(access), is_card)

    def card_options(self) -> Sequence[ORMOption]:
        """Return what the card names, and its phones and addresses."""
        return [*super().card_options(), joinedload(Client.contacts)]

    def search(self, statement: Select[Any], text: str) -> Select[Any]:
        """Return the cards that a text finds."""
        return statement.where(matching(self.datamodel.session, current_access(), text))

    def option_subtext(self, item: Any) -> str:
        """Tell namesakes apart by their address."""
        return f"{item.street} {item.street_number}, {item.municipality}".strip(" ,")

    def cell_mark(self, item: Any, name: str) -> Markup:
        """Show the attention flag with its reason beside the name."""
        return attention_mark(item) if name == "display_name" else Markup()

    def prefill_form(self, form: Any, pk: Any) -> None:
        """Write the telephones and addresses into their rows; a guessed kind stays a guess."""
        item = self.get_or_404(str(pk))
        form.phones.data = contact_rows(item, ContactKind.PHONE)
        form.emails.data = contact_rows(item, ContactKind.EMAIL)
        if not item.is_subject_kind_chosen:
            form.subject_kind.data = None

    def values_of_address(self) -> dict[str, str]:
        """Take what was typed while looking for the client: a telephone, else surname and name."""
        values = super().values_of_address()
        return facts_of_typed(values.get("name", "")) | values

    def create_item(self, form: Any) -> Any:
        """Make a card."""
        return service.create_client(self.datamodel.session, located(_values(form)))

    def update_item(self, item: Any, form: Any) -> Any:
        """Change a card."""
        values = _values(form)
        if (item.latitude, item.longitude) != (values["latitude"], values["longitude"]):
            values = located(values)
        return service.update_client(self.datamodel.session, item, values)

    def row_link_builder(self) -> Any:
        """Delete on the card, not in the list, where a wrong row is soon hit."""
        build = super().row_link_builder()
        return lambda key: {**build(key), "delete_url": None}

    def delete_item(self, item: Any) -> None:
        """Delete a card made by mistake."""
        service.delete_client(self.datamodel.session, item)

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: Any) -> ResponseReturnValue:
        """Show the card with its tabs; a merged card leads to the one that remains."""
        item = self.find_visible(str(pk))
        if item is None:
            remaining = queries.merged_into(self.datamodel.session, current_access(), pk)
            return redirect(url_for(".show", pk=remaining)) if remaining else abort(404)
        rights = current_access()
        wanted = request.args.get("tab", "")
        tab = find_tab(wanted) if wanted else None
        if tab is not None and not rights.has(tab.function):
            abort(403)
        if wanted and tab is None and wanted not in OWN_TABS:
            abort(404)
        self.update_redirect()
        return self.render_template(
            self.show_template,
            title=item.display_name,
            links=super().row_link_builder()(str(item.id)),
            **card_context(self.datamodel.session, rights, item, wanted),
        )

    @expose("/<int:pk>/ripristina", methods=["POST"])
    @has_access
    def restore(self, pk: int) -> ResponseReturnValue:
        """Take a card back into use."""
        item = self.get_or_404(str(pk))
        with commit_or_flash(self.datamodel.session):
            service.restore_client(self.datamodel.session, item)
            flash(str(_("The card is in use again.")), "success")
        return redirect(url_for(".show", pk=pk))


def _values(form: Any) -> dict[str, Any]:
    values = {name: form[name].data for name in FIELDS if name in form}
    values["is_subject_kind_chosen"] = values["subject_kind"] is not None
    if values["subject_kind"] is None:
        del values["subject_kind"]
    values["province"] = (values["province"] or "").upper()
    return values


def located(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values with where their point comes from: a hand, or the comune."""
    place = find_place(values["municipality"] or "", values["province"], values["postcode"] or "")
    point = (values["latitude"], values["longitude"])
    if None in point:
        return {**values, "latitude": None, "longitude": None, "geocoded": ""}
    is_centre = place is not None and point == (
        round(place.latitude, 6),
        round(place.longitude, 6),
    )
    return {**values, "geocoded": "municipality" if is_centre else "manual"}
