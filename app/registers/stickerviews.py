"""Screens of the fee stickers: stock, batches, the sticker of a report."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import action, expose, has_access
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from app.extensions import db
from app.kernel.dates import local_day
from app.kernel.text import row_key
from app.ree.messages import CHECKS
from app.ree.models import Ree
from app.ree.queries import current_revision, seen_ree
from app.registers import messages, queries, service
from app.registers.forms import BatchForm, HandOverForm, batch_of
from app.registers.models import FeeSticker
from app.registers.rules import FEW_STICKERS, StickerState
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.formviews import HouseFormView, require_csrf
from app.web.lists import ListTab
from app.web.markup import rendered
from app.web.saving import commit_or_flash
from app.web.views import HouseModelView


class StickerView(HouseModelView):
    """The stock of fee stickers and where each went."""

    route_base = "/bollini"
    class_permission_name = "registers"
    method_permission_name = {
        "list": "export", "options": "export", "related": "export", "columns": "export",
        "export": "export", "void": "export", "use": "export", "take_off": "export",
    }  # fmt: skip
    base_permissions = ["can_export"]
    exclude_route_methods = {"add", "edit", "delete", "show"}
    export_function = "exports.read"
    datamodel = SQLAInterface(FeeSticker)
    list_template = "registers/stickers.html"
    list_title = _("Fee stickers")
    empty_title = _("No fee sticker was noted yet")
    empty_text = _(
        "Where the region sells them, add the numbers you bought: each report then gets one on its "
        "page. Regions that charge nothing, or charge on line, need no stickers."
    )
    list_columns = ["number", "value_eur", "state", "technician", "ree", "used_on", "note"]
    label_columns = {
        "number": _("Sticker"),
        "value_eur": _("Price"),
        "state": _("State"),
        "technician": _("In the pack of"),
        "ree": _("REE"),
        "used_on": _("Used on"),
        "note": _("Note"),
    }
    choices_columns = {"state": messages.STICKER_STATES}
    quick_search_columns = ["number", "series"]
    search_columns = ["state", "used_on"]
    order_columns = ["number", "used_on"]
    base_order = ("number", "asc")

    def tabs(self) -> Any:
        """Return the preset lists."""
        return (
            ListTab("all", _("All"), lambda found: found),
            *(
                ListTab(state.value, messages.STICKER_TABS[state], _in(state), counted=True)
                for state in StickerState
            ),
        )

    def cell_text(self, item: Any, name: str) -> Any:
        """Return series and number as printed; the rest as it comes."""
        return item.label if name == "number" else super().cell_text(item, name)

    @action(
        "void", _("Take out of the stock"),
        _("Take these stickers out of the stock? They cannot be used afterwards."),
        "trash", single=False,
    )  # fmt: skip
    def void(self, items: list[FeeSticker]) -> ResponseReturnValue:
        """Take stickers that were lost, spoiled or given back out of the stock."""
        today = local_day(utc_now())
        with commit_or_flash(db.session()):
            for item in items:
                service.void_sticker(db.session(), item.id, note="", today=today)
            flash(gettext("Taken out of the stock."), "success")
        return redirect(self.get_redirect())

    @expose("/ree/<int:pk>/togli", methods=["POST"])
    @has_access
    def take_off(self, pk: int) -> ResponseReturnValue:
        """Take the sticker off a report: back into the stock, or cancelled, with the reason."""
        require_csrf()
        session, note = db.session(), request.form.get("note", "")[:200]
        ree = seen_ree(session, pk, current_access(), lock=True) or abort(404)
        with commit_or_flash(session):
            if request.form.get("then") == "cancel":
                taken = service.cancel_sticker(session, ree, note=note, today=local_day(utc_now()))
                said = gettext("The sticker %(label)s is cancelled.", label=taken.label)
            else:
                taken = service.return_sticker(session, ree, note=note)
                said = gettext("The sticker %(label)s is in stock again.", label=taken.label)
            flash(said, "success")
        return redirect(url_for("ReeView.show", pk=pk))

    @expose("/ree/<int:pk>", methods=["POST"])
    @has_access
    def use(self, pk: int) -> ResponseReturnValue:
        """Put a sticker on a report."""
        require_csrf()
        ree = seen_ree(db.session(), pk, current_access(), lock=True) or abort(404)
        wanted = row_key(request.form.get("sticker_id", ""))
        with commit_or_flash(db.session()):
            today = local_day(utc_now())
            sticker = service.use_sticker(db.session(), wanted or 0, ree, today=today)
            flash(
                gettext("The report carries the sticker %(label)s.", label=sticker.label),
                "success",
            )
        return redirect(url_for("ReeView.show", pk=pk))


class StickerBatchView(HouseFormView):
    """Add stickers that were bought."""

    route_base = "/bollini/nuovi"
    class_permission_name = "registers"
    method_permission_name = {"form": "export"}
    form_class = BatchForm
    title = _("New stickers")

    def submit(self, form: Any) -> int:
        """Add them to the stock."""
        return service.add_stickers(db.session(), form.batch())

    def after(self, stored: int) -> ResponseReturnValue:
        """Say how many there are more and go back to the stock."""
        flash(
            ngettext("%(num)s sticker added.", "%(num)s stickers added.", stored),
            "success",
        )
        return redirect(url_for("StickerView.list"))


class StickerPackView(HouseFormView):
    """Put stickers of the stock into a technician's pack, or take them back."""

    route_base = "/bollini/consegna"
    class_permission_name = "registers"
    method_permission_name = {"form": "export"}
    form_class = HandOverForm
    title = _("Hand stickers to a technician")

    def submit(self, form: Any) -> int:
        """Move them."""
        return service.hand_over(db.session(), batch_of(form))

    def after(self, stored: int) -> ResponseReturnValue:
        """Say how many moved and go back to the stock."""
        flash(ngettext("%(num)s sticker moved.", "%(num)s stickers moved.", stored), "success")
        return redirect(url_for("StickerView.list"))


def sticker_panel(ree: Ree) -> Markup:
    """Return the part of a report's page about its sticker; empty for who may not keep them."""
    if not current_access().has("registers.export"):
        return Markup()
    session = db.session()
    carried = queries.sticker_of(session, ree.id)
    free = [] if carried is not None else queries.next_stickers(session)
    revision = current_revision(session, ree)
    signed = str((revision.content.get("values") or {}).get("sticker") or "") if revision else ""
    doubt = service.Stock().doubt_about(session, signed, ree.id) if signed else ""
    return rendered(
        "registers/_sticker.html",
        ree=ree,
        carried=carried,
        free=free,
        signed=signed,
        doubt=CHECKS[doubt] if doubt else "",
    )


def stock() -> dict[str, int]:
    """Return how many stickers are left, and up to how many the page warns: never who had none."""
    session = db.session()
    left = queries.free_stickers(session)
    return {"left": left, "few": FEW_STICKERS if left or queries.has_stickers(session) else -1}


def _in(state: StickerState) -> Any:
    return lambda found: found.where(FeeSticker.state == state)
