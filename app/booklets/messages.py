"""Sentences of the booklets."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.booklets import rules_parts as rules
from app.kernel.errors import DomainError

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.PartDatesError: _("The removal cannot lie before the installation."),
    rules.PartRemovedLaterError: _("The removal cannot lie in the future."),
    rules.PartInPlaceError: _(
        "A component with this number is already in place: use Replace on it, or another number."
    ),
    rules.ReplacedWhenError: _("Write from which day on it replaces the old component."),
    rules.ReplacedEarlierError: _(
        "What replaces a component cannot have been installed before it."
    ),
}
