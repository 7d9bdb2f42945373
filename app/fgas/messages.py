"""Sentences of the F-gas register."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.fgas import rules
from app.fgas.rules import EntryKind, LeakResult
from app.kernel.errors import DomainError

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.WorkInFutureError: _("The work cannot lie in the future."),
    rules.GasMissingError: _("Choose the refrigerant."),
    rules.AddedMissingError: _("Write how much refrigerant was added."),
    rules.RecoveredMissingError: _("Write how much refrigerant was recovered."),
    rules.ResultMissingError: _("Choose what the leak check found."),
    rules.EntryNotifiedError: _(
        "This work was already notified: take the notice back before changing it."
    ),
    rules.NoticeDayError: _("The day of the notice lies between the work and today."),
}

KINDS = {
    EntryKind.INSTALLATION: _("Installation of the circuit"),
    EntryKind.LEAK_CHECK: _("Leak check"),
    EntryKind.MAINTENANCE: _("Maintenance of the circuit"),
    EntryKind.REPAIR: _("Repair of a leak"),
    EntryKind.TOP_UP: _("Top-up"),
    EntryKind.RECOVERY: _("Recovery of the gas"),
    EntryKind.DECOMMISSIONING: _("Decommissioning"),
}
RESULTS = {
    LeakResult.TIGHT: _("No leak"),
    LeakResult.LEAKING: _("Leak found"),
}
