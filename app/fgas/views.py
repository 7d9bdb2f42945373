"""Screens of the F-gas register: the list with its duty, one entry, the work noted in a visit."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, action, expose, has_access
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ScalarSelect, Select, select
from sqlalchemy.orm import joinedload

from app.agenda.queries import find, visible_appointments, workable_appointments
from app.company.queries import company_profile
from app.devices.models import Device
from app.devices.queries import visible_devices
from app.devices.views import due_text
from app.extensions import db
from app.fgas import messages, queries, service
from app.fgas.documents import register_pdf
from app.fgas.entering import Offer, entry_page
from app.fgas.forms import NoticeForm
from app.fgas.models import FgasEntry
from app.fgas.rules import ensure_open
from app.interventions.queries_history import may_report
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.kernel.errors import DomainError
from app.technicians.queries import working_technicians
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.downloads import private_file
from app.web.errors import register_messages, user_message
from app.web.formats import format_date
from app.web.formviews import require_csrf
from app.web.lists import ListTab
from app.web.saving import store
from app.web.views import HouseModelView
from app.worker import company_files

register_messages(messages.REFUSALS)

#: Entries in one PDF of the register.
MOST_PRINTED = 500


def badge_open(access: Access) -> ScalarSelect[int]:
    """Return the number beside the menu entry, as a subquery."""
    return queries.count_open(access)


def _notify_by(entry: FgasEntry) -> Any:
    return format_date(entry.notify_by) if entry.notified_on else due_text(entry.notify_by)


class FgasView(HouseModelView):
    """The register: what is still to be notified first."""

    route_base = "/fgas"
    class_permission_name = "fgas"
    method_permission_name = {
        "list": "read", "options": "read", "related": "read", "columns": "read", "export": "read",
        "show": "read", "pdf": "read", "new": "write", "change": "write", "delete": "write",
        "notified": "write", "notify": "write", "take_back": "write",
    }  # fmt: skip
    base_permissions = ["can_read", "can_write"]
    exclude_route_methods = {"add", "edit"}
    datamodel = SQLAInterface(FgasEntry)
    list_title = _("F-gas register")
    show_title = _("Work on the refrigerant circuit")
    list_columns = [
        "performed_on", "device.client", "device", "kind", "gas", "notify_by", "notified_on",
    ]  # fmt: skip
    optional_columns = [
        "technician", "added_kg", "recovered_kg", "charge_kg", "tonnes_co2e", "result",
        "technician_certificate", "company_certificate", "purchase", "gas_origin", "notice_code",
        "notes",
    ]  # fmt: skip
    show_columns = [
        "device.client", "device", "kind", "performed_on", "gas", "gwp", "charge_kg",
        "tonnes_co2e", "added_kg", "recovered_kg", "result", "technician",
        "technician_certificate", "company_certificate", "purchase", "gas_origin", "notes",
        "notify_by", "notified_on", "notice_code",
    ]  # fmt: skip
    label_columns = {
        "performed_on": _("Day"),
        "device.client": _("Client"),
        "device": _("Device"),
        "kind": _("What was done"),
        "gas": _("Refrigerant"),
        "gwp": _("Global warming potential"),
        "charge_kg": _("In the circuit after the work (kg)"),
        "tonnes_co2e": _("t CO2e"),
        "added_kg": _("Added (kg)"),
        "recovered_kg": _("Recovered (kg)"),
        "result": _("What the leak check found"),
        "technician": _("Technician"),
        "technician_certificate": _("Technician's F-gas certificate"),
        "company_certificate": _("Company's F-gas certificate"),
        "purchase": _("Invoice or receipt of the purchase"),
        "gas_origin": _("Recycled or reclaimed gas: where from"),
        "notes": _("Notes"),
        "notify_by": _("To notify by"),
        "notified_on": _("Notified on"),
        "notice_code": _("Code of the Banca Dati"),
    }
    choices_columns = {"kind": messages.KINDS, "result": messages.RESULTS}
    search_columns = ["kind", "gas", "technician", "performed_on", "notify_by"]
    order_columns = ["performed_on", "notify_by"]
    base_order = ("notify_by", "asc")
    empty_title = _("No work on refrigerants yet")
    empty_text = _("Open the device and choose New work on the circuit.")
    eager = ("device.client",)
    list_template = "fgas/list.html"
    show_template = "fgas/show.html"

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the entries that the account may see."""
        return statement.where(queries.visible_entries(access))

    def tabs(self) -> Sequence[ListTab]:
        """Return the preset lists, the duty first."""
        today = local_day(utc_now())
        waits = FgasEntry.notified_on.is_(None)
        return (
            ListTab("open", _("To be notified"), lambda found: found.where(waits), counted=True),
            ListTab(
                "late",
                _("Overdue ones"),
                lambda found: found.where(waits, FgasEntry.notify_by < today),
                counted=True,
            ),
            ListTab("done", _("Notified"), lambda found: found.where(~waits)),
            ListTab("all", _("All"), lambda found: found),
        )

    def cell_text(self, item: FgasEntry, name: str) -> Any:
        """Return a cell; the last day to notify says how many days are left."""
        return _notify_by(item) if name == "notify_by" else super().cell_text(item, name)

    def option_text(self, item: FgasEntry) -> str:
        """Return the heading of a work: what was done, with which gas, when."""
        kind, day = messages.KINDS[item.kind], format_date(item.performed_on)
        return f"{kind} {item.gas}, {day}"

    def export_value(self, item: FgasEntry, name: str) -> Any:
        """Return a cell of an exported file, dates as dates."""
        value = getattr(item, name, None)
        return value if isinstance(value, date) else super().export_value(item, name)

    def show_context(self, item: FgasEntry) -> dict[str, Any]:
        """Return what can be done with the entry."""
        del item  # the same for each
        return {
            "notice_form": NoticeForm(formdata=None, notified_on=local_day(utc_now())),
            "may_write": current_access().has("fgas.write"),
        }

    def delete_item(self, item: FgasEntry) -> None:
        """Delete an entry made by mistake."""
        service.remove_entry(db.session(), item)

    @expose("/nuovo", methods=["GET", "POST"])
    @has_access
    def new(self) -> ResponseReturnValue:
        """Note work on the device ``?device=``."""
        key = request.args.get("device", type=int)
        device = db.session.scalars(
            select(Device).where(Device.id == key, visible_devices(current_access()))
        ).first()
        if device is None:
            abort(404)
        return entry_page(self._offer(device))

    @expose("/<int:pk>/modifica", methods=["GET", "POST"])
    @has_access
    def change(self, pk: int) -> ResponseReturnValue:
        """Correct an entry that was not notified yet."""
        entry = self.get_or_404(str(pk), lock=request.method == "POST")
        try:
            ensure_open(entry.notified_on)
        except DomainError as refusal:
            flash(user_message(refusal), "warning")
            return redirect(self.address("show", pk=pk))
        return entry_page(self._offer(entry.device, entry))

    @expose("/<int:pk>/comunicato", methods=["POST"])
    @has_access
    def notified(self, pk: int) -> ResponseReturnValue:
        """Note when an entry was notified, and under which code."""
        entry, form = self.get_or_404(str(pk), lock=True), NoticeForm()
        if form.validate() and store(
            db.session(),
            form,
            lambda: (
                service.notify(
                    db.session(),
                    [entry],
                    on=form.notified_on.data,
                    today=local_day(utc_now()),
                    code=form.notice_code.data or "",
                )
                or True
            ),
            messages={},
        ):
            flash(gettext("Noted as notified."), "success")
        else:
            for field in form:
                for error in field.errors:
                    flash(str(error), "danger")
        return redirect(self.address("show", pk=pk))

    @expose("/<int:pk>/da-comunicare", methods=["POST"])
    @has_access
    def take_back(self, pk: int) -> ResponseReturnValue:
        """Note that an entry was not notified after all."""
        require_csrf()
        service.take_back(db.session(), self.get_or_404(str(pk), lock=True))
        db.session.commit()
        flash(gettext("The work is again among those to be notified."), "success")
        return redirect(self.address("show", pk=pk))

    @action("notify", _("Notified today"), None, "check-lg", single=False)
    def notify(self, items: list[FgasEntry]) -> ResponseReturnValue:
        """Note that the ticked entries were notified today."""
        today = local_day(utc_now())
        number = service.notify(db.session(), items, on=today, today=today)
        db.session.commit()
        flash(
            ngettext("%(num)s work noted as notified.", "%(num)s works noted as notified.", number),
            "success",
        )
        return redirect(self.get_redirect())

    @expose("/registro.pdf")
    @has_access
    def pdf(self) -> ResponseReturnValue:
        """Send the register, or that of ``?device=``, as PDF."""
        if not current_access().has("exports.read"):
            abort(403)
        statement = self.visible_statement().options(
            joinedload(FgasEntry.device).joinedload(Device.client), joinedload(FgasEntry.technician)
        )
        if key := request.args.get("device", type=int):
            statement = statement.where(FgasEntry.device_id == key)
        rows = db.session.scalars(
            statement.order_by(FgasEntry.performed_on.desc(), FgasEntry.id).limit(MOST_PRINTED)
        ).all()
        content = register_pdf(
            company_profile(db.session()), rows, read=company_files().read, now=utc_now()
        )
        return private_file(content, "registro-fgas.pdf")

    def _offer(self, device: Device, entry: FgasEntry | None = None) -> Offer:
        back = url_for("DeviceView.show", pk=device.id)
        crumbs = [(gettext("F-gas register"), self.address("list")), (str(device), back)]
        if entry is not None:
            back = self.address("show", pk=entry.id)
        return Offer([device], working_technicians(db.session()), crumbs, back, entry=entry)


class FgasVisitView(BaseView):
    """Work on a circuit, noted in a technician's visit."""

    route_base = "/oggi"
    class_permission_name = "agenda"
    method_permission_name = {"new": "read"}

    @expose("/<int:pk>/fgas", methods=["GET", "POST"])
    @has_access
    def new(self, pk: int) -> ResponseReturnValue:
        """Note work on one of the plant's circuits."""
        access = current_access()
        visit = find(db.session, pk, visible_appointments(access)) or abort(404)
        if find(db.session, pk, workable_appointments(access)) is None or not may_report(access):
            abort(403)
        if not access.may_see_place(visit.travelling_at):
            abort(403)
        devices = queries.circuits_of(db.session(), visit.client_id) if visit.client_id else ()
        if not devices:
            abort(404)
        named = [device for device in devices if device in visit.devices]
        others = [device for device in devices if device not in named]
        team = [one.technician for one in visit.team]
        chosen = next((one for one in team if one.id == access.technician_id), None)
        back = url_for("TodayView.show", pk=pk)
        crumbs = [
            (gettext("Appointments of the day"), url_for("TodayView.today")),
            (visit.client.display_name, back),
        ]
        offer = Offer(
            [*named, *others], team or working_technicians(db.session()), crumbs, back, chosen, pk
        )
        return entry_page(offer)


VIEWS = (FgasView, FgasVisitView)
