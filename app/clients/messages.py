"""Sentences and names of the clients domain."""

from enum import Enum
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.clients import rules
from app.kernel.errors import DomainError
from app.kernel.subject import SubjectKind

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.NameMissingError: _("Write the name: without it nobody finds the card."),
    rules.ReasonMissingError: _("Write the reason of the flag."),
    rules.GroupTooDeepError: _(
        "«%(name)s» cannot be the main card here: groups have two levels only."
    ),
    rules.HasMembersError: _("«%(name)s» has cards under it: move them first."),
    rules.BadContactError: _("«%(text)s» cannot be read. Write one per line."),
    rules.CopiesNotOfGroupError: _(
        "Only a main card has the reports of its group sent on: tick «Main card of a group», or "
        "leave this empty."
    ),
    rules.CopyAddressMissingError: _(
        "There is no e-mail address to send the copies to: write it on this card, or on the card "
        "of the building manager."
    ),
    rules.MergeRefusedError: _("«%(name)s» cannot be merged into this card."),
    rules.HasHistoryError: _("«%(name)s» has history: archive the card instead of deleting it."),
    rules.NoteMissingError: _("Write the note."),
    rules.OccupantDateError: _("The new occupant cannot start before the one of today."),
}

LABELS: dict[type[Enum], dict[Any, LazyString]] = {
    rules.ClientState: {
        rules.ClientState.ACTIVE: _("Active"),
        rules.ClientState.ARCHIVED: _("Archived"),
        rules.ClientState.MERGED: _("Merged"),
    },
    SubjectKind: {
        SubjectKind.PERSON: _("Private person"),
        SubjectKind.BUSINESS: _("Business"),
        SubjectKind.PUBLIC_BODY: _("Public body"),
        SubjectKind.CONDOMINIUM: _("Condominium or body"),
    },
    rules.GroupKind: {
        rules.GroupKind.BUILDING: _("Building"),
        rules.GroupKind.OWNER: _("Owner"),
    },
    rules.ReportCopies: {
        rules.ReportCopies.HEAD: _("The main card"),
        rules.ReportCopies.MANAGER: _("The building manager"),
    },
    rules.Payer: {
        rules.Payer.OCCUPANT: _("The occupant"),
        rules.Payer.GROUP_HEAD: _("The main card"),
    },
    rules.ResponsibleRole: {
        rules.ResponsibleRole.OCCUPANT: _("Occupant"),
        rules.ResponsibleRole.OWNER: _("Owner"),
        rules.ResponsibleRole.MANAGER: _("Building manager"),
        rules.ResponsibleRole.THIRD_PARTY: _("Third party"),
    },
    rules.DuplicateReason: {
        rules.DuplicateReason.TAX_CODE: _("same tax code"),
        rules.DuplicateReason.VAT_NUMBER: _("same VAT number"),
        rules.DuplicateReason.PHONE: _("same telephone"),
        rules.DuplicateReason.NAME_AND_PLACE: _("same name and municipality"),
        rules.DuplicateReason.NAME: _("same name"),
        rules.DuplicateReason.ADDRESS: _("same address"),
    },
}

#: Column -> label, for the form, the list, the card and the history.
COLUMNS: dict[str, LazyString] = {
    "number": _("Card number"),
    "display_name": _("Name"),
    "state": _("State"),
    "is_firm": _("Firm or body"),
    "last_name": _("Surname"),
    "first_name": _("First name"),
    "company_name": _("Company name"),
    "subject_kind": _("Subject kind"),
    "tax_code": _("Tax code"),
    "vat_number": _("VAT number"),
    "pec": _("Certified e-mail"),
    "recipient_code": _("Recipient code"),
    "phones": _("Telephones"),
    "emails": _("E-mail addresses"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "street": _("Street"),
    "street_number": _("Street number"),
    "postcode": _("Postcode"),
    "municipality": _("Municipality"),
    "province": _("Province"),
    "staircase": _("Staircase"),
    "floor": _("Floor"),
    "unit": _("Flat"),
    "area": _("Area"),
    "access_notes": _("Access notes"),
    "is_limited_traffic": _("Limited traffic zone"),
    "billing_name": _("Billing name"),
    "billing_street": _("Billing street"),
    "billing_postcode": _("Billing postcode"),
    "billing_municipality": _("Billing municipality"),
    "billing_province": _("Billing province"),
    "payer": _("Who pays"),
    "discount_class": _("Discount class"),
    "plant_code": _("Plant code"),
    "plate": _("Plate"),
    "pod": _("POD"),
    "pdr": _("PDR"),
    "responsible_role": _("Responsible for the plant"),
    "exclude_from_maintenance": _("Leave out of maintenance"),
    "exclusion_reason": _("Reason of the exclusion"),
    "excluded_until": _("Excluded until"),
    "needs_attention": _("Needs attention"),
    "attention_reason": _("Reason of the attention"),
    "private_note": _("Private note"),
    "source": _("How they found us"),
    "is_group_head": _("Main card of a group"),
    "group_kind": _("Kind of group"),
    "report_copies": _("Send a copy of the reports to"),
    "group_head": _("Building or owner"),
    "building_manager": _("Building manager"),
}
