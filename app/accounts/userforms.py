"""Forms of the people who sign in."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from wtforms import PasswordField, RadioField, SelectField
from wtforms.validators import InputRequired, Length, Optional

from app.accounts import people, rules, service
from app.extensions import db
from app.tenancy.context import current_company
from app.web.fields import EmailAddressField, TextField
from app.web.forms import HouseForm
from app.web.rowchoice import BlankTextField

#: How a new account gets its password.
BY_PASSWORD, BY_INVITATION = "password", "invitation"


class WordsForm(HouseForm):
    """What an account is called and where it is written to."""

    first_name = TextField(_("First name"), validators=[InputRequired(), Length(max=64)])
    last_name = BlankTextField(_("Last name"), max_length=64)
    username = TextField(
        _("Username"),
        validators=[InputRequired(), Length(max=60)],
        description=_("2 to 30 lower-case letters and digits: what the person signs in with."),
    )
    email = EmailAddressField(
        _("E-mail"),
        validators=[Optional(), Length(max=160)],
        description=_("For the invitation and for a forgotten password."),
    )

    def words(self) -> people.Words:
        """Return what was typed; the company's part of the user name may be typed or not."""
        own = (self.username.data or "").strip().lower().removeprefix(f"{current_company()}.")
        return people.Words(
            own, self.first_name.data or "", self.last_name.data or "", self.email.data
        )


class ChosenPasswordField(PasswordField):
    """A new password, with what the page needs to weigh it as the server will."""

    guessable: ClassVar[dict[str, Any]] = {
        "words": rules.COMMON_WORDS,
        "different": rules.FEWEST_DIFFERENT,
        "others": rules.FEWEST_OTHERS,
    }


class NewPersonForm(WordsForm):
    """A new account: names, and the password or an invitation."""

    how = RadioField(
        _("Password"),
        choices=[
            (BY_PASSWORD, _("I choose a password now")),
            (BY_INVITATION, _("The person chooses it by a link that works once")),
        ],
        default=BY_PASSWORD,
    )
    password = ChosenPasswordField(
        _("Password"),
        validators=[Length(max=256)],
        description=_("At least 12 characters. A phrase is fine."),
    )

    def chosen_password(self) -> str | None:
        """Return the password typed, or None when an invitation is to be sent.

        Raises:
            DomainError: No acceptable password.
        """
        if self.how.data == BY_INVITATION:
            return None
        password = self.password.data or ""
        service.ensure_password(db.session(), password, f"{current_company()}.{self.words().own}")
        return password


class NewTechnicianForm(NewPersonForm):
    """A technician's login: also which technician works with it."""

    technician = SelectField(
        _("Technician on the agenda"),
        default="",
        description=_("A technician who is on the agenda already, or a new one."),
    )

    def offer(self, technicians: Any) -> None:
        """Offer the technicians without a login, and a new one."""
        self.technician.choices = [("", _("A new technician with this name"))] + [
            (str(row.id), row.name) for row in technicians
        ]

    def chosen_technician(self, technicians: Any) -> Any:
        """Return the technician chosen; None for a new one."""
        return next((row for row in technicians if str(row.id) == self.technician.data), None)


class NewPasswordForm(HouseForm):
    """A new password for somebody."""

    password = ChosenPasswordField(
        _("New password"),
        validators=[InputRequired(), Length(max=256)],
        description=_("At least 12 characters. A phrase is fine."),
    )
