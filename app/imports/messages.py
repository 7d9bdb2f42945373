"""What the user reads while importing a list: fields, problems, refusals."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.imports.rules import (
    ColumnsMissingError,
    EmptyListError,
    Field,
    ListTooLargeError,
    ProblemCode,
    ProtectedListError,
    UnknownColumnError,
    UnreadableListError,
    WebPageListError,
)
from app.imports.rules_runs import RunMovedOnError, RunState, SheetUnknownError
from app.kernel.errors import DomainError

REFUSALS: dict[type[DomainError], LazyString] = {
    UnreadableListError: _(
        "%(filename)s cannot be read: save it as an Excel or CSV file and try again."
    ),
    WebPageListError: _(
        "%(filename)s is a web page under the name of a spreadsheet: open it with Excel or "
        "LibreOffice, save it as .xlsx and try again."
    ),
    ProtectedListError: _("%(filename)s is protected by a password: remove it and try again."),
    EmptyListError: _("%(filename)s is empty."),
    ListTooLargeError: _("%(filename)s is larger than %(megabytes)s MB: split it in parts."),
    UnknownColumnError: _("The choice “%(column)s” does not match any column, or is made twice."),
    ColumnsMissingError: _(
        "Choose the columns with the name, the address and the municipality of the customers."
    ),
    RunMovedOnError: _("Somebody took this list further meanwhile: this is where it stands."),
    SheetUnknownError: _("The workbook has no sheet “%(sheet)s”: choose one of the list."),
}

STATES: dict[RunState, LazyString] = {
    RunState.UPLOADED: _("Columns to choose"),
    RunState.CHECKING: _("Being checked"),
    RunState.CHECKED: _("Checked, not imported yet"),
    RunState.IMPORTING: _("Being imported"),
    RunState.DONE: _("Imported"),
    RunState.FAILED: _("Interrupted"),
}

FIELD_LABELS: dict[Field, LazyString] = {
    Field.EXTERNAL_CODE: _("Customer code"),
    Field.FULL_NAME: _("Full name"),
    Field.LAST_NAME: _("Last name"),
    Field.FIRST_NAME: _("First name"),
    Field.COMPANY_NAME: _("Company name"),
    Field.ADDRESS: _("Address"),
    Field.STREET_NUMBER: _("Street number"),
    Field.POSTCODE: _("Postcode"),
    Field.MUNICIPALITY: _("Municipality"),
    Field.PROVINCE: _("Province"),
    Field.STAIRCASE: _("Staircase"),
    Field.FLOOR: _("Floor"),
    Field.UNIT: _("Flat"),
    Field.PHONE: _("Phone"),
    Field.EMAIL: _("E-mail"),
    Field.PEC: _("Certified e-mail"),
    Field.TAX_CODE: _("Tax code"),
    Field.VAT_NUMBER: _("VAT number"),
    Field.TAX_OR_VAT: _("Tax code or VAT number"),
    Field.RECIPIENT_CODE: _("Recipient code"),
    Field.DISCOUNT_CLASS: _("Discount class"),
    Field.CONTACT_PERSON: _("Contact person"),
    Field.GROUP_HEAD: _("Condominium"),
    Field.BUILDING_MANAGER: _("Building manager"),
    Field.PLANT_CODE: _("Plant code"),
    Field.NOTE: _("Notes"),
    Field.DEVICE_TYPE: _("Device type"),
    Field.BRAND: _("Brand"),
    Field.MODEL: _("Model"),
    Field.SERIAL_NUMBER: _("Serial number"),
    Field.FUEL: _("Fuel"),
    Field.USEFUL_POWER_KW: _("Useful power (kW)"),
    Field.HEAT_INPUT_KW: _("Heat input (kW)"),
    Field.LOCATION: _("Location"),
    Field.INSTALLED_ON: _("Installation date"),
    Field.FIRST_IGNITION_ON: _("First ignition"),
    Field.WARRANTY_UNTIL: _("Warranty until"),
    Field.LAST_MAINTENANCE_ON: _("Last maintenance"),
    Field.NEXT_MAINTENANCE_ON: _("Next maintenance"),
    Field.LAST_REE_ON: _("Last efficiency report"),
    Field.NEXT_REE_ON: _("Next efficiency report"),
}

PROBLEM_LABELS: dict[ProblemCode, LazyString] = {
    ProblemCode.NAME_MISSING: _("The name is missing: the row is not imported."),
    ProblemCode.STREET_MISSING: _("The address is missing: the row is not imported."),
    ProblemCode.MUNICIPALITY_MISSING: _("The municipality is missing: the row is not imported."),
    ProblemCode.MUNICIPALITY_UNKNOWN: _("The municipality is not among the Italian ones."),
    ProblemCode.MUNICIPALITY_FROM_POSTCODE: _("The municipality was taken from the postcode."),
    ProblemCode.POSTCODE_MISMATCH: _("The postcode is not one of this municipality."),
    ProblemCode.POSTCODE_WRONG: _("The postcode is wrong and was left out."),
    ProblemCode.TAX_CODE_WRONG: _("The tax code is wrong: it was copied to the notes."),
    ProblemCode.VAT_NUMBER_WRONG: _("The VAT number is wrong: it was copied to the notes."),
    ProblemCode.RECIPIENT_CODE_WRONG: _("The recipient code is wrong: it was copied to the notes."),
    ProblemCode.EMAIL_WRONG: _("The e-mail address is wrong: it was copied to the notes."),
    ProblemCode.EMAIL_EXTRA: _("There is a second e-mail address: it was copied to the notes."),
    ProblemCode.PHONE_WRONG: _("The phone number is wrong: it was copied to the notes."),
    ProblemCode.DATE_WRONG: _("The date is wrong: it was copied to the notes."),
    ProblemCode.DATE_COMPLETED: _("The date is incomplete: its first day was taken."),
    ProblemCode.POWER_WRONG: _("The power is wrong: it was copied to the notes."),
    ProblemCode.FUEL_UNKNOWN: _("The fuel is not known: it was copied to the notes."),
    ProblemCode.TOO_LONG: _("The text is too long: the whole of it was copied to the notes."),
}
