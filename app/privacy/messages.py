"""Sentences of the privacy forms."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.kernel.errors import DomainError
from app.privacy import rules
from app.privacy.rules import Asked

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.NoticeMissingError: _(
        "The company has no privacy notice yet: an administrator writes it in the company data."
    ),
    rules.NoticeChangedError: _(
        "The privacy notice was changed in the meantime: this is the new one, please read it again."
    ),
    rules.AnswerMissingError: _("Choose yes or no."),
    rules.PrivacySignerMissingError: _("Write the name and surname of who signs."),
    rules.NothingToRevokeError: _("Choose at least one consent that is still given."),
}

ASKED = {
    Asked.NEVER: _("Not signed yet"),
    Asked.NEW_OCCUPANT: _("Signed by the former occupant: the new one has to sign"),
    Asked.NEW_NOTICE: _("The notice has changed since: to be signed again"),
}
