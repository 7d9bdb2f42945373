"""The demonstration's efficiency reports: each official type, at each step, judged by the rules."""

import random

import pytest
from sqlalchemy import select

from app.booklets.models import Booklet, BookletEntry
from app.demo.efficiency import seed_efficiency
from app.kernel.dates import local_day
from app.ree.models import Ree, ReeRevision
from app.ree.rules import ReeState
from tests.integration.demo.test_seed import NOW, seed


@pytest.fixture
def reports(session):
    seed(session)
    seed_efficiency(session, random.Random(1), NOW)
    return session.scalars(select(Ree).order_by(Ree.id)).all()


def test_each_type_and_each_step_is_there(reports):
    assert {one.ree_type for one in reports} == {1, 2, 3, 4}
    assert {ReeState.SIGNED, ReeState.SENT, ReeState.ACCEPTED} <= {one.state for one in reports}
    assert all(one.performed_on <= local_day(NOW) and one.is_signed for one in reports)


def test_each_is_filled_in_as_a_technician_would(session, reports):
    for revision in session.scalars(select(ReeRevision)):
        values = revision.content["values"]
        assert values["brand"]
        assert values["technician_last_name"]
        assert revision.content["measurements"][0]
        assert len(revision.signatures) == 2
        assert revision.ree.may_run is (values["may_run"] == "yes")


def test_each_plant_has_a_booklet_and_most_say_what_it_is(session, reports):
    plants = {one.client_id for one in reports}

    assert set(session.scalars(select(Booklet.client_id))) == plants
    described = session.scalars(
        select(BookletEntry.booklet_id).where(BookletEntry.sheet == "1")
    ).all()
    assert 0 < len(described) < len(plants)
