"""Forms of messages to customers."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.company.forms import HourField, PlainPasswordField
from app.mail.owntexts import MAX_BODY
from app.messages.messages import CHANNELS, LEADS, WAYS
from app.messages.rules import MAX_TEXT, TEXT_ONLY, Event, Way
from app.web.fields import VersionField, WholeNumberField
from app.web.forms import HouseForm
from app.web.rowchoice import BlankLongTextField, BlankTextField
from app.web.widgets import SelectControl

_WIDE = {"data-width": "12"}


def plan_form(event: Event) -> type[HouseForm]:
    """Return the form of an occasion: only what it has."""
    made: dict[str, Any] = {"version": VersionField()}
    ways = [Way.OFF, Way.TEXT] if event in TEXT_ONLY else list(Way)
    made["way"] = SelectField(
        _("How"), choices=[(way.value, WAYS[way]) for way in ways], widget=SelectControl()
    )
    if event in LEADS:
        made["lead_days"] = WholeNumberField(LEADS[event], [InputRequired(), NumberRange(1, 365)])
    if event not in TEXT_ONLY:
        made["subject"] = BlankTextField(
            _("Subject of the e-mail"), [InputRequired()], max_length=200, render_kw=_WIDE
        )
        made["body"] = BlankLongTextField(
            _("Text of the e-mail"),
            [InputRequired(), Length(max=MAX_BODY)],
            render_kw={"rows": 9, **_WIDE},
        )
    made["short_text"] = BlankLongTextField(
        _("SMS or WhatsApp"), [InputRequired(), Length(max=MAX_TEXT)],
        render_kw={"rows": 4, **_WIDE},
        description=_("Up to 160 characters are one SMS; accents can make it two."),
    )  # fmt: skip
    return type("PlanForm", (HouseForm,), made)


class SettingsForm(HouseForm):
    """Quiet hours and gateway."""

    version = VersionField()
    quiet_from = HourField(_("No messages from"), [InputRequired()])
    quiet_to = HourField(_("until"), [InputRequired()])
    url = BlankTextField(
        _("Address of the SMS or WhatsApp gateway"), max_length=300, render_kw=_WIDE,
        description=_("Given by the provider. Empty: these messages stay here, nothing leaves."),
    )  # fmt: skip
    sender = BlankTextField(
        _("Sender shown to the customer"), max_length=40, render_kw={"data-width": "6"}
    )
    token = PlainPasswordField(
        _("Token of the gateway"), [Optional(), Length(max=500)],
        description=_("Never shown. Empty: the stored one stays, as long as the address does."),
    )  # fmt: skip


class WriteForm(HouseForm):
    """One message to one client."""

    channel = SelectField(
        _("How"),
        choices=[(channel.value, label) for channel, label in CHANNELS.items()],
        widget=SelectControl(),
    )
    address = BlankTextField(
        _("E-mail address or mobile number"), [InputRequired()], max_length=254
    )
    subject = BlankTextField(
        _("Subject of the e-mail"), max_length=200,
        render_kw={"data-show-when": "channel=mail", **_WIDE},
    )  # fmt: skip
    text = BlankLongTextField(
        _("Text"), [InputRequired(), Length(max=MAX_BODY)], render_kw={"rows": 8, **_WIDE}
    )
