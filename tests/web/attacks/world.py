"""A company with something in every screen, for the tests that walk all of them."""

import io
import random
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from app.accounts import catalogue
from app.accounts.models import AccountKind
from app.demo.money import seed_money
from app.demo.paperwork import seed_paperwork
from app.demo.plants import seed_cards, seed_devices
from app.demo.work import seed_work
from app.kernel.dates import local_day
from app.purchases.models import Purchase
from app.web.clock import utc_now
from tests.factories.interventions import body_of as report_body
from tests.factories.invoices import make_seller
from tests.factories.privacy import make_notice, signed_form
from tests.factories.purchases import NAME, supplier_xml
from tests.factories.ree import body_of as ree_body
from tests.factories.ree import make_boiler_job
from tests.factories.registers import complete
from tests.helpers import fresh

#: Cards and visits: enough for every kind of row, few enough to walk.
PLANTS, VISITS = 20, 12
NOTE = {"kind": "POST_IT", "text": "Prova", "repeat": "NEVER", "colour": "YELLOW"}


@dataclass
class World:
    """Who works in the company, and what the day's technician holds."""

    office: object
    field: object
    technician: object
    appointment: object
    device: object


def seed(session):
    """Write cards, devices, visits, money and papers, as the demonstration does."""
    rng, now = random.Random(7), utc_now()
    make_seller(session)
    make_notice(session)
    cards = seed_cards(session, rng, PLANTS, now)
    seed_devices(session, rng, cards, local_day(now))
    seed_work(session, rng, VISITS, now)
    session.flush()
    seed_money(session, rng, now)
    seed_paperwork(session, now)
    session.commit()


def make_world(session, people, *, with_papers=True):
    """Return a company at work, as the demonstration; with papers: what phones and mail bring."""
    account, technician = people.account(
        [catalogue.LEAD_TECHNICIAN], kind=AccountKind.TECHNICIAN, works_as_technician=True
    )
    seed(session)
    appointment, device = make_boiler_job(session, technician, 9001)
    appointment.client.email = "maria@example.it"
    appointment.starts_at = utc_now() - timedelta(hours=1)
    appointment.ends_at = utc_now()
    session.commit()
    world = World(people.administrator(), people.browser(account), technician, appointment, device)
    if with_papers:
        write_papers(session, world)
    return world


def expect(answer, *statuses):
    assert answer.status_code in statuses, answer.text[:500]
    return answer


def write_papers(session, world):
    """Send a report, a REE and a privacy form from the phone; supplier's invoice and note."""
    key, office, field = world.appointment.id, world.office, world.field
    expect(
        field.put(
            f"/api/v1/ree/{uuid4()}", json=ree_body(world.appointment, complete(1, world.device.id))
        ),
        201,
    )
    fresh(session)
    body = report_body(session, world.appointment, world.device)
    expect(field.put(f"/api/v1/reports/{uuid4()}", json=body), 201)
    expect(field.post(f"/oggi/{key}/privacy", data=signed_form()), 302)
    files = {"files": [(io.BytesIO(supplier_xml(enclosed=b"%PDF-1.7")), NAME)]}
    expect(office.post("/fatture-fornitori/carica", data=files), 200, 302)
    fresh(session)
    assert session.scalar(select(Purchase.id)) is not None
    expect(office.post("/note/elenco/add", data=NOTE), 302)
    office.post(f"/libretti/apri/{world.appointment.client_id}")
