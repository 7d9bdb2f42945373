"""Columns of the devices as lists, cards and forms show them: labels, sections, hints."""

from flask_babel import lazy_gettext as _

LABELS = {
    "client": _("Client"),
    "client.municipality": _("Municipality"),
    "device_type": _("Type"),
    "state": _("State"),
    "fuel": _("Fuel"),
    "useful_power_kw": _("Useful power (kW)"),
    "heat_input_kw": _("Heat input (kW)"),
    "cooling_kw": _("Cooling power (kW)"),
    "electrical_kw": _("Electrical power (kW)"),
    "drive": _("Drive of chiller or heat pump"),
    "is_outdoors": _("Stands outdoors"),
    "installed_on": _("Installed on"),
    "first_ignition_on": _("First ignition on"),
    "warranty_until": _("Warranty until"),
    "warranty_extension_until": _("Extended warranty until"),
    "maintenance_interval_months": _("Months between two maintenances"),
    "exclude_from_maintenance": _("Excluded from maintenance"),
    "next_maintenance_on": _("Next maintenance"),
    "due_reason": _("Why this date"),
    "due_counted_from": _("Counted from"),
    "imported_control_on": _("Last efficiency control done by others"),
    "next_control_on": _("Next efficiency control (REE)"),
    "control_reason": _("Why this control"),
    "control_counted_from": _("Control counted from"),
    "control_period": _("Period used"),
    "refrigerant": _("Refrigerant"),
    "charge_kg": _("Refrigerant charge (kg)"),
    "is_hermetic": _("Hermetically sealed and labelled"),
    "is_residential": _("In a residential building"),
    "has_leak_detector": _("With leak detector"),
    "imported_leak_check_on": _("Last leak check done by others"),
    "next_leak_check_on": _("Next leak check (F-gas)"),
    "leak_reason": _("Why this leak check"),
    "leak_counted_from": _("Leak check counted from"),
    "leak_months": _("Months between two leak checks"),
    "first_due_on": _("First date due"),
    "manual_due_reason": _("Why it is set by hand"),
    "manual_due_by": _("Set by hand by"),
    "removed_on": _("Removed on"),
    "notes": _("Notes"),
}

HINTS = {
    "maintenance_interval_months": _("Empty: the usual interval of the type."),
    "distribution": _(
        "Same name on several generators of the plant: their powers add up for the law."
    ),
    "imported_control_on": _(
        "From the last report on paper. Reports made here count by themselves."
    ),
}

_DEVICE = ["device_type", "brand", "model", "serial_number", "location", "component_code"]
_POWER = [
    "fuel", "useful_power_kw", "heat_input_kw", "cooling_kw", "electrical_kw", "drive",
    "distribution", "is_outdoors",
]  # fmt: skip
_DAYS = ["installed_on", "first_ignition_on", "warranty_until", "warranty_extension_until"]
_CLOCKS = [
    "maintenance_interval_months", "imported_control_on", "exclude_from_maintenance",
]  # fmt: skip
_BY_HAND = ["manual_due_on", "manual_due_reason"]
_GAS = [
    "refrigerant", "charge_kg", "is_hermetic", "is_residential", "has_leak_detector",
    "imported_leak_check_on",
]  # fmt: skip
#: Said of a circuit only: a boiler has none to be hermetic or checked.
OF_CIRCUITS = frozenset({"is_hermetic", "is_residential", "has_leak_detector", "leak_reason"})

TYPED_NEW = ["client", *_DEVICE, *_POWER, *_DAYS, *_CLOCKS, *_GAS, "notes"]
TYPED = [*_DEVICE, *_POWER, *_DAYS, *_CLOCKS, *_BY_HAND, *_GAS, "notes"]


def _sections(first: list[str], clocks: list[str]) -> list[tuple[object, dict[str, list[str]]]]:
    return [
        (_("Device"), {"fields": first}),
        (_("Power and fuel"), {"fields": _POWER}),
        (_("Dates"), {"fields": _DAYS}),
        (_("Maintenance and controls"), {"fields": clocks}),
        (_("Refrigerant (F-gas)"), {"fields": _GAS}),
        (_("Notes"), {"fields": ["notes"]}),
    ]


FIELDSETS_NEW = _sections(["client", *_DEVICE], _CLOCKS)
FIELDSETS = _sections(_DEVICE, [*_CLOCKS, *_BY_HAND])

SHOWN_FIELDSETS = [
    (_("Due dates"), {"fields": [
        "next_maintenance_on", "due_reason", "due_counted_from", "manual_due_reason",
        "manual_due_by", "next_control_on", "control_reason", "control_counted_from",
        "next_leak_check_on", "leak_reason", "leak_counted_from",
    ]}),
    (_("Device"), {"fields": ["client", "device_type", "state", *_DEVICE[1:], "removed_on"]}),
    (_("Power and fuel"), {"fields": _POWER}),
    (_("Dates"), {"fields": [*_DAYS, "maintenance_interval_months", "imported_control_on"]}),
    (_("Refrigerant (F-gas)"), {"fields": [*_GAS, "leak_months"]}),
    (_("Notes"), {"fields": ["notes"]}),
]  # fmt: skip
SHOWN = [name for _title, section in SHOWN_FIELDSETS for name in section["fields"]]
