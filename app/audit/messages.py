"""Words of the register: what happened, to what."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.clients.messages import COLUMNS as CLIENT_COLUMNS
from app.company.messages import FIELDS as COMPANY_FIELDS

ACTIONS: dict[str, LazyString] = {
    "create": _("New"),
    "update": _("Changed"),
    "delete": _("Deleted"),
    "sign_in": _("Signed in"),
    "sign_in_failed": _("Sign-in refused"),
    "sign_out": _("Signed out"),
    "sessions_ended": _("Sessions ended"),
    "password_changed": _("Password changed"),
    "password_reset_asked": _("Link for a new password asked"),
    "second_factor_on": _("Second factor switched on"),
    "second_factor_off": _("Second factor switched off"),
    "restored": _("Company restored from a backup"),
    "api_token_made": _("Key for a program made"),
    "api_token_revoked": _("Key for a program revoked"),
    "recovery_code_used": _("Recovery code used"),
    "calendar_made": _("Calendar address made"),
    "calendar_ended": _("Calendar address ended"),
}

ENTITIES: dict[str, LazyString] = {
    "ab_user": _("Account"),
    "ab_role": _("Profile"),
    "sign_in_policies": _("Rule of sign-in"),
    "appointments": _("Appointment"),
    "attachments": _("Attachment"),
    "building_managers": _("Building manager"),
    "call_reasons": _("Call reason"),
    "call_nudges": _("Reminder of a call"),
    "calls": _("Call"),
    "client_contacts": _("Contact"),
    "client_occupancies": _("Occupant"),
    "clients": _("Client"),
    "company_profile": _("Company data"),
    "control_periods": _("Period between controls"),
    "device_types": _("Device type"),
    "devices": _("Device"),
    "intervention_types": _("Intervention type"),
    "intervention_reports": _("Report"),
    "interventions": _("Intervention"),
    "invoice_payments": _("Payment of an invoice"),
    "invoices": _("Invoice"),
    "mail_texts": _("Text of a mail"),
    "number_series": _("Numbering"),
    "office_notes": _("Office note"),
    "price_items": _("Price list item"),
    "privacy_notices": _("Privacy notice"),
    "quote_revisions": _("Revision of a quote"),
    "quotes": _("Quote"),
    "refrigerants": _("Refrigerant"),
    "report_signatures": _("Signature"),
    "technician_absences": _("Absence"),
    "technician_certificates": _("Certificate"),
    "technicians": _("Technician"),
    "vat_profiles": _("VAT rate"),
    "work_phrases": _("Ready-made phrase"),
}

#: Labels of columns that mean the same in every table.
GENERAL: dict[str, LazyString] = {
    **COMPANY_FIELDS,
    **CLIENT_COLUMNS,
    "active": _("Active"),
    "client_id": _("Client"),
    "code": _("Code"),
    "colour": _("Colour"),
    "description": _("Description"),
    "device": _("Browser"),
    "ends_at": _("Until"),
    "first_name": _("First name"),
    "is_active": _("Active"),
    "kind": _("Kind"),
    "label": _("Label"),
    "name": _("Name"),
    "position": _("Order"),
    "reason": _("Reason"),
    "short_name": _("Short name on the agenda"),
    "starts_at": _("From"),
    "state": _("State"),
    "title": _("Title"),
    "technician_id": _("Technician"),
    "unit": _("Unit"),
    "unit_price": _("Price"),
    "user_id": _("Account"),
    "username": _("Username"),
    "version": _("Version"),
    "working_hours": _("Working hours"),
}

#: Labels of columns that mean something else in one table.
COLUMNS: dict[str, dict[str, LazyString]] = {
    "clients": CLIENT_COLUMNS,
    "company_profile": COMPANY_FIELDS,
}
