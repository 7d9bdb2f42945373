"""Words of a client's data."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.audit.messages import ENTITIES

#: Tables as the file calls them; the others are called as in the activity log.
SECTIONS: dict[str, LazyString] = {
    "appointment_devices": _("Devices of an appointment"),
    "appointment_technicians": _("Technicians of an appointment"),
    "booklet_entries": _("Sheets of the booklet"),
    "call_devices": _("Devices of a call"),
    "client_messages": _("Messages"),
    "collection_orders": _("Collections by the bank"),
    "contract_devices": _("Devices of a contract"),
    "device_controls": _("Controls of the device"),
    "device_date_moves": _("Dates of the device that were moved"),
    "device_maintenance_records": _("Maintenance done on the device"),
    "intervention_devices": _("Devices of an intervention"),
    "intervention_technicians": _("Technicians of an intervention"),
    "invoice_dues": _("Due dates of an invoice"),
    "invoice_files": _("Files of an invoice"),
    "invoice_lines": _("Lines of an invoice"),
    "invoice_notices": _("Receipts of an invoice"),
    "maintenance_follow_ups": _("Follow-up of a due date"),
    "outgoing_mails": _("E-mails"),
    "quote_lines": _("Lines of a quote"),
    "ree_measurements": _("Measurements of an energy efficiency report"),
    "register_documents": _("Documents sent to a register"),
    "report_findings": _("Findings of a report"),
    "report_lines": _("Lines of a report"),
}


def section(table: str) -> str:
    """Return what a table is called."""
    return str(SECTIONS.get(table) or ENTITIES[table])
