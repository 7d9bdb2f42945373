"""Sentences of the accounts and companies."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.accounts import rules
from app.kernel.errors import DomainError
from app.tenancy import directory

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.PasswordTooShortError: _(
        "The password must have at least %(minimum)s characters. A phrase is fine."
    ),
    rules.PasswordTooCommonError: _("This password is too easy to guess. Choose another one."),
    rules.PasswordHoldsNameError: _("The password must not contain the username."),
    rules.BadUsernameError: _(
        "«%(username)s» cannot be a username: use 2 to 30 lower-case letters and digits."
    ),
    rules.LinkNotValidError: _(
        "This link no longer works: it was used already or is too old. Ask for a new one."
    ),
    directory.UnknownCompanyError: _("There is no company «%(slug)s»."),
    directory.CompanyExistsError: _("The company «%(slug)s» exists already."),
    directory.BadSlugError: _(
        "«%(slug)s» cannot be the first part of usernames: use 2 to 31 lower-case letters and "
        "digits, starting with a letter."
    ),
}
