"""Screens of the technicians: who can be booked, when not, with which qualifications."""

from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.company.queries import company_profile
from app.extensions import db
from app.kernel.errors import DomainError
from app.technicians.models import Absence, Certificate, Technician
from app.technicians.rules import AbsenceOrderError
from app.web.errors import register_messages
from app.web.rowchoice import BlankLongTextField, BlankPhoneField, BlankTextField
from app.web.views import HouseModelView
from app.web.weekhours import WeekHoursField, week_text
from app.worktypes.views import ACTIVE, COLOUR, ORDER

REFUSALS: dict[type[DomainError], LazyString] = {
    AbsenceOrderError: _("The absence must end after it begins."),
}
register_messages(REFUSALS)

_PARTS = _("For the regional registers; the account's own counts if the technician signs in.")


class _TechnicianScreen(HouseModelView):
    class_permission_name = "technicians"
    method_permission_name = {"delete": "write", "export": "read"}


class AbsenceView(_TechnicianScreen):
    """When a technician is not to be booked."""

    route_base = "/tecnici/assenze"
    datamodel = SQLAInterface(Absence)
    exclude_route_methods = {"show"}
    list_title = _("Absences")
    add_title = _("New absence")
    edit_title = _("Absence")
    list_columns = ["technician", "starts_at", "ends_at", "reason"]
    add_columns = edit_columns = list_columns
    label_columns = {
        "technician": _("Technician"),
        "starts_at": _("From"),
        "ends_at": _("Until"),
        "reason": _("Reason"),
    }
    search_columns = ["technician", "starts_at"]
    base_order = ("starts_at", "desc")
    order_columns = ["starts_at", "ends_at"]
    add_form_extra_fields = edit_form_extra_fields = {"reason": BlankLongTextField(_("Reason"))}

    def pre_add(self, item: Absence) -> None:
        """Refuse an absence that ends before it begins."""
        if item.ends_at <= item.starts_at:
            raise AbsenceOrderError

    pre_update = pre_add


class CertificateView(_TechnicianScreen):
    """Qualifications and their expiry."""

    route_base = "/tecnici/abilitazioni"
    datamodel = SQLAInterface(Certificate)
    exclude_route_methods = {"show"}
    list_title = _("Qualifications")
    add_title = _("New qualification")
    edit_title = _("Qualification")
    list_columns = ["technician", "kind", "number", "expires_on"]
    add_columns = edit_columns = list_columns
    label_columns = {
        "technician": _("Technician"),
        "kind": _("Qualification"),
        "number": _("Number"),
        "expires_on": _("Expires on"),
    }
    search_columns = ["technician", "expires_on"]
    base_order = ("expires_on", "asc")
    order_columns = ["expires_on", "kind"]
    add_form_extra_fields = edit_form_extra_fields = {
        "number": BlankTextField(_("Number"), max_length=60)
    }


class TechnicianView(_TechnicianScreen):
    """Who can be booked."""

    route_base = "/tecnici"
    datamodel = SQLAInterface(Technician)
    show_template = "technicians/show.html"
    edit_template = "technicians/edit.html"
    list_title = _("Technicians")
    add_title = _("New technician")
    edit_title = _("Technician")
    list_columns = ["name", "short_name", "phone", "zone", "is_active"]
    show_columns = [
        "name", "short_name", "phone", "email", "zone", "colour", "working_hours", "is_active",
    ]  # fmt: skip
    add_columns = edit_columns = [
        "name", "short_name", "first_name", "last_name", "phone", "email", "zone", "colour",
        "working_hours", "position", "is_active",
    ]  # fmt: skip
    label_columns = {
        "name": _("Name and surname"),
        "short_name": _("Short name on the agenda"),
        "first_name": _("First name for the registers"),
        "last_name": _("Last name for the registers"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "zone": _("Zone"),
        "colour": _("Colour"),
        "working_hours": _("Working hours"),
        "position": ORDER,
        "is_active": ACTIVE,
    }
    validators_columns = {"colour": [COLOUR]}
    add_form_extra_fields = edit_form_extra_fields = {
        "short_name": BlankTextField(_("Short name on the agenda"), max_length=20),
        "first_name": BlankTextField(
            _("First name for the registers"), max_length=64, description=_PARTS
        ),
        "last_name": BlankTextField(
            _("Last name for the registers"), max_length=64, description=_PARTS
        ),
        "phone": BlankPhoneField(_("Phone")),
        "email": BlankTextField(_("E-mail"), max_length=160),
        "zone": BlankTextField(
            _("Zone"), max_length=80, description=_("Where this technician works as a rule.")
        ),
        "working_hours": WeekHoursField(
            _("Working hours"),
            default=lambda: company_profile(db.session()).opening_hours,
            description=_(
                "Outside these hours the agenda warns and lets you go on. With no hours at all it "
                "never warns."
            ),
            render_kw={"data-width": "12"},
        ),
    }
    formatters_columns = {"working_hours": week_text}
    quick_search_columns = ["name", "phone"]
    base_order = ("name", "asc")
    order_columns = ["name"]
    related_views = [AbsenceView, CertificateView]


VIEWS = (AbsenceView, CertificateView, TechnicianView)
