"""Who wrote something, in words: a person's name, or the program where nobody did."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, and_

from app.orm.audit import AuditEntry
from app.web.filters import TextFilter, contains

#: Labels of the actors without account, as the edges state them (`app.orm.audit.set_actor`).
PROGRAM: dict[str, LazyString] = {
    "worker": _("The program (automatic)"),
    "system": _("The program (automatic)"),
    "import": _("Import of a list"),
    "demo": _("Demonstration"),
    "operator": _("Who runs the installation"),
    "setup": _("Set-up of the company"),
}


def actor_name(entry: AuditEntry) -> str:
    """Return who made an entry of the register, as people read it.

    A name typed at sign-in has no account either, but an address: it is shown as typed.
    """
    if entry.user_id is None and entry.address is None:
        return str(PROGRAM.get(entry.user_label, entry.user_label))
    return entry.user_label


def made_by(text: str) -> ColumnElement[bool]:
    """Return the condition of entries whose maker is called so, in the words of `actor_name`."""
    found = [label for label, words in PROGRAM.items() if text.casefold() in str(words).casefold()]
    nobody = and_(AuditEntry.user_id.is_(None), AuditEntry.address.is_(None))
    return contains(AuditEntry.user_label, text) | (nobody & AuditEntry.user_label.in_(found))


class ActorFilter(TextFilter):
    """Entries by who made them."""

    def _condition(self, text: str) -> ColumnElement[bool]:
        return made_by(text)
