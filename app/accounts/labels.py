"""Words of the accounts' screens that name a value of the code."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.accounts.models import AccountKind

KIND_LABELS: dict[AccountKind, LazyString] = {
    AccountKind.SECRETARY: _("Secretary account"),
    AccountKind.TECHNICIAN: _("Technician account"),
}

#: Headings of the list.
GROUP_LABELS: dict[AccountKind, LazyString] = {
    AccountKind.SECRETARY: _("Secretary accounts"),
    AccountKind.TECHNICIAN: _("Technician accounts"),
}

#: Presets of a new technician (product reference 2.7).
PRESET_LABELS: dict[str, LazyString] = {
    "own": _("Only own appointments"),
    "history": _("With the client's history"),
    "autonomous": _("Autonomous"),
    "lead": _("Lead technician"),
    "office": _("Like the office"),
}
