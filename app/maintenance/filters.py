"""Filters of the list of what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.clients.models import Client
from app.contracts.queries import is_covered
from app.devices.models import Device
from app.devices.queries import all_types
from app.kernel.access import Access
from app.maintenance import messages, queries
from app.maintenance.rules import Clock, FollowState
from app.technicians.models import Technician
from app.web.filters import (
    ChoiceFilter,
    ListFilter,
    RangeFilter,
    RelatedTextFilter,
    TextFilter,
    contains,
    row_filter,
)


@dataclass(frozen=True)
class BuildingFilter(TextFilter):
    """Devices of the cards under a building or owner whose name holds what was typed."""

    def _condition(self, text: str) -> ColumnElement[bool]:
        heads = select(Client.id).where(
            Client.is_group_head.is_(True), contains(Client.display_name, text)
        )
        cards = select(Client.id).where(or_(Client.group_head_id.in_(heads), Client.id.in_(heads)))
        return Device.client_id.in_(cards)


def due_filters(
    session: Session, access: Access, clock: Clock | None, today: date
) -> Sequence[ListFilter]:
    """Return the filters, in the order of the form."""
    technicians = session.scalars(select(Technician).order_by(Technician.position, Technician.name))
    clocks = {one.value: label for one, label in messages.CLOCKS.items()}
    states = {one.value: label for one, label in messages.STATES.items()}
    yes = {"1": _("Yes"), "0": _("No")}
    never = queries.never_visited()
    covered = is_covered(access, today)

    def of_client(name: str, label: object, column: object) -> RelatedTextFilter:
        return RelatedTextFilter(name, str(label), column, Device.client_id, Client.id)

    return [
        ChoiceFilter(
            "clock",
            _("What is due"),
            clocks,
            lambda key: queries.due_column(Clock(key)).is_not(None),
        ),
        RangeFilter("due", _("Due"), queries.due_column(clock)),
        of_client("municipality", _("Municipality"), Client.municipality),
        of_client("postcode", _("Postcode"), Client.postcode),
        of_client("street", _("Street"), Client.street),
        of_client("area", _("Area"), Client.area),
        BuildingFilter("building", _("Building or owner"), Client.display_name),
        row_filter("device_type", _("Type"), Device.device_type_id, all_types(session)),
        TextFilter("brand", _("Brand"), Device.brand),
        ChoiceFilter(
            "technician",
            _("Technician of the last time"),
            {str(row.id): row.name for row in technicians},
            lambda key: queries.last_done_by(int(key)),
        ),
        ChoiceFilter(
            "state",
            _("State of the contact"),
            states,
            lambda key: queries.is_in_state(FollowState(key), today),
        ),
        ChoiceFilter(
            "contract",
            _("Under contract"),
            yes,
            lambda key: covered if key == "1" else ~covered,
        ),
        ChoiceFilter("never", _("Never visited"), yes, lambda key: never if key == "1" else ~never),
    ]
