"""The page on which work on a circuit is noted: the same in a visit and in the office."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.devices.models import Device
from app.extensions import db
from app.fgas import service
from app.fgas.forms import entry_form
from app.fgas.models import FgasEntry
from app.fgas.rules import ensure_open
from app.kernel.dates import local_day
from app.technicians.models import Technician
from app.web.clock import utc_now
from app.web.saving import store


@dataclass(frozen=True)
class Offer:
    """What the page offers.

    Attributes:
        crumbs: Where the page stands.
        back: Address to go on to.
        chosen: Technician that stands first.
        appointment_id: Visit in which it is noted.
        entry: Entry to change; None: a new one.
    """

    devices: Sequence[Device]
    technicians: Sequence[Technician]
    crumbs: list[tuple[str, str]]
    back: str
    chosen: Technician | None = None
    appointment_id: int | None = None
    entry: FgasEntry | None = None


def entry_page(offer: Offer) -> ResponseReturnValue:
    """Answer a request for the page: show it, or store what was typed."""
    form: Any = entry_form(offer.devices, offer.technicians)()
    status = 200
    if request.method == "GET":
        _fill(form, offer)
    elif form.validate() and store(db.session(), form, lambda: _stored(form, offer), messages={}):
        flash(_("Noted in the F-gas register."), "success")
        return redirect(offer.back)
    else:
        status = 422
    title = _("Work on the refrigerant circuit")
    page = render_template("fgas/entry.html", title=title, crumbs=offer.crumbs, form=form)
    return page, status


def _fill(form: Any, offer: Offer) -> None:
    if offer.entry is not None:
        for name in form.own:
            form[name].process_data(getattr(offer.entry, name))
        form.refrigerant.process_data(offer.entry.device.refrigerant)
        return
    device = offer.devices[0]
    form.device.process_data(device)
    form.technician.process_data(offer.chosen)
    form.performed_on.process_data(local_day(utc_now()))
    form.refrigerant.process_data(device.refrigerant)
    form.charge_kg.process_data(device.charge_kg if len(offer.devices) == 1 else None)


def _stored(form: Any, offer: Offer) -> FgasEntry:
    entry = offer.entry or FgasEntry(appointment_id=offer.appointment_id)
    ensure_open(entry.notified_on)
    with db.session().no_autoflush:
        for name in form.own:
            setattr(entry, name, form[name].data)
    return service.store_entry(
        db.session(), entry, form.refrigerant.data, today=local_day(utc_now())
    )
