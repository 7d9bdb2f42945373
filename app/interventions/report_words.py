"""What the page of the report says: its script takes every sentence from here."""

from typing import Any

from flask_babel import gettext as _

from app.interventions.draft_words import draft_words


def words() -> dict[str, Any]:
    """Return the sentences of the page in the language of the reader."""
    return {
        **draft_words(),
        **_page(),
        **_work(),
        **_materials(),
        **_notes(),
        **_outcome(),
        **_sign(),
        **_sending(),
    }


def _page() -> dict[str, Any]:
    return {
        "steps_label": _("Steps of the report"),
        "steps": {
            "work": _("Work"),
            "materials": _("Parts used"),
            "notes": _("Photos and notes"),
            "outcome": _("Outcome"),
            "sign": _("Signature"),
        },
        "change": _("Change"),
        "remove": _("Remove"),
        "loading": _("Loading the report…"),
        "offline_now": _(
            "There is no connection now: go on writing, everything is kept on this phone."
        ),
        "signed_already": _("Already signed: if you change something, the signatures are removed."),
        "problems": _("Before going on, look at these points"),
        "reasons": _reasons(),
        "fields": _fields(),
    }


def _reasons() -> dict[str, str]:
    return {
        "required": _("this is needed."),
        "not_a_number": _("write a number, for example 1,5."),
        "out_of_range": _("this number is too large or too small."),
        "not_a_date": _("write a day of the calendar."),
        "not_a_time": _("write an hour, for example 14:30."),
        "unknown": _("choose one of those on offer."),
        "too_long": _("this text is too long."),
        "wrong_kind": _("this cannot be read."),
        "future": _("the day of the work cannot be in the future."),
        "device": _("touch the device you worked on: without it, its due date cannot move."),
        "sign": _("have the customer sign, or say why there is no signature."),
        "other": _("look at this again."),
    }


def _fields() -> dict[str, str]:
    return {
        "type_id": _("Type of intervention"),
        "performed_on": _("Day of the work"),
        "device_ids": _("Devices"),
        "technician_ids": _("Technicians"),
        "work_done": _("Work done"),
        "request_text": _("Customer's request"),
        "heading": _("Heading"),
        "lines": _("Line"),
        "findings": _("Finding"),
        "attachments": _("Photo"),
        "outcome": _("Outcome"),
        "started_at": _("Start"),
        "ended_at": _("End"),
        "travel_minutes": _("Travel"),
        "payment": _("Payment"),
        "next_visit_advised_on": _("Next visit advised"),
        "corrects": _("Reason of the correction"),
        "signatures": _("Signature"),
        "unsigned_reason": _("Signature"),
        "other": _("Report"),
    }


def _work() -> dict[str, Any]:
    return {
        "heading": _("Headed to"),
        "heading_help": _(
            "What you change here stays on this report only: the client card is not touched."
        ),
        "heading_name": _("Name or company name"),
        "heading_street": _("Address"),
        "heading_postcode": _("Postcode"),
        "heading_municipality": _("Municipality"),
        "heading_province": _("Province"),
        "heading_tax_code": _("Tax code"),
        "heading_vat_number": _("VAT number"),
        "heading_email": _("E-mail"),
        "heading_phone": _("Phone"),
        "when_and_what": _("Day and type"),
        "performed_on": _("Day of the work"),
        "type": _("Type of intervention"),
        "moves_due_date": _("Counts as maintenance: the due date moves"),
        "devices": _("Devices"),
        "devices_help": _("Touch the devices you worked on"),
        "no_devices": _("There are no devices on this card yet."),
        "device_needed": _(
            "This type of intervention moves the due date of a device: touch the one you worked "
            "on. Without it the date does not move."
        ),
        "due_on": _("due on %(x)s", x="%(x)s"),
        "work": _("What was done"),
        "request_text": _("Customer's request"),
        "work_done": _("Work done"),
        "phrases": _("Ready sentences"),
        "team": _("Who worked"),
        "team_usual": _("As on the appointment: %(x)s", x="%(x)s"),
        "team_needed": _("Choose who worked"),
        "team_help": _("Choose only if others worked than planned"),
    }


def _materials() -> dict[str, Any]:
    return {
        "materials": _("Parts and labour"),
        "no_lines": _("No part or labour yet. If nothing was used, go on."),
        "add_line": _("Add from the price list"),
        "search_items": _("Search by code or description"),
        "free_line": _("Add as a free line"),
        "line_added": _("Line added."),
        "quantity": _("Quantity"),
        "less": _("One less"),
        "more": _("One more"),
        "source": _("Taken from"),
        "unit_price": _("Price each without VAT"),
        "discount": _("Discount in percent"),
        "discount_class": _("Discount class of the customer: %(name)s"),
        "description": _("Description"),
    }


def _notes() -> dict[str, Any]:
    return {
        "photos": _("Photos"),
        "photo": _("Photo"),
        "take_photo": _("Take a photo"),
        "choose_file": _("Choose from the phone"),
        "photo_added": _("Photo added."),
        "photo_kind": _("What the photo shows"),
        "caption": _("Note under the photo"),
        "photo_kinds": [
            ("photo", _("Photo")),
            ("before", _("Before")),
            ("after", _("After")),
            ("nameplate", _("Nameplate")),
            ("analyser_strip", _("Analyser strip")),
            ("document", _("Document")),
        ],
        "findings": _("Defects and advice"),
        "finding_text": _("Text"),
        "prescription_help": _(
            "A prescription means that the plant must not be used until it is put right: say so to "
            "the customer before the signature."
        ),
        "next_visit": _("Next visit advised"),
        "next_visit_help": _("Day, if different from the due date"),
    }


def _outcome() -> dict[str, Any]:
    return {
        "outcome": _("Outcome"),
        "outcome_help": _("How did it end?"),
        "hours": _("Hours"),
        "started_at": _("Start"),
        "ended_at": _("End"),
        "travel_minutes": _("Minutes of travel"),
        "travel_text": _("travel %(n)s minutes", n="%(n)s"),
        "payment": _("Payment"),
        "payment_help": _("What the customer paid now"),
        "no_payment": _("Nothing paid now"),
        "payment_amount": _("Amount taken (€)"),
        "receipt_number": _("Receipt number"),
        "no_preview": _("Without a connection, dates and totals are worked out on arrival."),
    }


def _sign() -> dict[str, Any]:
    return {
        "net": _("Taxable amount"),
        "vat": _("VAT"),
        "total": _("Total"),
        "client_signs": _("The customer signs"),
        "client_reads": _("Hand over the phone: what is above is what is signed."),
        "capacity_example": _("for example holder, tenant, son"),
        "capacities": [
            _("holder"),
            _("spouse"),
            _("tenant"),
            _("son or daughter"),
            _("caretaker"),
            _("building manager"),
        ],
        "client_signature": _("Customer's signature"),
        "does_not_sign": _("The customer does not sign"),
        "will_sign": _("The customer signs here"),
    }


def _sending() -> dict[str, Any]:
    return {
        "send": _("Send the report"),
        "sending": _("Sending the report…"),
        "sending_photo": _("Sending photo %(n)s of %(of)s…", n="%(n)s", of="%(of)s"),
        "kept_offline": _(
            "There is no connection: the report is kept on this phone with photos and signatures. "
            "Try again as soon as there is signal."
        ),
        "too_large": _("A photo or signature is too large."),
        "clash": _(
            "This report had already arrived, and it was changed since. Send it as a new one: the "
            "office compares the two."
        ),
        "send_as_new": _("Send as a new report"),
        "sent": _("Report %(x)s sent", x="%(x)s"),
        "sent_text": _("The report is stored."),
        "conflict": _(
            "The office had changed this appointment meanwhile: the report is kept and the office "
            "will look at it."
        ),
        "see_report": _("See the report"),
        "next_visit_link": _("Next appointment"),
    }
