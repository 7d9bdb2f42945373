"""What every list and card may cost: statements whatever the rows, kilobytes, assets."""

import random
import re
from datetime import time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.agenda.models import Appointment, AppointmentTechnician
from app.clients.models import Client
from app.demo.plants import seed_cards, seed_devices
from app.demo.work import seed_work
from app.devices.models import Device
from app.interventions.models import Intervention
from app.kernel.dates import local_day, local_instant
from app.registry import VIEWS
from app.technicians.models import Technician
from app.web.clock import utc_now
from app.web.views import HouseModelView
from app.worktypes.models import InterventionType
from tests.helpers import counted_statements

#: Statements of the cards; never more than now.
CARDS = {"/clienti/": 7, "/apparecchi/": 7, "/interventi/": 8}
#: Budgets of docs/performance.md.
STATEMENTS, HTML_BYTES, ASSET_BYTES = 8, 150_000, 200_000
DIST = Path(__file__).parents[2] / "app" / "static" / "dist"

LISTS = sorted(
    view.route_base + "/"
    for view in VIEWS
    if issubclass(view, HouseModelView)
    and "list" not in view.exclude_route_methods
    and "<" not in view.route_base
)
HEAVY = ("/clienti/", "/apparecchi/", "/chiamate/", "/interventi/")


@pytest.fixture
def grow(session):
    """Write some plants with their devices, visits, appointments and calls."""
    if session.scalar(select(Technician.id).limit(1)) is None:
        session.add(Technician(name="Anna Neri", working_hours={}))
        session.commit()

    def seed(plants):
        rng = random.Random(plants)
        cards = seed_cards(session, rng, plants, utc_now())
        seed_devices(session, rng, cards, local_day(utc_now()))
        seed_work(session, rng, plants, utc_now())
        session.commit()

    return seed


def cost_of(app, browser, address):
    browser.get(address)  # the first request of a session notes that it is in use
    with counted_statements(app) as statements:
        answer = browser.get(address)
    assert answer.status_code == 200, address
    return len(statements), statements


@pytest.mark.parametrize("address", LISTS)
def test_a_list_costs_few_statements_whatever_the_rows(app, people, grow, address):
    browser = people.administrator()
    grow(1)
    one, _statements = cost_of(app, browser, address)

    grow(3)
    more, statements = cost_of(app, browser, address)

    assert more <= STATEMENTS, statements
    # A list that was empty counts its rows in one more statement, and loads what they name.
    assert more - one <= 2, statements


def test_a_card_costs_few_statements(app, people, session, grow):
    browser = people.administrator()
    grow(3)
    models = (Client, Device, Intervention)

    costs = {
        base: cost_of(app, browser, f"{base}{key}")
        for model, base in zip(models, CARDS, strict=True)
        for key in session.scalars(select(model.id).order_by(model.id.desc()).limit(1))
    }

    assert {base: found for base, found in costs.items() if found[0] > CARDS[base]} == {}


@pytest.mark.parametrize("base", HEAVY)
def test_a_hundred_rows_stay_a_light_page(people, grow, base):
    grow(100)
    view = next(view for view in VIEWS if getattr(view, "route_base", "") + "/" == base)

    page = people.administrator().get(f"{base}?psize_{view.__name__}=100")

    assert page.text.count("<tr") > (10 if base == "/chiamate/" else 90)
    assert len(page.data) <= HTML_BYTES


@pytest.fixture
def full_week(session):
    """24 technicians with five visits a day: 600 from Monday to Friday, clients of every kind."""
    today = local_day(utc_now())
    monday = today - timedelta(days=today.weekday())
    rng = random.Random(24)
    clients = seed_cards(session, rng, 60, utc_now())
    kinds = session.scalars(select(InterventionType)).all()
    team = [Technician(name=f"Tecnico {n:02}", working_hours={}) for n in range(24)]
    session.add_all(team)
    session.flush()
    for number in range(600):
        day, place = monday + timedelta(days=number % 5), number // 5
        start = local_instant(day, time(8 + place % 5 * 2))
        row = Appointment(
            client_id=clients[number % len(clients)],
            intervention_type_id=kinds[number % len(kinds)].id,
            starts_at=start,
            ends_at=start + timedelta(hours=1),
        )
        row.team = [AppointmentTechnician(technician_id=team[place // 5].id)]
        session.add(row)
    session.commit()
    return monday


def test_six_hundred_visits_stay_a_light_week(people, full_week):
    browser = people.administrator()
    span = f"from={full_week}T00:00&to={full_week + timedelta(days=7)}T00:00"

    page = browser.get("/agenda/?vista=settimana")
    data = browser.get(f"/api/v1/appointments/?{span}")

    assert page.text.count("<i>") == len(data.json["appointments"]) == 600
    assert len(page.data) <= 110_000  # the budget is `HTML_BYTES`: what was won is kept
    assert len(data.data) <= 120_000


@pytest.mark.skipif(not DIST.is_dir(), reason="the front end is not built")
def test_the_first_script_and_style_are_light(people):
    page = people.administrator().get("/clienti/").text
    names = set(re.findall(r"/static/dist/([^\"]+\.(?:js|css))", page))

    sizes = {name: (DIST / f"{name}.gz").stat().st_size for name in names}

    assert sizes
    assert sum(sizes.values()) <= ASSET_BYTES
