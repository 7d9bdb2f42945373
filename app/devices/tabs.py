"""The devices on the card of their plant."""

from datetime import date

from flask import url_for
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
from app.thermal import messages as thermal
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.formats import format_date
from app.web.markup import rendered

#: A due date this near is coloured.
SOON_DAYS = 30
#: Facts on top of the card at most.
HEADLINES = 6


def count_devices(access: Access, client_id: int) -> ScalarSelect[int]:
    """Return the number of devices of a plant that the account may see, as a subquery."""
    return (
        select(func.count(Device.id))
        .where(Device.client_id == client_id, visible_devices(access))
        .scalar_subquery()
    )


def due_headlines(facts: CardFacts) -> list[Headline]:
    """Say what is due on each device and when, the most urgent device first."""
    if not facts.counts.get(TAB.code):
        return []
    today = local_day(facts.now)
    devices = due_devices(facts.session, facts.access, facts.client.id)
    return [
        Headline(
            str(device),
            words,
            url_for("DeviceView.show", pk=device.id),
            _tone((day - today).days),
            icon,
        )
        for device in devices
        for words, day, icon in due_words(device)
    ][:HEADLINES]


def due_words(device: Device) -> list[tuple[str, date, str]]:
    """Return sentence, day and icon of each date of a device, in the order of the days."""
    rows = (
        (device.next_maintenance_on, _("Next maintenance %(day)s"), "fire"),
        (device.next_control_on, _("Efficiency control %(day)s"), "clipboard-check"),
        (device.next_leak_check_on, _("Leak check %(day)s"), "snow"),
    )
    known = [(text, day, icon) for day, text, icon in rows if day is not None]
    return [
        (text % {"day": format_date(day)}, day, icon)
        for text, day, icon in sorted(known, key=lambda row: row[1])
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
    return rendered(
        "devices/card_tab.html",
        client=client,
        devices=devices,
        states=messages.STATES,
        reasons=messages.REASONS,
        control_reasons=thermal.CONTROL_REASONS,
        leak_reasons=thermal.LEAK_REASONS,
        today=local_day(utc_now()),
        may_add=access.has("devices.write"),
    )


TAB = CardTab("devices", lazy_gettext("Devices"), "devices.read", count_devices, render_devices)
