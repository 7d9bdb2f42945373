"""Screens of the price list."""

from typing import Any

from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import lazy_gettext as _
from wtforms.validators import Length, NumberRange

from app.extensions import db
from app.kernel.money import round_eur
from app.pricelist.importviews import PriceImportView
from app.pricelist.models import DiscountClass, PriceItem, VatProfile
from app.pricelist.rules import ItemKind
from app.pricelist.service import set_kit
from app.web.fields import LongTextField
from app.web.formats import format_number
from app.web.rowchoice import BlankTextField
from app.web.settingsview import SettingsListView

KINDS = {
    ItemKind.PART: _("Spare part"),
    ItemKind.LABOUR: _("Labour"),
    ItemKind.CALL_OUT: _("Call-out fee"),
    ItemKind.SERVICE: _("Service"),
}

#: Unit prices are stored with eight decimals.
_AMOUNTS = ("unit_price", "purchase_cost")


class VatProfileView(SettingsListView):
    """VAT treatments."""

    route_base = "/impostazioni/iva"
    datamodel = SQLAInterface(VatProfile)
    list_title = _("VAT rates")
    add_title = _("New VAT rate")
    edit_title = _("VAT rate")
    list_columns = ["code", "label", "rate_pct", "nature", "is_default", "is_active"]
    add_columns = edit_columns = [
        "code", "label", "rate_pct", "nature", "is_default", "position", "is_active",
    ]  # fmt: skip
    label_columns = {
        "code": _("Code"),
        "label": _("Name"),
        "rate_pct": _("Rate in percent"),
        "nature": _("Nature code when the rate is zero"),
        "is_default": _("Proposed first"),
        "position": _("Order"),
        "is_active": _("In use"),
    }
    validators_columns = {"rate_pct": [NumberRange(0, 99)]}
    quick_search_columns = ["code", "label"]
    base_order = ("position", "asc")
    order_columns = ["position", "code", "label"]


_RATES = ("part_pct", "labour_pct", "call_out_pct", "service_pct")


class DiscountClassView(SettingsListView):
    """Discount classes of the customers."""

    route_base = "/impostazioni/classi-sconto"
    datamodel = SQLAInterface(DiscountClass)
    list_title = _("Discount classes")
    add_title = _("New discount class")
    edit_title = _("Discount class")
    list_columns = ["name", "general_pct", *_RATES, "is_active"]
    add_columns = edit_columns = ["name", "general_pct", *_RATES, "is_active"]
    label_columns = {
        "name": _("Name"),
        "general_pct": _("General discount (%)"),
        "part_pct": _("On spare parts (%)"),
        "labour_pct": _("On labour (%)"),
        "call_out_pct": _("On the call-out fee (%)"),
        "service_pct": _("On services (%)"),
        "is_active": _("In use"),
    }
    description_columns = {
        "general_pct": _("For whatever has no discount of its own here."),
    } | {name: _("Empty: the general discount.") for name in _RATES}
    validators_columns = {name: [NumberRange(0, 100)] for name in ("general_pct", *_RATES)}
    quick_search_columns = ["name"]
    base_order = ("name", "asc")
    order_columns = ["name", "general_pct"]


class PriceItemView(SettingsListView):
    """Parts, labour and services with their price."""

    route_base = "/impostazioni/listino"
    list_template = "pricelist/list.html"
    datamodel = SQLAInterface(PriceItem)
    list_title = _("Price list")
    add_title = _("New price list item")
    edit_title = _("Price list item")
    list_columns = ["code", "description", "kind", "unit", "unit_price", "vat_profile", "is_active"]
    optional_columns = ["purchase_cost", "supplier", "supplier_code", "is_significant"]
    add_columns = edit_columns = [
        "code", "description", "kind", "unit", "unit_price", "vat_profile", "purchase_cost",
        "is_significant", "supplier", "supplier_code", "kit", "is_active",
    ]  # fmt: skip
    add_form_extra_fields = edit_form_extra_fields = {
        "kit": LongTextField(
            _("Kit: made of"),
            validators=[Length(max=4000)],
            description=_(
                "One article per line, by its code: “FILTRO x 2”. Whoever chooses the kit gets a "
                "line for each. Empty: not a kit."
            ),
        ),
        "supplier": BlankTextField(
            _("Supplier"), max_length=80, validators=[Length(max=80)], render_kw={"maxlength": 80}
        ),
        "supplier_code": BlankTextField(
            _("Code at the supplier"),
            max_length=60,
            validators=[Length(max=60)],
            render_kw={"maxlength": 60},
        ),
    }
    label_columns = {
        "code": _("Code"),
        "description": _("Description"),
        "purchase_cost": _("Purchase cost without VAT (euro)"),
        "is_significant": _("Significant good (boiler, air conditioner)"),
        "supplier": _("Supplier"),
        "supplier_code": _("Code at the supplier"),
        "kind": _("Kind"),
        "unit": _("Unit of measure"),
        "unit_price": _("Price without VAT (euro)"),
        "vat_profile": _("VAT rate"),
        "is_active": _("In use"),
    }
    choices_columns = {"kind": KINDS}
    eager = ("vat_profile",)

    def cell_text(self, item: PriceItem, name: str) -> Any:
        """Return a cell: amounts with the cents, and more decimals only where there are some."""
        value = getattr(item, name) if name in _AMOUNTS else None
        return (
            super().cell_text(item, name)
            if value is None
            else format_number(round_eur(value) if value == round_eur(value) else value.normalize())
        )

    def create_item(self, form: Any) -> PriceItem:
        """Store a new article, with its parts when it is a kit."""
        item = PriceItem()
        return self.update_item(item, form)

    def update_item(self, item: PriceItem, form: Any) -> PriceItem:
        """Store what was typed."""
        session = db.session()
        with session.no_autoflush:
            for name in self.add_columns:
                if name != "kit":
                    setattr(item, name, form[name].data)
            session.add(item)
        session.flush()
        set_kit(session, item, form.kit.data or "")
        return item

    validators_columns = {"unit_price": [NumberRange(0)], "purchase_cost": [NumberRange(0)]}
    search_columns = ["kind", "vat_profile"]
    quick_search_columns = ["code", "description", "supplier_code"]
    base_order = ("description", "asc")
    order_columns = ["code", "description", "unit_price"]


VIEWS = (VatProfileView, DiscountClassView, PriceItemView, PriceImportView)
