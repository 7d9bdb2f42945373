"""Forms of the privacy form."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectMultipleField, widgets

from app.privacy.rules import Answer, field_of
from app.web.fields import EmailAddressField
from app.web.forms import HouseForm
from app.web.rowchoice import BlankTextField

_YES_NO = (("yes", _("I consent")), ("no", _("I do not consent")))
_ANSWERS = {"yes": True, "no": False}


class SigningForm(HouseForm):
    """Who signs, and the signature; the answers are added by `signing_form`."""

    signer_name = BlankTextField(
        _("Name and surname"), max_length=120, render_kw={"autocomplete": "name"}
    )
    to = EmailAddressField(
        _("Send a copy to"),
        description=_("Empty: no copy is sent."),
        render_kw={"autocomplete": "off"},
    )
    strokes = HiddenField()
    uuid = HiddenField()
    notice_version = HiddenField()

    def given(self) -> dict[str, bool | None]:
        """Return the answers by purpose; None: not answered."""
        names = {field_of(code): code for code in self.codes}
        return {code: _ANSWERS.get(self[name].data) for name, code in names.items()}

    #: Purposes asked for.
    codes: tuple[str, ...] = ()


def signing_form(purposes: Iterable[Mapping[str, str]]) -> type[SigningForm]:
    """Return the form that asks for some consents, with neither answer chosen."""
    asked = list(purposes)
    made: dict[str, Any] = {
        field_of(one["code"]): RadioField(one["text"], choices=_YES_NO, validate_choice=False)
        for one in asked
    }
    return type("AskedForm", (SigningForm,), {**made, "codes": tuple(o["code"] for o in asked)})


class RevocationForm(HouseForm):
    """Which consents the customer takes back, and how they said so."""

    purposes = SelectMultipleField(
        _("Consents taken back"),
        validate_choice=False,
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    note = BlankTextField(
        _("How the customer said so"),
        max_length=300,
        description=_("For example: e-mail of today, or by telephone to the office."),
    )

    def offer(self, held: Iterable[Answer]) -> None:
        """Offer the consents that are still given."""
        self.purposes.choices = [(one.code, one.text) for one in held if one.is_given]
