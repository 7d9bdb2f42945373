"""Forms of the interventions."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import ValidationError

from app.kernel.errors import DomainError
from app.mail.rules import clean_addresses, split_addresses
from app.web.errors import user_message
from app.web.forms import HouseForm
from app.web.rowchoice import BlankTextField


class SendForm(HouseForm):
    """Where to send a copy of a report."""

    to = BlankTextField(
        _("E-mail address"),
        max_length=400,
        description=_("Several addresses are separated by a comma."),
        render_kw={"inputmode": "email", "autocomplete": "off", "data-width": "12"},
    )

    def validate_to(self, field: Any) -> None:
        """Refuse what mail cannot be sent to, beside the field."""
        del field  # WTForms passes it; the addresses are read from it below
        try:
            clean_addresses(self.addresses(), ())
        except DomainError as error:
            raise ValidationError(user_message(error)) from error

    def addresses(self) -> tuple[str, ...]:
        """Return the addresses that were typed."""
        return split_addresses(self.to.data or "")
