"""Words of a client's data."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.audit.messages import ENTITIES, GENERAL

#: Tables as the file calls them; the others are called as in the activity log.
SECTIONS: dict[str, LazyString] = {
    "booklet_entries": _("Sheets of the booklet"),
    "client_messages": _("Messages"),
    "collection_orders": _("Collections by the bank"),
    "device_controls": _("Controls of the device"),
    "device_date_moves": _("Dates of the device that were moved"),
    "device_maintenance_records": _("Maintenance done on the device"),
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


#: Columns that say the same in every table and that no screen names.
COLUMNS: dict[str, LazyString] = {
    "at": _("When"),
    "attachments": _("Attachments"),
    "content": _("Content"),
    "created_at": _("Stored on"),
    "facts": _("Facts stated"),
    "received_at": _("Received at"),
    "sent_at": _("Sent at"),
    "signed_at": _("Signed at"),
    "signer_name": _("Signed by"),
    "subject": _("Subject"),
    "text": _("Text"),
    "values": _("Values"),
}


def column(name: str) -> str:
    """Return what a column is called; one that no screen names keeps its own name."""
    return str(COLUMNS.get(name) or GENERAL.get(name) or name.replace("_", " "))
