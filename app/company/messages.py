"""Words of the company data: fields, choices, refusals."""

from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.company import rules
from app.kernel.errors import DomainError
from app.outside import PrivateHostError
from app.thermal.tables_periods import BODIES

REFUSALS: dict[type[DomainError], LazyString] = {
    PrivateHostError: _("%(host)s lies on this machine or in its network: it cannot be used."),
    rules.HoursNotReadableError: _("Write both the opening and the closing hour, or neither."),
    rules.HoursOrderError: _("These hours overlap, or the closing comes before the opening."),
    rules.DayOfYearError: _("Write day and month as 24/06."),
    rules.PatronNameMissingError: _("Write both the day and the name of the feast, or neither."),
    rules.ClosureOrderError: _("The last day comes before the first."),
    rules.NumberTakenError: _(
        "Lower numbers were given already: the next one can be %(least)s at the earliest."
    ),
}

FIELDS: dict[str, LazyString] = {
    "legal_name": _("Company name"),
    "street": _("Street and number"),
    "municipality": _("Municipality"),
    "postcode": _("Postcode"),
    "province": _("Province"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "pec": _("Certified e-mail"),
    "website": _("Website"),
    "vat_number": _("VAT number"),
    "tax_code": _("Tax code"),
    "rea": _("Register of companies (REA)"),
    "share_capital_eur": _("Share capital"),
    "certifications": _("Qualifications (DM 37/2008 letters and others)"),
    "fgas_certificate": _("F-gas certificate number"),
    "fgas_expires_on": _("F-gas certificate expires on"),
    "logo_sha": _("Logo"),
    "colour": _("Colour of documents"),
    "document_footer": _("Footer of documents"),
    "bank_name": _("Bank"),
    "iban": _("IBAN"),
    "sia_code": _("SIA code (for RiBa)"),
    "cbi_code": _("CBI code (for direct debits)"),
    "sepa_creditor": _("SEPA creditor identifier"),
    "regime_fiscale": _("Tax regime"),
    "codice_destinatario": _("Recipient code for suppliers' invoices"),
    "opening_hours": _("Opening hours"),
    "patron_day": _("Patron saint's day"),
    "patron_name": _("Name of the feast"),
    "first_on": _("First day closed"),
    "last_on": _("Last day closed"),
    "due_mode": _("Next maintenance after a late visit"),
    "contract_notice_days": _("Days of notice of new contracts"),
    "renewal_lead_days": _("Days before the notice in which a contract is to renew"),
    "control_body": _("Periods of the efficiency controls (REE)"),
    "smtp_host": _("Mail server"),
    "smtp_port": _("Port"),
    "smtp_security": _("Protection"),
    "smtp_user": _("User of the mail server"),
    "smtp_password": _("Password of the mail server"),
    "sdi_channel": _("How invoices reach the SdI"),
    "sdi_address": _("Address of the SdI"),
    "pec_smtp_host": _("Outgoing server of the PEC"),
    "pec_smtp_port": _("Port of the outgoing server"),
    "pec_imap_host": _("Incoming server of the PEC (IMAP)"),
    "pec_imap_port": _("Port of the incoming server"),
    "pec_security": _("Protection of the PEC servers"),
    "pec_user": _("User of the PEC"),
    "pec_password": _("Password of the PEC"),
    "mail_from": _("Sender's address"),
    "mails_reports": _("Send each finished report to the customer by e-mail"),
    "seal_p12": _("Seal certificate"),
    "privacy_notice": _("Privacy notice"),
    "purpose_email": _("Consent to e-mail"),
    "purpose_sms": _("Consent to SMS and WhatsApp"),
    "purpose_marketing": _("Consent to offers and advertising"),
    "subject": _("Subject"),
    "body": _("Text of the message"),
    "session_hours": _("Sessions end unused after"),
    "needs_second_factor": _("Second factor asked"),
    "oidc_issuer": _("Address of the provider"),
    "oidc_label": _("Name on the button"),
    "oidc_client_id": _("Client ID"),
    "oidc_client_secret": _("Client secret"),
    "oidc_links_by_email": _("Link accounts by their e-mail address"),
    "number_clients": _("Next customer number"),
    "number_interventions": _("Next report number of the year"),
}

CHOICES: dict[str, dict[Any, Any]] = {
    "session_hours": {
        1: _("1 hour"),
        4: _("4 hours"),
        8: _("8 hours"),
        12: _("12 hours"),
        24: _("1 day"),
        72: _("3 days"),
        168: _("7 days"),
        720: _("30 days"),
        2160: _("90 days"),
    },
    "control_body": {"": _("By the province of each plant"), **BODIES},
    "regime_fiscale": {
        "RF01": _("RF01 Ordinary"),
        "RF02": _("RF02 Minimum taxpayers"),
        "RF16": _("RF16 VAT on payment, public bodies"),
        "RF17": _("RF17 VAT on payment"),
        "RF18": _("RF18 Other"),
        "RF19": _("RF19 Flat-rate"),
    },
    "smtp_security": {
        "starttls": _("STARTTLS (usual, port 587)"),
        "tls": _("TLS from the start (port 465)"),
        "none": _("None (only for a server in the same office)"),
    },
    "sdi_channel": {
        "manual": _("By hand, with the XML file"),
        "pec": _("By certified e-mail (PEC)"),
    },
    "pec_security": {
        "tls": _("TLS from the start (usual)"),
        "starttls": _("STARTTLS"),
        "none": _("None (only for a server in the same office)"),
    },
    "due_mode": {
        "visit": _("Counted from the day of the visit"),
        "anniversary": _("Keeps the usual month"),
    },
}

MAIL_LABELS: dict[str, LazyString] = {
    "quote_ready": _("Quote sent to the customer"),
    "contract_ready": _("Contract sent to the customer"),
    "payment_reminder_1": _("First reminder of an unpaid invoice (e-mail and letter)"),
    "payment_reminder_2": _("Second reminder of an unpaid invoice (e-mail and letter)"),
    "payment_reminder_3": _("Last reminder of an unpaid invoice (e-mail and letter)"),
    "report_ready": _("Report sent to the customer"),
    "maintenance_due": _("Reminder of maintenance due (e-mail and letter)"),
    "appointment_booked": _("Appointment booked"),
    "appointment_moved": _("Appointment moved"),
    "appointment_cancelled": _("Appointment cancelled"),
    "appointment_reminder": _("Reminder of an appointment"),
    "invoice_ready": _("Invoice issued"),
    "invoice_unpaid": _("Reminder of a payment"),
}

WEEKDAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
    _("Sunday"),
)  # fmt: skip
