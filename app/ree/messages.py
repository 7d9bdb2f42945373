"""Sentences of the energy-efficiency reports."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.interventions.messages import PROBLEMS as READING
from app.kernel.errors import DomainError
from app.ree import rules, rules_policy
from app.ree.rules_policy import Weight

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.ReeNotYoursError: _("This appointment or report does not exist, or is not yours."),
    rules.ReeClashError: _("A report with this identifier has already arrived with other content."),
    rules.ReeOutdatedError: _(
        "Somebody has corrected this report meanwhile: open it again to see revision %(revision)s."
    ),
    rules.ReeDeviceError: _("Choose a generator of this plant, of the kind of this report."),
    rules.ReeTwiceError: _(
        "This generator already has the report %(number)s of that day: correct that one."
    ),
    rules.TechnicianSignatureMissingError: _("The technician who did the control has to sign it."),
    rules.StateNotNextError: _("The report has meanwhile been moved to another state."),
    rules.SentBeforeControlError: _("The day cannot be before the control, nor in the future."),
    rules.RejectionReasonMissingError: _("Write the reason that the register gave."),
    rules_policy.PolicyDaysError: _("The validity ends before it begins."),
}

WEIGHTS: dict[Weight, LazyString] = {
    Weight.ERROR: _("Refused"),
    Weight.WARNING: _("Warning"),
    Weight.INFO: _("To know"),
    Weight.OFF: _("Not asked"),
}

#: What is wrong with one field, by the code of the problem.
PROBLEMS: dict[str, LazyString] = dict(READING) | {
    "not_asked": _("With the other answers this is not asked: empty it."),
    "too_precise": _("Too many decimals."),
    "alone": _("“Not required” and “None” go without other treatments."),
}

#: Sentences of the rules, by code.
CHECKS: dict[str, LazyString] = {
    "prescribed_may_run": _("With a prescription the plant may not run: answer No."),
    "stopped_without_reason": _("The plant may not run: write the prescription, or at least why."),
    "in_future": _("The control cannot be in the future."),
    "installed_after": _("The generator cannot be installed after its control."),
    "maintenance_before": _("The maintenance has to be after this control."),
    "leaves_before": _("The departure has to be after the arrival."),
    "defect_unexplained": _(
        "Something is not in order: explain it in observations, recommendations or prescriptions."
    ),
    "plant_code_missing": _("Without the plant code the regional register refuses the report."),
    "no_service": _("Tick at least one: heating or hot water."),
    "useful_above_input": _("The useful output cannot be above the heat input."),
    "input_out_of_range": _(
        "The actual heat input has to be between 50 and 120 percent of the nominal."
    ),
    "input_high": _("The actual heat input is above 110 percent of the nominal: check it."),
    "draught_missing": _("A natural draught gas appliance needs the draught of the flue."),
    "co_too_high": _("CO without air above 1000 ppm: the result by UNI 10389-1 cannot be Yes."),
    "efficiency_too_low": _(
        "Efficiency below the legal minimum: the result by UNI 10389-1 cannot be Yes."
    ),
    "smoke_too_dark": _(
        "Bacharach number above the limit: the result by UNI 10389-1 cannot be Yes."
    ),
    "result_no_but_good": _("All measured values are lawful, and the result says No: check it."),
    "result_nc_but_tested": _("Measurements were made: the result is Yes or No."),
    "unsafe_co": _("With CO without air above 1000 ppm the plant may not run."),
    "low_efficiency": _("Efficiency below the legal minimum: the plant may run only for a while."),
    "replace_in_180_days": _(
        "If maintenance does not bring the efficiency back, the generator is replaced within 180 "
        "days of the control (DPR 74/2013 art. 8)."
    ),
    "co2_above_fuel": _("This fuel cannot give more than %(limit)s%% of CO2."),
    "co_below_dry": _("The corrected CO cannot be below the CO in the dry flue gas."),
    "co_mismatch": _("From CO and O2 one gets %(ours)s ppm: check the corrected CO."),
    "flue_hot": _("Above 220 °C: check the flue gas temperature."),
    "air_unlikely": _("Combustion air outside -5 and 50 °C: check it."),
    "air_above_flue": _("The air is not colder than the flue gas: check both temperatures."),
    "efficiency_unlikely": _("By the formula one gets %(ours)s%%: check the efficiency read."),
    "analyser_missing": _("Write make, model and serial number of the analyser."),
    "no_legal_minimum": _(
        "No legal minimum efficiency for this fuel: UNI 10389-1 does not test it."
    ),
    "restored_before": _("The efficiency has to be restored after this control."),
    "circuit_twice": _("This circuit already has its row."),
    "rows_not_circuits": _("The rows of measurements are not as many as the circuits."),
    "heat_unlikely": _("From flow and temperatures one gets %(ours)s kW: check the heat output."),
    "sticker_unknown": _("This sticker is not in stock: check the number."),
    "sticker_used": _("This sticker is on another report already: check the number."),
    "sticker_gone": _("This sticker was taken out of the stock: check the number."),
    "module_twice": _("This module already has its row."),
}
