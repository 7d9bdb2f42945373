"""The same rows as the list, seen together: by building or street, and on the map."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, case, func, literal_column
from sqlalchemy.orm import aliased

from app.clients.models import Client
from app.devices.models import Device
from app.extensions import db
from app.kernel.dates import local_day
from app.maintenance.queries import due_column
from app.maintenance.rules import Clock
from app.web.addresses import with_arguments
from app.web.clock import utc_now
from app.web.listing import Listing

#: Groups and points of one page at most.
MOST_GROUPS, MOST_POINTS = 200, 500


@dataclass(frozen=True)
class Group:
    """Devices of one building or owner, or of one street."""

    name: str
    place: str
    count: int
    first: date | None
    url: str


def asked_clock() -> Clock | None:
    """Return the clock that the address asks for; None: the first date of all."""
    asked = request.args.get("f_clock", "")
    return next((clock for clock in Clock if clock.value == asked), None)


class OverviewMixin:
    """Two more views of the list's rows, with its filters."""

    # Set by HouseModelView.
    render_template: Any

    @expose("/per-edificio")
    @has_access
    def groups(self) -> ResponseReturnValue:
        """Show how many rows stand in each building, or street."""
        rows = db.session().execute(_grouped(self._rows())).all()
        return self.render_template(
            "maintenance/groups.html",
            title=_("Due by building or street"),
            groups=[_group(*row) for row in rows],
            today=local_day(utc_now()),
            is_cut=len(rows) == MOST_GROUPS,
            list_url=_address("DueView.list"),
        )

    @expose("/mappa")
    @has_access
    def map(self) -> ResponseReturnValue:
        """Show the rows on a map."""
        rows = db.session().execute(_placed(self._rows())).all()
        today = local_day(utc_now())
        return self.render_template(
            "maintenance/map.html",
            title=_("Due on the map"),
            points=[_point(row, today) for row in rows],
            is_cut=len(rows) == MOST_POINTS,
            list_url=_address("DueView.list"),
        )

    def _rows(self) -> Select[Any]:
        return Listing(self, request.args).statement()


def _address(endpoint: str, **more: str) -> str:
    dropped = {"cursor", *more}
    kept = [pair for pair in request.args.items(multi=True) if pair[0] not in dropped]
    return with_arguments(url_for(endpoint), [*kept, *more.items()])


def _grouped(rows: Select[Any]) -> Select[Any]:
    head = aliased(Client)
    nothing: Any = literal_column("''")
    town = case((head.id.is_(None), Client.municipality), else_=nothing).label("town")
    street = case((head.id.is_(None), Client.street), else_=nothing).label("street")
    count = func.count(Device.id).label("rows")
    return (
        rows.with_only_columns(
            head.display_name, town, street, count, func.min(due_column(asked_clock()))
        )
        .join(Client, Client.id == Device.client_id)
        .outerjoin(head, head.id == Client.group_head_id)
        .group_by(head.display_name, town, street)
        .order_by(count.desc(), head.display_name, town, street)
        .limit(MOST_GROUPS)
    )


def _group(head: str | None, town: str, street: str, count: int, first: date | None) -> Group:
    if head is not None:
        return Group(head, "", count, first, _address("DueView.list", f_building=head))
    url = _address("DueView.list", f_municipality=town, f_street=street)
    return Group(street or _("Street not known"), town, count, first, url)


def _placed(rows: Select[Any]) -> Select[Any]:
    first = func.min(due_column(asked_clock()))
    where = (Client.id, Client.display_name, Client.latitude, Client.longitude)
    found: Select[Any] = (
        rows.with_only_columns(*where, func.count(Device.id), first, func.min(Device.id))
        .join(Client, Client.id == Device.client_id)
        .where(Client.latitude.is_not(None), Client.longitude.is_not(None))
        .group_by(*where)
        .order_by(first, Client.id)
        .limit(MOST_POINTS)
    )
    return found


def _point(row: Any, today: date) -> dict[str, Any]:
    _key, name, latitude, longitude, count, first, device_id = row
    devices = ngettext("%(num)s device", "%(num)s devices", count)
    return {
        "lat": latitude,
        "lon": longitude,
        "label": f"{name}: {devices}",
        "url": url_for("DueView.show", pk=device_id),
        "tone": "danger" if first is not None and first < today else "warning",
    }
