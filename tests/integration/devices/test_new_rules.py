"""Dates follow a dated rule on the day it begins, once, and leave a trace."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.devices.service import REFRESH, refresh_on_new_rules
from app.jobs.models import OutboxJob
from app.thermal.models import ControlPeriod
from app.thermal.queries import rules_started

NIGHT = datetime(2027, 3, 1, 1, 0, tzinfo=UTC)
TODAY = date(2027, 3, 1)


@pytest.fixture
def rule(session):
    row = session.scalars(select(ControlPeriod).order_by(ControlPeriod.id).limit(1)).one()
    kept = row.valid_from, row.valid_to
    yield row
    session.rollback()
    row.valid_from, row.valid_to = kept
    session.commit()


def asked(session):
    return session.scalars(select(OutboxJob.dedup_key).where(OutboxJob.name == REFRESH)).all()


def test_rule_of_tomorrow_moves_nothing_and_that_of_today_once(session, rule):
    rule.valid_from = TODAY + timedelta(days=1)
    session.flush()
    refresh_on_new_rules(session, now=NIGHT)
    before = asked(session)
    for hours in (24, 48):
        refresh_on_new_rules(session, now=NIGHT + timedelta(hours=hours))

    assert before == []
    assert asked(session) == [f"{REFRESH}:{rule.code}:2027-03-02"]


@pytest.mark.parametrize(
    ("last", "found"), [(TODAY, []), (TODAY - timedelta(days=1), ["2027-03-01"])]
)
def test_rule_holds_on_its_last_day(session, rule, last, found):
    rule.valid_from, rule.valid_to = date(2013, 7, 12), last
    session.flush()

    assert rules_started(session, TODAY, TODAY) == [f"{rule.code}:{day}" for day in found]


def test_rule_out_of_use_is_not_looked_for(session, rule):
    rule.valid_from, rule.is_active = TODAY, False
    session.flush()
    found = rules_started(session, TODAY, TODAY)
    rule.is_active = True

    assert found == []
