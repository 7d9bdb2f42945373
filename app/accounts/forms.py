"""Forms of sign-in and password."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from app.accounts import service
from app.extensions import db
from app.kernel.errors import DomainError
from app.web.errors import user_message


class SignInForm(FlaskForm):
    """User name and password."""

    username = StringField(_("Username"), validators=[InputRequired(), Length(max=80)])
    password = PasswordField(_("Password"), validators=[InputRequired(), Length(max=256)])


class CodeForm(FlaskForm):
    """Six digits of the authenticator app, or a recovery code."""

    code = StringField(_("Code"), validators=[InputRequired(), Length(max=40)])


class ConfirmPasswordForm(FlaskForm):
    """One's own password again, before something that matters."""

    password = PasswordField(_("Current password"), validators=[InputRequired(), Length(max=256)])


class ApiTokenForm(ConfirmPasswordForm):
    """A new key for a program."""

    name = StringField(
        _("Program that will use it"),
        description=_("For example: accounts, spreadsheet, website."),
        validators=[InputRequired(), Length(max=60)],
    )


class ForgottenForm(FlaskForm):
    """Whose password was forgotten."""

    username = StringField(_("Username"), validators=[InputRequired(), Length(max=80)])


class NewPasswordForm(FlaskForm):
    """A new password, twice."""

    password = PasswordField(_("New password"), validators=[InputRequired(), Length(max=256)])
    repeated = PasswordField(
        _("New password again"),
        validators=[InputRequired(), EqualTo("password", _("The two passwords differ."))],
    )

    def __init__(self, *args: object, username: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._username = username

    def validate_password(self, field: PasswordField) -> None:
        """Ask the rule, show its sentence at the field."""
        try:
            service.ensure_password(db.session(), field.data or "", self._username)
        except DomainError as error:
            raise ValidationError(user_message(error)) from error


class PasswordForm(NewPasswordForm):
    """Old password, new one twice."""

    current = PasswordField(_("Current password"), validators=[InputRequired(), Length(max=256)])
