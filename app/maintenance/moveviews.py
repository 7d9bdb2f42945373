"""Dates that rules moved: which, why, on whose account; the office takes note of them."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import action, expose, has_access
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from sqlalchemy import Select

from app.devices.models import DateMove
from app.devices.moves import mark_seen, unseen_moves, visible_moves
from app.extensions import db
from app.kernel.access import Access
from app.maintenance.messages import DATE_KINDS, MOVE_CAUSES
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.lists import ListTab
from app.web.views import HouseModelView


class DateMoveView(HouseModelView):
    """Dates moved by a rule; one leaves the first tab when somebody took note of it."""

    route_base = "/manutenzioni/spostate"
    class_permission_name = "maintenance"
    method_permission_name = {
        "list": "read", "options": "read", "related": "read", "columns": "read", "export": "read",
        "show": "read", "seen": "write",
    }  # fmt: skip
    base_permissions = ["can_read", "can_write"]
    exclude_route_methods = {"add", "edit", "delete"}
    export_function = "exports.read"
    datamodel = SQLAInterface(DateMove)
    list_template = "maintenance/moves.html"
    list_title = _("Dates moved by rules")
    list_columns = ["device.client", "device", "kind", "before", "after", "cause", "moved_on"]
    optional_columns = ["moved_by", "seen_at", "seen_by"]
    label_columns = {
        "device.client": _("Client"),
        "device": _("Device"),
        "kind": _("What is due"),
        "before": _("Date before"),
        "after": _("Date now"),
        "cause": _("Why"),
        "moved_on": _("Moved on"),
        "moved_by": _("Changed by"),
        "seen_at": _("Seen on"),
        "seen_by": _("Seen by"),
    }
    choices_columns = {"kind": DATE_KINDS, "cause": MOVE_CAUSES}
    search_columns = ["cause", "kind", "moved_on"]
    order_columns = ["moved_on"]
    base_order = ("moved_on", "desc")
    empty_title = _("No date was moved")
    empty_text = _("When a rule changes the due dates of devices, each one is told here.")

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the moves of the devices that the account may see."""
        return statement.where(visible_moves(access))

    def tabs(self) -> Sequence[ListTab]:
        """Return the preset lists, those nobody took note of first."""
        return (
            ListTab(
                "new", _("To take note of"),
                lambda found: found.where(DateMove.seen_at.is_(None)), counted=True,
            ),
            ListTab("all", _("All dates"), lambda found: found),
        )  # fmt: skip

    def cell_text(self, item: DateMove, name: str) -> Any:
        """Return a cell: the cause with its rule and who changed it."""
        if name == "cause":
            return cause_text(item)
        return super().cell_text(item, name)

    def option_text(self, item: DateMove) -> str:
        """Return what a row is called."""
        return f"{item.device.client.display_name}: {item.device}"

    @expose("/show/<pk>")
    @has_access
    def show(self, pk: Any) -> ResponseReturnValue:
        """Go to the reasons of the device's dates."""
        item = self.get_or_404(str(pk))
        return redirect(url_for("DueView.show", pk=item.device_id))

    @action("seen", _("Taken note"), None, "check2-circle", single=False)
    def seen(self, items: list[DateMove]) -> ResponseReturnValue:
        """Take note of the moves ticked."""
        if not items:
            abort(404)
        mark_seen(items, by=current_access().name, now=utc_now())
        db.session().commit()
        flash(
            ngettext("%(num)s date taken note of.", "%(num)s dates taken note of.", len(items)),
            "success",
        )
        return redirect(self.get_redirect())


def cause_text(item: DateMove) -> str:
    """Return why a date moved, in one line."""
    words = str(MOVE_CAUSES[item.cause])
    if item.rule:
        code, _sign, _day = item.rule.rpartition(":")
        words = gettext("%(cause)s (%(rule)s)", cause=words, rule=code)
    return f"{words}, {item.moved_by}" if item.moved_by else words


def moved_unseen() -> int:
    """Return how many moved dates wait to be taken note of."""
    return unseen_moves(db.session(), current_access())
