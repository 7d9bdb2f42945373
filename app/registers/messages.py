"""Words and sentences of the regional registers."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.kernel.errors import DomainError
from app.registers import rules, rules_codes
from app.registers.rules import (
    Fault,
    FileKind,
    FileState,
    Place,
    Register,
    StickerState,
    Topic,
)

REGISTERS: dict[Register, LazyString] = {
    Register.CIT: _("Piemonte (CIT): XML files"),
    Register.CRITER: _("Emilia-Romagna (CRITER): JSON files"),
    Register.TABLE: _("Other regions: a table"),
}
KINDS: dict[FileKind, LazyString] = {
    FileKind.REE: _("Energy-efficiency reports (REE)"),
    FileKind.MAINTENANCE: _("Maintenance without a report"),
    FileKind.BOOKLET: _("Plant booklets, by the day they were opened here"),
}
STATES: dict[FileState, LazyString] = {
    FileState.PREPARING: _("Being written"),
    FileState.READY: _("Ready"),
    FileState.FAILED: _("Nothing written"),
}
TOPICS: dict[Topic, LazyString] = {
    Topic.WORK: _("Intervention type (1 cleaning, 2 control, 3 other)"),
    Topic.BRAND: _("Brand"),
    Topic.FUEL: _("Fuel"),
    Topic.FLUID: _("Heat carrier"),
    Topic.UNIT: _("Unit of measure"),
    Topic.NOX: _("NOx to declare where it was not measured (mg/kWh)"),
}
STICKER_STATES: dict[StickerState, LazyString] = {
    StickerState.FREE: _("In stock"),
    StickerState.USED: _("On a report"),
    StickerState.VOID: _("Taken out"),
}
#: The same of the lists of stickers.
STICKER_TABS: dict[StickerState, LazyString] = {
    StickerState.FREE: _("Stickers in stock"),
    StickerState.USED: _("Stickers on a report"),
    StickerState.VOID: _("Stickers taken out"),
}
FAULTS: dict[Fault, LazyString] = {
    Fault.MISSING: _("missing"),
    Fault.TOO_LONG: _("too long for the register"),
    Fault.TOO_LARGE: _("too large for the register"),
    Fault.NO_CODE: _("not among the register's codes"),
    Fault.ONE_ONLY: _("several, the register takes one"),
    Fault.UNMEASURED: _(
        "none. The register's import takes no such report: hand the PDF over in the portal, then "
        "note it as sent on the report"
    ),
}

#: What the forms of the reports do not name.
SOURCES: dict[str, LazyString | str] = {
    "rea_province": _("REA: province (write it as TO-1234567)"),
    "rea_number": _("REA: number (write it as TO-1234567)"),
    "firm_tax_code": _("Tax code of the company"),
    "firm_name": _("Name of the company"),
    "work_code": _("Register's code of the intervention type"),
    "nox_mg_kwh": _("NOx (measured on the report, or written among the codes)"),
    "measurements": _("Measurements"),
    "brand_code": _("Register's code of the maker"),
    "fuel_code": _("Register's code of the fuel"),
    "carrier_code": _("Register's code of the heat carrier"),
    "flame_fuel_code": _("Register's code of the fuel"),
    "feed_code": _("Register's code of the fuel"),
    "unit_code": _("Register's code of the unit of measure"),
    "services": _("Service with its power, sheet 1"),
    "water_used": _("Unit of measure of the make-up water, sheet 14"),
    "linked_generator": _("Generator it belongs to"),
    "owner_title": _("Who delegated the third party (sheet 3 of the booklet)"),
    "owner_kind": _("Who answers for the plant: person or firm"),
    "electrical_kw": _("Nominal electrical power"),
    "cooling_kw": _("Nominal cooling power"),
    "useful_power_kw": _("Nominal useful heat output"),
    "pod": "POD",
    "pdr": "PDR",
    "opened_on": _("Opened on"),
    "components": _("Components"),
    "technician_signature": _("Signature of the technician"),
    "responsible_signature": _("Signature of the person responsible"),
    "cadastral_code": _("Municipality (not found in the list of the comuni)"),
    "efficiency_ree": _("Combustion efficiency"),
    "efficiency_minimum": _("Legal minimum of the efficiency"),
    "heating_water_not_required": _("Water treatment"),
    "dhw_water_not_required": _("Treatment of domestic hot water"),
    "heating_treatment_first": _("Treatment of heating water"),
    "dhw_treatment_first": _("Treatment of domestic hot water"),
    "sticker": _("Fee sticker"),
    "number": _("Number"),
    "client": _("Client"),
    "device": _("Device"),
}

#: Our name of a value -> where it is mended, by what the document is; the rest on the report.
PLACES: dict[str, Place] = {
    "rea_province": Place.COMPANY,
    "rea_number": Place.COMPANY,
    "firm_tax_code": Place.COMPANY,
    "firm_name": Place.COMPANY,
    "plant_code": Place.CARD,
    "work_code": Place.CODES,
    "owner_title": Place.CARD,
    "nox_mg_kwh": Place.CODES,
}
#: What the cards and devices say of a booklet; the rest stands on its own page.
BOOKLET_PLACES: dict[str, Place] = {
    "brand_code": Place.CODES,
    "fuel_code": Place.CODES,
    "carrier_code": Place.CODES,
    "flame_fuel_code": Place.CODES,
    "feed_code": Place.CODES,
    "unit_code": Place.CODES,
    "street": Place.CARD,
    "municipality": Place.CARD,
    "cadastral_code": Place.CARD,
}
VISIT_PLACES: dict[str, Place] = {
    "maintenance_by": Place.DEVICE,
    "unit_number": Place.DEVICE,
    "technician_first_name": Place.TECHNICIAN,
    "technician_last_name": Place.TECHNICIAN,
}

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.NotTakenError: _("This register does not take this kind of document."),
    rules.PeriodOrderError: _("The period ends before it begins."),
    rules.FileNotReadyError: _("This file is not written yet, or it was noted as sent before."),
    rules.SentDayError: _("The day cannot be before the file was written, nor in the future."),
    rules.StickerUsedError: _("The sticker %(label)s is on another report already."),
    rules.ReportHasStickerError: _("This report carries the sticker %(label)s already."),
    rules.StickerNotUsableError: _("This sticker is no longer in stock."),
    rules.StickerReasonMissingError: _("Write why the sticker leaves the report."),
    rules.StickerKnownError: _("The sticker %(label)s is in the stock already."),
    rules_codes.CodeBoundsError: _(
        "The register's codes of this list are numbers from %(least)s to %(most)s."
    ),
    rules.StickerRangeError: _(
        "Write the first and the last number in order, digits only, at most %(most)s at once."
    ),
}
