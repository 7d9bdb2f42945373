"""An office with its planner: time is said, nothing waits."""

from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.agenda.models import Appointment, AppointmentTechnician
from app.clients.service import create_client
from app.jobs.runner import run_due
from app.messages.models import ClientMessage, MessagePlan, MessageSettings
from app.messages.planning import plan_messages
from app.messages.rules import Way
from app.technicians.models import Technician
from app.tenancy.context import company_scope
from app.worker import job_session
from tests.helpers import fresh

#: Wednesday, 11:00 in Italy.
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


class Office:
    """What a test says of the company, and its messages."""

    def __init__(self, app, session):
        self.app, self.session = app, session
        session.info["now"] = NOW - timedelta(hours=1)

    def says(self, event, way=Way.MAIL, *, since=NOW - timedelta(days=30), **values):
        self.session.merge(
            MessagePlan(event=event, way=way, since=since, **({"lead_days": 1} | values))
        )
        self.session.commit()

    def gateway(self, url, **values):
        self.session.merge(MessageSettings(id=1, url=url, **values))
        self.session.commit()

    def client(self, name="Bianchi", email="bianchi@example.it", phones="333 1234567", **values):
        facts = {"last_name": name, "street": "Via Roma", "municipality": "Pistoia"}
        client = create_client(self.session, facts | {"emails": email, "phones": phones} | values)
        self.session.commit()
        return client

    def visit(self, client, starts_at, **values):
        technician = Technician(name="Luca", working_hours={})
        self.session.add(technician)
        self.session.flush()
        row = Appointment(
            client_id=client.id, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1),
            team=[AppointmentTechnician(technician_id=technician.id)],
            **values,
        )  # fmt: skip
        self.session.add(row)
        self.session.commit()
        return row

    @contextmanager
    def at_work(self):
        with self.app.test_request_context(), company_scope("prova"), closing(job_session()) as own:
            yield own

    def minute(self, now=NOW):
        """Do what the worker does in a minute."""
        with self.at_work() as own:
            own.info["now"] = now
            plan_messages(own, now=now)
            own.commit()
            run_due(job_session, now=lambda: now)

    def messages(self, *events):
        found = (
            fresh(self.session)
            .scalars(select(ClientMessage).order_by(ClientMessage.created_at, ClientMessage.name))
            .all()
        )
        self.session.commit()  # a test that writes next must not build on an old snapshot
        return [row for row in found if not events or row.event in events]


@pytest.fixture
def office(app, session):
    return Office(app, session)
