"""What every paper filled in on the phone says: keeping a draft, signing, sending.

The scripts of these pages take their sentences from the page, never from their own text.
"""

from typing import Any

from flask_babel import gettext as _


def draft_words() -> dict[str, Any]:
    """Return the sentences that the report and the efficiency report share."""
    return {
        "next": _("Go on"),
        "back": _("Back"),
        "retry": _("Try again"),
        "resumed": _("Draft of %(x)s resumed.", x="%(x)s"),
        "elsewhere": _("This report is open in another tab or window: go on writing there."),
        "write_here": _("Write here"),
        "write_here_help": _(
            "If you write here, the other tab stops; what was written there is kept and shown here."
        ),
        "cannot_keep": _(
            "This device cannot keep the draft: do not close the page before sending."
        ),
        "offline": _("There is no connection. Try again as soon as there is signal."),
        "not_found": _("This appointment does not exist or is no longer yours. Ask the office."),
        "unexpected": _("Something went wrong. What you wrote is kept: try again."),
        "signature_lost": _(
            "You changed the report after it was signed: the signatures were removed. Have it read "
            "and signed again."
        ),
        "correction": _("Correction"),
        "correction_reason": _("Why the report is corrected"),
        "serial": _("serial number %(x)s", x="%(x)s"),
        "mend_first": _("Put right the points above: then it can be signed."),
        "signer_name": _("Name of who signs"),
        "signer_capacity": _("Who signs as"),
        "unsigned_help": _("Why there is no signature"),
        "technician_signs": _("The technician signs"),
        "technician_name": _("Technician's name"),
        "technician_signature": _("Technician's signature"),
        "drawn": _("Signed"),
        "draw_here": _("Sign in the box with a finger"),
        "clear": _("Sign again"),
        "signed_out": _("You were signed out. What you wrote is kept on this phone."),
        "sign_in": _("Sign in again"),
    }
