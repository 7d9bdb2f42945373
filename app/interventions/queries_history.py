"""Reads of past work, for whoever stands before the device today."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.interventions.models import Intervention, intervention_devices
from app.interventions.queries import visible_interventions
from app.kernel.access import Access

#: Visits of a device that its next visit shows.
SHOWN = 5


def device_history(
    session: Session, client_id: int, device_ids: Collection[int]
) -> Sequence[Intervention]:
    """Return the latest work on some devices of a plant, newest first, kind of work loaded.

    For whoever works an appointment of that plant, whoever did the work then: callers check the
    appointment.
    """
    return session.scalars(
        select(Intervention)
        .where(
            Intervention.client_id == client_id,
            Intervention.id.in_(
                select(intervention_devices.c.intervention_id).where(
                    intervention_devices.c.device_id.in_(device_ids)
                )
            ),
        )
        .options(joinedload(Intervention.intervention_type))
        .order_by(Intervention.performed_on.desc(), Intervention.id.desc())
        .limit(SHOWN)
    ).all()


def past_work(
    session: Session,
    access: Access,
    *,
    client_id: int,
    device_id: int | None = None,
    limit: int = SHOWN,
) -> Sequence[Intervention]:
    """Return the latest work on a plant, or on one device of it, that an account may see.

    Newest first, with kind of work and technicians.
    """
    statement = select(Intervention).where(
        Intervention.client_id == client_id, visible_interventions(access)
    )
    if device_id is not None:
        done_on = select(intervention_devices.c.intervention_id).where(
            intervention_devices.c.device_id == device_id
        )
        statement = statement.where(Intervention.id.in_(done_on))
    return session.scalars(
        statement.options(
            joinedload(Intervention.intervention_type), selectinload(Intervention.technicians)
        )
        .order_by(Intervention.performed_on.desc(), Intervention.id.desc())
        .limit(limit)
    ).all()


def interventions_of(
    session: Session, appointment_ids: Collection[int], access: Access
) -> dict[int, list[Intervention]]:
    """Return what was reported on some appointments, of what the account may see."""
    found: dict[int, list[Intervention]] = {}
    if not appointment_ids:
        return found
    rows = session.scalars(
        select(Intervention)
        .where(Intervention.appointment_id.in_(appointment_ids), visible_interventions(access))
        .order_by(Intervention.id)
    )
    for row in rows:
        found.setdefault(row.appointment_id or 0, []).append(row)
    return found


def may_report(access: Access) -> bool:
    """Tell whether an account writes reports at all."""
    return access.has_any("reports.own", "reports.lead", "interventions.write")
