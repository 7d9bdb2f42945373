"""The devices on the card of their plant."""

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from markupsafe import Markup
from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import joinedload

from app.clients.card import CardFacts, CardTab, Headline
from app.clients.models import Client
from app.devices import messages
from app.devices.models import Device
from app.devices.queries import due_devices, visible_devices
from app.extensions import db
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.formats import format_date

#: A due date this near is coloured.
SOON_DAYS = 30


def count_devices(access: Access, client_id: int) -> ScalarSelect[int]:
    """Return the number of devices of a plant that the account may see, as a subquery."""
    return (
        select(func.count(Device.id))
        .where(Device.client_id == client_id, visible_devices(access))
        .scalar_subquery()
    )


def due_headlines(facts: CardFacts) -> list[Headline]:
    """Say when the next maintenance of each device is, the most urgent first."""
    if not facts.counts.get(TAB.code):
        return []
    today = local_day(facts.now)
    due = due_devices(facts.session, facts.access, facts.client.id)
    return [
        Headline(
            str(device),
            _("Next maintenance %(day)s", day=format_date(day)),
            url_for("DeviceView.show", pk=device.id),
            _tone((day - today).days),
            "fire",
        )
        for device, day in due
    ]


def _tone(days_left: int) -> str:
    if days_left < 0:
        return "danger"
    return "warning" if days_left <= SOON_DAYS else "success"


def render_devices(client: Client) -> Markup:
    """Return the table of a plant's devices, those in service first."""
    access = current_access()
    devices = db.session.scalars(
        select(Device)
        .options(joinedload(Device.device_type))
        .where(Device.client_id == client.id, visible_devices(access))
        .order_by(Device.removed_on.is_not(None), Device.id)
    ).all()
    return Markup(  # noqa: S704 - the template escapes its values
        render_template(
            "devices/card_tab.html",
            client=client,
            devices=devices,
            states=messages.STATES,
            reasons=messages.REASONS,
            today=local_day(utc_now()),
            may_add=access.has("devices.write"),
        )
    )


TAB = CardTab("devices", lazy_gettext("Devices"), "devices.read", count_devices, render_devices)
