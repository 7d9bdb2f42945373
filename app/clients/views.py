"""Screens of the clients."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import lazy_gettext as _
from sqlalchemy import Select, not_
from wtforms import validators

from app.clients import queries, service
from app.clients.card import card_tabs, find_tab
from app.clients.forms import (
    FIELDS,
    FIELDSETS,
    OCCUPANT_FIELDS,
    card_fields,
    contact_rows,
    occupant_fields,
)
from app.clients.messages import COLUMNS, LABELS
from app.clients.models import BuildingManager, Client
from app.clients.rules import ClientState, ContactKind
from app.kernel.access import Access
from app.kernel.identifiers import (
    InvalidEmailError,
    InvalidPostcodeError,
    InvalidRecipientCodeError,
    InvalidTaxCodeError,
    InvalidVatNumberError,
)
from app.kernel.phones import display_phone
from app.kernel.subject import SubjectKind
from app.places.catalogue import find as find_place
from app.search.queries import matching
from app.web import fields
from app.web.access import current_access
from app.web.forms import HouseForm
from app.web.lists import ListTab
from app.web.saving import commit_or_flash, store
from app.web.views import HouseModelView

#: Field that an error of the kernel belongs to.
_FIELD_OF = {
    InvalidTaxCodeError: "tax_code",
    InvalidVatNumberError: "vat_number",
    InvalidRecipientCodeError: "recipient_code",
    InvalidPostcodeError: "postcode",
    InvalidEmailError: "pec",
}


class CardForm(HouseForm):
    """The form of a card: refusals of codes stand beside their field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave the private note out for who may not change it."""
        super().__init__(*args, **kwargs)
        if "private_note" in self and not current_access().has("client_notes.write"):
            del self["private_note"]

    def refuse(self, error: Any) -> None:
        """Show a refused rule at its field."""
        found = _FIELD_OF.get(type(error))
        if found is not None and not hasattr(error, "field"):
            error.field = found
        super().refuse(error)


OccupantForm: Any = type("OccupantForm", (CardForm,), occupant_fields())


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


class ClientView(HouseModelView):
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
    add_fieldsets = edit_fieldsets = FIELDSETS

    def _init_forms(self) -> None:
        made = card_fields(self.remote_source)
        self.add_form = type("NewCardForm", (CardForm,), made)
        self.edit_form = type(
            "ChangeCardForm", (CardForm,), {**made, "version": fields.VersionField()}
        )
        super()._init_forms()

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the cards the account may open."""
        return statement.where(queries.visible_clients(access))

    def search(self, statement: Select[Any], text: str) -> Select[Any]:
        """Return the cards that a text finds."""
        return statement.where(matching(self.datamodel.session, text))

    def option_subtext(self, item: Any) -> str:
        """Tell namesakes apart by their address."""
        return f"{item.street} {item.street_number}, {item.municipality}".strip(" ,")

    def row_class(self, item: Any) -> str:
        """Mark the cards that need attention."""
        return "table-warning" if item.needs_attention else ""

    def prefill_form(self, form: Any, pk: Any) -> None:
        """Write the telephones and addresses into their rows; a guessed kind stays a guess."""
        item = self.get_or_404(str(pk))
        form.phones.data = contact_rows(item, ContactKind.PHONE)
        form.emails.data = contact_rows(item, ContactKind.EMAIL)
        if not item.is_subject_kind_chosen:
            form.subject_kind.data = None

    def create_item(self, form: Any) -> Any:
        """Make a card."""
        return service.create_client(self.datamodel.session, located(_values(form)))

    def update_item(self, item: Any, form: Any) -> Any:
        """Change a card."""
        values = _values(form)
        if (item.latitude, item.longitude) != (values["latitude"], values["longitude"]):
            values = located(values)
        return service.update_client(self.datamodel.session, item, values)

    def delete_item(self, item: Any) -> None:
        """Delete a card made by mistake."""
        service.delete_client(self.datamodel.session, item)

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: Any) -> ResponseReturnValue:
        """Show the card with its tabs; a merged card leads to the one that remains."""
        item = self.get_or_404(str(pk))
        if item.merged_into_id is not None:
            return redirect(url_for(".show", pk=item.merged_into_id))
        rights, session = current_access(), self.datamodel.session
        wanted = request.args.get("tab", "")
        tab = find_tab(wanted) if wanted else None
        if tab is not None and not rights.has(tab.function):
            abort(403)
        if wanted and tab is None and wanted not in {"occupants", "history"}:
            abort(404)
        self.update_redirect()
        return self.render_template(
            self.show_template,
            title=item.display_name,
            item=item,
            tabs=_tabs(item, rights, wanted),
            tab=wanted,
            content=tab.render(item) if tab is not None else "",
            members=queries.group_members(session, rights, item.id) if item.is_group_head else (),
            entries=queries.history(session, rights, item.id) if wanted == "history" else (),
            links=self.row_link_builder()(str(item.id)),
            phones=[
                (display_phone(contact.value), contact.label)
                for contact in item.contacts
                if contact.kind is ContactKind.PHONE
            ],
            labels=LABELS,
            columns=COLUMNS,
        )

    @expose("/<int:pk>/occupante", methods=["GET", "POST"])
    @has_access
    def occupant(self, pk: int) -> ResponseReturnValue:
        """Let somebody else hold the plant from a day on."""
        item = self.get_or_404(str(pk))
        form = OccupantForm()
        if request.method == "POST" and form.validate():
            session = self.datamodel.session
            values = {name: form[name].data for name in ("is_firm", *OCCUPANT_FIELDS)}
            day = form.starts_on.data
            stored = store(
                session,
                form,
                lambda: service.change_occupant(session, item, values, starts_on=day),
                messages={},
            )
            if stored is not None:
                return redirect(url_for(".show", pk=pk))
        names = ["starts_on", "is_firm", *OCCUPANT_FIELDS]
        widget = self.edit_widget(form=form, include_cols=names, exclude_cols=[], fieldsets=None)
        page = self.render_template(
            self.edit_template,
            title=_("Change of occupant"),
            widgets={"edit": widget, "related_views": []},
            related_views=[],
            form=form,
        )
        return page, 422 if request.method == "POST" else 200

    @expose("/<int:pk>/archivia", methods=["POST"])
    @has_access
    def archive(self, pk: int) -> ResponseReturnValue:
        """Put a card away."""
        item = self.get_or_404(str(pk))
        with commit_or_flash(self.datamodel.session):
            service.archive_client(self.datamodel.session, item)
            flash(str(_("The card is archived.")), "success")
        return redirect(url_for(".show", pk=pk))

    @expose("/<int:pk>/ripristina", methods=["POST"])
    @has_access
    def restore(self, pk: int) -> ResponseReturnValue:
        """Take a card back into use."""
        item = self.get_or_404(str(pk))
        with commit_or_flash(self.datamodel.session):
            service.restore_client(self.datamodel.session, item)
            flash(str(_("The card is in use again.")), "success")
        return redirect(url_for(".show", pk=pk))


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
        return statement.where(matching(self.datamodel.session, text))

    def row_link_builder(self) -> Any:
        """Lead to the client's card."""
        return lambda key: {"show_url": url_for("ClientView.show", pk=key)}


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


def _tabs(item: Client, rights: Access, wanted: str) -> list[dict[str, Any]]:
    session = ClientView.datamodel.session
    found: list[tuple[str, Any, int | None]] = [("", _("Details"), None)]
    for tab in card_tabs(rights):
        count = tab.count(session, rights, item.id) if tab.count is not None else None
        found.append((tab.code, tab.label, count))
    found += [("occupants", _("Occupants"), len(item.occupancies)), ("history", _("History"), None)]
    return [
        {
            "label": label,
            "count": count,
            "active": code == wanted,
            "url": url_for("ClientView.show", pk=item.id, tab=code or None),
        }
        for code, label, count in found
    ]
