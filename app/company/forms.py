"""Forms of the company data, one for each section."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import PasswordField, SelectField, ValidationError, validators

from app.company import rules
from app.company.hosts import ensure_outside_field
from app.company.messages import CHOICES, FIELDS
from app.kernel import identifiers
from app.kernel.errors import DomainError
from app.places.catalogue import is_province
from app.web import fields, widgets
from app.web.errors import user_message
from app.web.forms import HouseForm
from app.web.rowchoice import BlankLongTextField, BlankPhoneField, BlankTextField

_REQUIRED = validators.InputRequired()


class ColourControl(widgets.TextControl):
    """A colour, picked in the browser's own window."""

    input_type = "color"

    def __call__(self, field: Any, **kwargs: Any) -> Any:
        """Return the control, large enough to be seen."""
        kwargs["class"] = "form-control form-control-color w-100"
        return super().__call__(field, **kwargs)


class CheckedTextField(BlankTextField):
    """A code that is tidied and checked for its form; it may be empty."""

    def __init__(self, *args: Any, check: Callable[[str], Any], size: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.check = check
        #: Characters once tidied; blanks may be typed besides.
        self.size = size

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Tidy what was typed, or say what is wrong with it."""
        super().process_formdata(valuelist)
        if not self.data:
            return
        try:
            self.data = identifiers.ensure_valid(self.check(self.data))
        except DomainError as error:
            raise ValueError(user_message(error)) from error
        foreign = self.check is identifiers.check_vat_number and not self.data.isdigit()
        if foreign or len(self.data) > self.size:
            raise ValueError(_("This code is not an Italian one."))


class PlainPasswordField(PasswordField):
    """A secret that is written and never shown."""

    widget = widgets.TextControl()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.render_kw = {"type": "password", "autocomplete": "new-password", "value": ""}


def _text(name: str, limit: int, **kwargs: Any) -> Any:
    return BlankTextField(FIELDS[name], max_length=limit, **kwargs)


def _code(name: str, check: Callable[[str], Any], limit: int, **kwargs: Any) -> Any:
    return CheckedTextField(FIELDS[name], check=check, size=limit, **kwargs)


def _choice(name: str, **kwargs: Any) -> Any:
    choices = list(CHOICES[name].items())
    return SelectField(FIELDS[name], choices=choices, widget=widgets.SelectControl(), **kwargs)


def _width(twelfths: int, **more: Any) -> dict[str, Any]:
    return {"data-width": str(twelfths), **more}


class SectionForm(HouseForm):
    """A section of the company data, with the version it was filled from."""

    version = fields.VersionField()


class ProfileForm(SectionForm):
    """Who the company is."""

    legal_name = _text("legal_name", 160, validators=[_REQUIRED], render_kw=_width(12))
    street = _text("street", 160, render_kw=_width(12))
    municipality = _text(
        "municipality", 80,
        render_kw=_width(6, **{
            "data-places-url": "/azienda/comuni",
            "data-place-province": "province",
            "data-place-postal-code": "postcode",
            "autocomplete": "off",
        }),
    )  # fmt: skip
    postcode = _code("postcode", identifiers.check_postcode, 5, render_kw=_width(3))
    province = _text("province", 2, render_kw=_width(3, **{"data-uppercase": ""}))
    phone = BlankPhoneField(FIELDS["phone"])
    email = _code(
        "email", identifiers.check_email, 160,
        description=lazy_gettext("Summaries of changes of these data go here too."),
    )  # fmt: skip
    pec = _code("pec", identifiers.check_pec, 160)
    website = _text("website", 160)
    vat_number = _code("vat_number", identifiers.check_vat_number, 11)
    tax_code = _code("tax_code", identifiers.check_tax_code, 16)
    rea = _text("rea", 20, description=lazy_gettext("For example TO-1234567."))
    share_capital_eur = fields.MoneyField(FIELDS["share_capital_eur"], [validators.Optional()])
    certifications = BlankLongTextField(
        FIELDS["certifications"], description=lazy_gettext("Printed on declarations and reports.")
    )
    fgas_certificate = _text("fgas_certificate", 60)
    fgas_expires_on = fields.DayField(FIELDS["fgas_expires_on"], [validators.Optional()])

    def validate_province(self, field: Any) -> None:
        """Refuse letters that are no province."""
        field.data = (field.data or "").upper()
        if field.data and not is_province(field.data):
            raise ValidationError(_("Write the two letters of the province, for example TO."))


class DocumentsForm(SectionForm):
    """Logo, colour and footer of documents."""

    logo = FileField(
        FIELDS["logo_sha"], widget=widgets.TextControl("file"),
        description=lazy_gettext("JPEG, PNG or WebP picture; it is made smaller by itself."),
        render_kw={"accept": "image/*"},
    )  # fmt: skip
    remove_logo = fields.SwitchField(lazy_gettext("Remove the present logo"))
    colour = _text("colour", 7, widget=ColourControl())
    document_footer = BlankLongTextField(
        FIELDS["document_footer"],
        description=lazy_gettext("One or two lines at the foot of each page."),
    )

    def validate_colour(self, field: Any) -> None:
        """Refuse what is not a colour."""
        if not rules.is_colour(field.data or ""):
            raise ValidationError(_("Choose a colour."))


class InvoicingForm(SectionForm):
    """Bank and electronic invoices."""

    bank_name = _text("bank_name", 120)
    iban = _code("iban", identifiers.check_iban, 34)
    sia_code = _text("sia_code", 5, description=lazy_gettext("Five characters, from your bank."))
    cbi_code = _text("cbi_code", 8, description=lazy_gettext("Eight characters, from your bank."))
    sepa_creditor = _text(
        "sepa_creditor", 35, description=lazy_gettext("For example IT50ZZZ0000012345678901.")
    )
    regime_fiscale = _choice("regime_fiscale")
    codice_destinatario = _code(
        "codice_destinatario", identifiers.check_recipient_code, 7,
        description=lazy_gettext("Empty: suppliers' invoices arrive by certified e-mail."),
    )  # fmt: skip


class SdiForm(SectionForm):
    """How invoices leave and receipts come in."""

    sdi_channel = _choice(
        "sdi_channel",
        description=lazy_gettext(
            "By hand: download the XML, upload it to the portal or give it to your intermediary."
        ),
        render_kw=_width(12),
    )
    pec_smtp_host = _text("pec_smtp_host", 160)
    pec_smtp_port = fields.WholeNumberField(
        FIELDS["pec_smtp_port"], [_REQUIRED, validators.NumberRange(1, 65535)]
    )
    pec_imap_host = _text("pec_imap_host", 160)
    pec_imap_port = fields.WholeNumberField(
        FIELDS["pec_imap_port"], [_REQUIRED, validators.NumberRange(1, 65535)]
    )
    pec_security = _choice("pec_security")
    pec_user = _text(
        "pec_user",
        160,
        render_kw={"autocomplete": "off"},
        description=lazy_gettext("Empty: the PEC address of the company."),
    )
    pec_password = PlainPasswordField(
        FIELDS["pec_password"],
        [validators.Length(max=200)],
        description=lazy_gettext("Never shown. Leave empty to keep the present one."),
    )
    sdi_address = _code("sdi_address", identifiers.check_email, 160)

    def validate_pec_smtp_host(self, field: Any) -> None:
        """Ask for the outgoing server when invoices leave by PEC."""
        self._needed(field)
        ensure_outside_field(field)

    def validate_pec_imap_host(self, field: Any) -> None:
        """Ask for the incoming server when invoices leave by PEC."""
        self._needed(field)
        ensure_outside_field(field)

    def validate_sdi_address(self, field: Any) -> None:
        """Ask for the address when invoices leave by PEC."""
        self._needed(field)

    def _needed(self, field: Any) -> None:
        if self.sdi_channel.data == "pec" and not field.data:
            raise ValidationError(_("Needed to send by PEC: your PEC provider names it."))


class MailForm(SectionForm):
    """The company's own mail server."""

    smtp_host = _text(
        "smtp_host", 160,
        description=lazy_gettext("For example smtp.example.it. Empty: mail waits in the outbox."),
    )  # fmt: skip
    smtp_port = fields.WholeNumberField(
        FIELDS["smtp_port"], [_REQUIRED, validators.NumberRange(1, 65535)]
    )
    smtp_security = _choice("smtp_security")
    smtp_user = _text("smtp_user", 160, render_kw={"autocomplete": "off"})
    smtp_password = PlainPasswordField(
        FIELDS["smtp_password"], [validators.Length(max=200)],
        description=lazy_gettext("Never shown. Leave empty to keep the present one."),
    )  # fmt: skip
    mail_from = _code("mail_from", identifiers.check_email, 160)
    mails_reports = fields.SwitchField(
        FIELDS["mails_reports"],
        description=lazy_gettext(
            "To the address of the report's heading, or else of the client card."
        ),
    )

    def validate_smtp_host(self, field: Any) -> None:
        """Refuse a server where companies may not reach."""
        ensure_outside_field(field)

    def validate_mail_from(self, field: Any) -> None:
        """Ask for a sender where a server is set."""
        if self.smtp_host.data and not field.data:
            raise ValidationError(_("Write the address that messages come from."))


class SealForm(SectionForm):
    """A certificate of the company's own."""

    p12 = FileField(
        lazy_gettext("Certificate file (.p12 or .pfx)"), widget=widgets.TextControl("file"),
        render_kw={"accept": ".p12,.pfx,application/x-pkcs12"},
    )  # fmt: skip
    password = PlainPasswordField(
        lazy_gettext("Password of the certificate"), [validators.Length(max=200)]
    )

    def validate_p12(self, field: Any) -> None:
        """Ask for a file."""
        if not field.data:
            raise ValidationError(_("Choose the certificate file."))


class ExternalForm(SectionForm):
    """A provider through which the company's people sign in."""

    issuer = _text(
        "oidc_issuer", 200, render_kw=_width(12, autocapitalize="none", spellcheck="false"),
        description=lazy_gettext(
            "For example https://accounts.google.com. Empty: sign-in is with the password only."
        ),
    )  # fmt: skip
    label = _text("oidc_label", 40, description=lazy_gettext("For example Google or Microsoft."))
    client_id = _text("oidc_client_id", 200, render_kw={"autocomplete": "off"})
    client_secret = PlainPasswordField(
        FIELDS["oidc_client_secret"], [validators.Length(max=200)],
        description=lazy_gettext("Never shown. Leave empty to keep the present one."),
    )  # fmt: skip
    links_by_email = fields.SwitchField(
        FIELDS["oidc_links_by_email"],
        description=lazy_gettext(
            "Only an address that the provider has verified counts, and only for accounts that "
            "exist: nobody gets an account by signing in."
        ),
    )

    def _needed(self, field: Any) -> None:
        if self.issuer.data and not field.data:
            raise ValidationError(_("Needed where a provider is set."))

    validate_label = validate_client_id = _needed

    def validate_issuer(self, field: Any) -> None:
        """Refuse a provider where companies may not reach."""
        ensure_outside_field(field)


def _purpose(code: str) -> BlankLongTextField:
    return BlankLongTextField(
        FIELDS[f"purpose_{code}"],
        [validators.Length(max=1000)],
        description=lazy_gettext("Empty: this consent is not asked for."),
        render_kw={"rows": 2},
    )


class PrivacyForm(SectionForm):
    """Text of the privacy notice, and of the consents asked below it."""

    privacy_notice = BlankLongTextField(
        FIELDS["privacy_notice"], [validators.InputRequired()], render_kw={"rows": 18}
    )

    purpose_email = _purpose("email")
    purpose_sms = _purpose("sms")
    purpose_marketing = _purpose("marketing")


class MailTextForm(SectionForm):
    """Words of one message."""

    subject = _text("subject", 200, validators=[_REQUIRED], render_kw=_width(12))
    body = BlankLongTextField(
        FIELDS["body"], [_REQUIRED, validators.Length(max=5000)], render_kw={"rows": 12}
    )


def numbering_form(codes: Sequence[str]) -> type[SectionForm]:
    """Return the form with the next number of each series."""
    made = {
        f"number_{code}": fields.WholeNumberField(
            FIELDS[f"number_{code}"],
            [_REQUIRED, validators.NumberRange(1, rules.LARGEST_NUMBER)],
        )
        for code in codes
    }
    return type("NumberingForm", (SectionForm,), made)


def hours_form() -> type[SectionForm]:
    """Return the form with two spans for each weekday and the rule of maintenance dates."""
    made: dict[str, Any] = {
        f"d{day}_{span}_{side}": HourField(validators=[validators.Optional()])
        for day in rules.WEEKDAYS
        for span in range(rules.SPANS_PER_DAY)
        for side in ("from", "to")
    }
    return type("HoursForm", (SectionForm,), {**made, **_clocks()})


def _clocks() -> dict[str, Any]:
    control_body = _choice(
        "control_body",
        description=lazy_gettext(
            "Who says how often plants are controlled. The periods themselves are under Control "
            "periods."
        ),
    )
    days = {
        name: fields.WholeNumberField(
            FIELDS[name], [_REQUIRED, validators.NumberRange(0, 365)], render_kw=_width(6)
        )
        for name in ("contract_notice_days", "renewal_lead_days")
    }
    feast = {
        "patron_day": _text(
            "patron_day", 5, render_kw=_width(4, inputmode="numeric"),
            description=lazy_gettext("Day and month, for example 24/06. Nobody works on it."),
        ),
        "patron_name": _text(
            "patron_name", 80, render_kw=_width(8),
            description=lazy_gettext("For example San Giovanni Battista."),
        ),
    }  # fmt: skip
    return {"due_mode": _choice("due_mode"), "control_body": control_body} | days | feast


class HourField(fields.TextField):
    """An hour as the browser's clock sends it, "08:30"; empty stays empty."""

    widget = widgets.TextControl("time")

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keep the text: the rule reads it."""
        self.data = valuelist[0].strip()[:5] if valuelist else ""
