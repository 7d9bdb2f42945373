"""Dates that a rule moves are told to the office until it takes note."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.devices.models import DateMove, Device
from app.devices.moves import Mover
from app.devices.rules import DateKind, MoveCause
from app.devices.service import REFRESH, refresh_all, refresh_some
from app.jobs.models import OutboxJob
from tests.factories.ree import make_boiler_job

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
MOVER = Mover(MoveCause.NEW_RULE, "gas_small:2027-01-01")


@pytest.fixture
def boiler(session):
    """A boiler whose stored maintenance date is not the one its rules give."""
    _appointment, device = make_boiler_job(session)
    device.installed_on, device.maintenance_interval_months = date(2025, 1, 10), 12
    refresh_some(session, 0, now=NOW)
    device.next_maintenance_on = date(2030, 1, 1)
    session.flush()
    return device


def moves(session):
    return [
        (one.device_id, one.kind, one.before, one.after, one.cause, one.rule, one.moved_by)
        for one in session.scalars(select(DateMove).order_by(DateMove.id))
    ]


def test_moved_date_is_noted_with_its_cause_and_once(session, boiler):
    refresh_some(session, 0, now=NOW, mover=MOVER)
    refresh_some(session, 0, now=NOW, mover=MOVER)

    after = session.get(Device, boiler.id).next_maintenance_on
    assert after == date(2026, 1, 10)
    assert moves(session) == [
        (
            boiler.id, DateKind.MAINTENANCE, date(2030, 1, 1), after, MoveCause.NEW_RULE,
            "gas_small:2027-01-01", "",
        )
    ]  # fmt: skip


def test_first_dates_of_a_company_are_no_moves(session, boiler):
    refresh_some(session, 0, now=NOW)

    assert boiler.next_maintenance_on == date(2026, 1, 10)
    assert moves(session) == []


def test_cause_goes_along_with_the_job(session):
    refresh_all(session, now=NOW, mover=Mover(MoveCause.PERIODS, by="Anna Verdi"))

    (asked,) = session.scalars(select(OutboxJob).where(OutboxJob.name == REFRESH))
    assert asked.args == [0, "periods", "", "Anna Verdi"]
