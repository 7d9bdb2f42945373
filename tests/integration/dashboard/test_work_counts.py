"""The counts of work by day are those of the rows, whatever changed them."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update

from app.dashboard.models import EVERYBODY, WorkCount
from app.interventions.models import Intervention, intervention_technicians
from app.interventions.rules import Outcome
from app.technicians.models import Technician
from app.worktypes.models import InterventionType
from tests.factories.interventions import make_plant
from tests.helpers import fresh


@pytest.fixture
def company(session):
    """Clients, technicians and kinds to choose from."""
    team = [Technician(name=f"Tecnico {number}", working_hours={}) for number in range(3)]
    session.add_all(team)
    clients = [make_plant(session, number)[0] for number in range(1, 4)]
    session.commit()
    return clients, team, session.scalars(select(InterventionType.id)).all()


def counted(session):
    """Return what the table says, without what came back to nothing."""
    rows = fresh(session).scalars(select(WorkCount).where(WorkCount.visits != 0))
    return {
        (row.technician_id, row.performed_on, row.intervention_type_id, row.moves_due_date):
        row.visits for row in rows
    }  # fmt: skip


def recounted(session):
    """Return the same from the interventions and their teams."""
    found = Counter()
    for row in fresh(session).scalars(select(Intervention)):
        for key in (EVERYBODY, *(one.id for one in row.technicians)):
            found[key, row.performed_on, row.intervention_type_id, row.moves_due_date] += 1
    return dict(found)


class Office:
    """Somebody who changes interventions at random, by objects and by plain statements."""

    def __init__(self, session, company, seed):
        self.session, self.rng = session, random.Random(seed)
        self.clients, self.team, self.kinds = company
        self.number = 0

    def facts(self):
        return {
            "intervention_type_id": self.rng.choice(self.kinds),
            "performed_on": date(2026, 1, 30) + timedelta(days=self.rng.randrange(4)),
            "moves_due_date": self.rng.random() < 0.5,
        }

    def some_team(self):
        return self.rng.sample(self.team, self.rng.randrange(3))

    def any_row(self):
        return self.rng.choice(self.session.scalars(select(Intervention)).all())

    def add(self):
        self.number += 1
        self.session.add(
            Intervention(
                year=2026, number=self.number, client_id=self.rng.choice(self.clients).id,
                outcome=Outcome.DONE, technicians=self.some_team(), **self.facts(),
            )
        )  # fmt: skip

    def edit(self):
        row = self.any_row()
        for name, value in self.facts().items():
            setattr(row, name, value)
        if self.rng.random() < 0.5:
            row.technicians = self.some_team()

    def delete(self):
        self.session.delete(self.any_row())

    def edit_many(self):
        self.session.execute(
            update(Intervention).where(Intervention.id % 3 == 0).values(**self.facts())
        )

    def delete_with_its_team(self):
        """As a statement does it: the team goes with the row, by the database."""
        key = self.any_row().id
        self.session.execute(delete(Intervention).where(Intervention.id == key))

    def replace_technician(self):
        first, second, _third = (one.id for one in self.rng.sample(self.team, 3))
        own = intervention_technicians.c
        both = select(own.intervention_id).where(own.technician_id == second).scalar_subquery()
        self.session.execute(
            update(intervention_technicians)
            .where(own.technician_id == first, own.intervention_id.not_in(both))
            .values(technician_id=second)
        )

    def leave(self):
        key = self.any_row().id
        own = intervention_technicians.c
        self.session.execute(delete(intervention_technicians).where(own.intervention_id == key))
        self.session.execute(
            insert(intervention_technicians).values(
                intervention_id=key, technician_id=self.rng.choice(self.team).id
            )
        )


@pytest.mark.parametrize("seed", range(6))
def test_counts_follow_random_edits(session, company, seed):
    office = Office(session, company, seed)
    for _turn in range(8):
        office.add()
    session.commit()
    changes = (
        office.add, office.add, office.edit, office.delete, office.edit_many,
        office.delete_with_its_team, office.replace_technician, office.leave,
    )  # fmt: skip

    for turn in range(25):
        office.rng.choice(changes)()
        session.commit()
        session.expire_all()
        if session.scalar(select(Intervention.id).limit(1)) is None:
            office.add()
            session.commit()
        assert counted(session) == recounted(session), turn

    assert recounted(session)


def test_what_is_taken_back_is_not_counted(session, company):
    office = Office(session, company, 1)
    office.add()
    session.commit()
    before = counted(session)

    office.add()
    session.flush()
    session.rollback()

    assert counted(session) == before == recounted(session)


def test_everything_deleted_leaves_nothing(session, company):
    office = Office(session, company, 2)
    for _turn in range(5):
        office.add()
    session.commit()

    session.execute(text("DELETE FROM interventions"))
    session.commit()

    assert counted(session) == {}
