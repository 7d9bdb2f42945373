"""Sentences of the accounts and companies."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.accounts import apitokens, profiles, rules, rules_external, rules_people, signinrules
from app.kernel.errors import DomainError
from app.tenancy import directory

REFUSALS: dict[type[DomainError], LazyString] = {
    signinrules.CodeNotRightError: _("This code is not right, or it was used already."),
    apitokens.TokenNameMissingError: _("Write which program will use the key."),
    apitokens.TooManyTokensError: _("You have %(limit)s keys already: revoke one first."),
    signinrules.SecondFactorNeededError: _(
        "Your profile asks for a second factor: it cannot be switched off."
    ),
    rules.PasswordTooShortError: _(
        "The password must have at least %(minimum)s characters. A phrase is fine."
    ),
    rules.PasswordTooCommonError: _("This password is too easy to guess. Choose another one."),
    rules.PasswordHoldsNameError: _(
        "The password must not contain the username or the company's name."
    ),
    rules.BadUsernameError: _(
        "«%(username)s» cannot be a username: use 2 to 30 lower-case letters and digits."
    ),
    rules.LinkNotValidError: _(
        "This link no longer works: it was used already or is too old. Ask for a new one."
    ),
    rules_people.SecretarySlotsTakenError: _(
        "All secretary accounts of your plan are in use: %(in_use)s of %(limit)s. Disable one, or "
        "ask whoever runs this installation to raise the number."
    ),
    rules_people.TechnicianSlotsTakenError: _(
        "All technician accounts of your plan are in use: %(in_use)s of %(limit)s. Disable one, or "
        "ask whoever runs this installation to raise the number."
    ),
    rules_people.SlotsBelowUseError: _(
        "%(wanted)s is fewer than the %(in_use)s accounts in use: disable some first."
    ),
    rules_people.UsernameTakenError: _("«%(username)s» is taken: choose another name."),
    rules_people.EmailTakenError: _("Another account already has the address %(email)s."),
    rules_people.LastAdministratorError: _(
        "This is the last administrator: make somebody else administrator first."
    ),
    rules_people.OwnAccountError: _("You cannot disable the account you are working with."),
    rules_people.TechnicianLinkedError: _(
        "%(name)s already has a login or is linked to somebody else."
    ),
    rules_people.AlreadyTechnicianError: _("Your account already works as technician %(name)s."),
    rules_people.OfficeOnlyLinkError: _(
        "Only a secretary account can be linked to a technician or unlinked from one."
    ),
    rules_external.IssuerNotAnAddressError: _(
        "Write the provider's whole address, beginning with https://, for example "
        "https://accounts.google.com."
    ),
    rules_external.ProviderSilentError: _(
        "No provider answers at this address, or it states another one: check it letter by letter."
    ),
    rules_external.ProviderAnswerError: _(
        "Signing in took too long or began elsewhere: try again."
    ),
    rules_external.IdentityUnknownError: _("This request was dealt with already."),
    rules_external.IdentityTakenError: _("%(name)s is linked to somebody else already."),
    profiles.ProfileNameTakenError: _("There is already a profile «%(name)s»."),
    profiles.ProfileNameMissingError: _(
        "Write a name for the profile: 2 to 64 characters, beginning with a letter."
    ),
    profiles.ProfileInUseError: _(
        "«%(name)s» cannot be deleted: %(accounts)s accounts have it. Give them another one first."
    ),
    profiles.ShippedProfileError: _(
        "«%(name)s» comes with the program: you can change what it allows, not its name."
    ),
    profiles.UnknownProfileError: _("Choose one of the profiles in the list."),
    profiles.MatrixChangedError: _(
        "Somebody else changed the permissions meanwhile. Check them and save again."
    ),
    directory.UnknownCompanyError: _("There is no company «%(slug)s»."),
    directory.CompanyExistsError: _("The company «%(slug)s» exists already."),
    directory.BadSlugError: _(
        "«%(slug)s» cannot be the first part of usernames: use 2 to 31 lower-case letters and "
        "digits, starting with a letter."
    ),
}
