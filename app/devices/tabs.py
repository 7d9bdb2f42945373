"""The devices on the card of their plant."""

from flask import render_template
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.clients.card import CardTab
from app.clients.models import Client
from app.devices import messages
from app.devices.models import Device
from app.devices.queries import visible_devices
from app.extensions import db
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.web.access import current_access
from app.web.clock import utc_now


def count_devices(session: Session, access: Access, client_id: int) -> int:
    """Return how many devices of a plant the account may see."""
    statement = select(func.count(Device.id)).where(
        Device.client_id == client_id, visible_devices(access)
    )
    return session.scalar(statement) or 0


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


TAB = CardTab("devices", _("Devices"), "devices.read", count_devices, render_devices)
