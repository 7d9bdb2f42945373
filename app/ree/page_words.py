"""What the page of the form says: its script takes every sentence from here."""

from typing import Any

from flask_babel import gettext as _

from app.interventions.draft_words import draft_words


def words() -> dict[str, Any]:
    """Return the sentences of the page in the language of the reader."""
    return {**draft_words(), **_page(), **_filling(), **_analyser(), **_signing(), **_sending()}


def _page() -> dict[str, Any]:
    return {
        "steps_label": _("Sections of the report"),
        "sign_step": _("Signature"),
        "section": _("Section %(x)s", x="%(x)s"),
        "loading": _("Loading the energy-efficiency report…"),
        "offline_now": _(
            "There is no connection now: go on writing, everything is kept on this phone. The "
            "values are checked on arrival."
        ),
        "problems": _("Before signing, look at these points"),
        "warnings": _("Check, or go on"),
        "no_devices": _(
            "No generator of this plant has an official report. Add the device on the client card, "
            "or check its type."
        ),
        "choose_device": _("Which generator do you control?"),
        "last_on": _("last report of %(x)s", x="%(x)s"),
    }


def _filling() -> dict[str, Any]:
    return {
        "all_good": _("Everything else in this section is in order"),
        "all_good_done": _("Answers filled in: check them."),
        "not_applicable": _("Not applicable"),
        "required": _("needed"),
        "measurements": _("Measurements"),
        "module_row": _("Row %(n)s", n="%(n)s"),
        "add_row": _("Add a row"),
        "remove_row": _("Remove the row"),
        "figures": _("Worked out"),
        "formula": _("Formula"),
        "uncertain": _("coefficients to be verified against the standard"),
        "tick_hint": _("Touch what applies"),
    }


def _analyser() -> dict[str, Any]:
    return {
        "analyser_import": _("Import from the analyser"),
        "analyser_text": _("The analyser's strip"),
        "analyser_hint": _(
            "Paste the text that the analyser's app shares, or choose the file it saved. Nothing "
            "is filled in before you have seen it."
        ),
        "analyser_file": _("Or the analyser's file (CSV or text)"),
        "analyser_read": _("Read the values"),
        "analyser_reading": _("Reading…"),
        "analyser_cancel": _("Cancel"),
        "analyser_again": _("Another strip or file"),
        "analyser_empty": _("Paste the strip or choose a file first."),
        "analyser_too_long": _("This is too long for an analyser's strip. Paste one measurement."),
        "analyser_nothing": _(
            "No value was recognised. The office can add the words of your analyser under "
            "Configuration, Flue-gas analysers."
        ),
        "analyser_which": _("Which measurement?"),
        "analyser_nth": _("Measurement %(n)s", n="%(n)s"),
        "analyser_mean": _("Mean of all measurements"),
        "analyser_same": _("Already written like this"),
        "analyser_replace": _("Replace %(old)s, written here already", old="%(old)s"),
        "analyser_fill": _("Fill in (%(n)s)", n="%(n)s"),
        "analyser_done": _("Filled in from the analyser: %(n)s. Check them.", n="%(n)s"),
        "analyser_left": _("Not filled in (%(n)s)", n="%(n)s"),
        "analyser_outside": _("not possible for this field"),
        "analyser_unasked": _("not asked in this report"),
        "analyser_derived": _("follows from O2"),
    }


def _signing() -> dict[str, Any]:
    return {
        "summary": _("What is signed"),
        "runs": _("The plant may run."),
        "stops": _("The plant may not run."),
        "client_signs": _("The person responsible signs"),
        "client_reads": _("For acknowledgement only: the signature says that it was received."),
        "client_signature": _("Signature of the person responsible"),
        "capacities": [_("owner"), _("tenant"), _("son or daughter"), _("caretaker")],
        "does_not_sign": _("The person responsible does not sign"),
        "will_sign": _("The person responsible signs here"),
        "sign_first": _("The technician has to sign."),
        "sign_or_say": _("Have the person responsible sign, or say why not."),
        "statement": _(
            "The report counts as a declaration in lieu of affidavit (art. 47 DPR 445/2000)."
        ),
    }


def _sending() -> dict[str, Any]:
    return {
        "send": _("Send the energy-efficiency report"),
        "sending": _("Sending the energy-efficiency report…"),
        "kept_offline": _(
            "There is no connection: the report is kept on this phone with its signatures. Try "
            "again as soon as there is signal."
        ),
        "clash": _("This report had already arrived, and it was changed since."),
        "sent": _("Energy-efficiency report %(number)s sent", number="%(x)s"),
        "sent_text": _("The report is stored. Its PDF is made in a moment."),
        "see_report": _("See the energy-efficiency report"),
        "another": _("Another generator"),
    }
