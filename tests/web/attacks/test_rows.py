"""Rows of every domain by the addresses that the office meets them at, for those they are not for.

The addresses are not written down here: they are those that an administrator's walk finds, one of
each kind, and those that the forms on its pages send to. A new screen is attacked by itself.
"""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update

from app.accounts import catalogue
from app.accounts.models import AccountKind
from app.agenda.models import Appointment, AppointmentTechnician
from app.clients.models import Client
from app.contracts.models import Contract
from app.extensions import db
from app.web.clock import utc_now
from tests.helpers import fresh
from tests.web.attacks.walking import pages_of, posts
from tests.web.attacks.world import make_world

#: A number or a UUID in the path: the address names a row.
ROW = re.compile(r"^[^?]*/(\d+|[0-9a-f]{8}-[0-9a-f-]{27})(/|$|\?)")
#: Of oneself; lists and accounts that every company has under the same numbers.
OWN = re.compile(r"^/(accesso|calendario|password|logout|guarda|oggi/\?|aiuto)")
IN_EACH_COMPANY = re.compile(r"^/(impostazioni|utenti|permessi|azienda)")
#: All that a technician may hold of a card, without seeing everybody's.
CARD = sorted(
    {c for c, f in catalogue.BY_CODE.items() if catalogue.CARD in f.needs}
    - {"clients.all", "clients.add", "clients.write"}
    | {"clients.read"}
)
#: Written by looking only: when an account was last here, what is being sent.
NOTED = {"ab_user", "account_sessions", "audit_entries", "outbox_jobs"}


@pytest.fixture
def world(session, people):
    return make_world(session, people)


@pytest.fixture
def doors(app, world):
    """(method, address) of every row that the administrator's walk comes upon."""
    pages = pages_of(app, world.office)
    found = [("GET", address) for address in pages]
    found += [("POST", address) for address, _names in posts(pages)]
    return [door for door in found if ROW.search(door[1]) and not OWN.match(door[1])]


def opened(browser, doors, may):
    """Return the doors that answered otherwise than with a refusal."""
    wrong = {}
    for method, address in doors:
        with browser.open(address, method=method) as answer:
            if answer.status_code not in may:
                wrong[f"{method} {address}"] = answer.status_code
    return wrong


def counts(session):
    """Return how many rows each table holds."""
    fresh(session)
    return {
        table.name: session.scalar(select(func.count()).select_from(table))
        for table in db.metadata.sorted_tables
        if table.name not in NOTED
    }


def test_rows_open_only_to_whom_they_are_for(world, doors, session, people, other_people):
    session.rollback()
    technician, _own = people.with_functions(
        *CARD, kind=AccountKind.TECHNICIAN, works_as_technician=True
    )
    clerk, _none = people.with_functions()
    stranger = other_people.administrator()
    before = counts(session)
    wrong = {
        "technician": opened(technician, doors, {403, 404, 405}),
        "clerk": opened(clerk, doors, {403, 404, 405}),
        "stranger": opened(
            stranger, [one for one in doors if not IN_EACH_COMPANY.match(one[1])], {400, 404, 405}
        ),
    }

    assert not any(wrong.values()), wrong
    assert counts(session) == before
    assert len(doors) > 120


@pytest.fixture
def curious(people, session, world):
    """Browser of a technician who sees addresses on the way only, with a visit of today."""
    session.rollback()
    browser, technician = people.with_functions(
        *CARD, "calls.read", kind=AccountKind.TECHNICIAN, works_as_technician=True
    )
    technician.account.hides_address = True
    for client_id in session.scalars(select(Contract.client_id)).all():
        start = utc_now() + timedelta(minutes=5)
        visit = Appointment(
            client_id=client_id, starts_at=start, ends_at=start + timedelta(hours=1)
        )
        visit.team = [AppointmentTechnician(technician_id=technician.id)]
        session.add(visit)
    session.execute(update(Client).values(street="Via Segreta", phone="011 5550001"))
    session.execute(text("UPDATE client_contacts SET value = '+390115550001'"))
    session.commit()
    return browser


def test_no_screen_tells_a_place_before_the_way(app, doors, curious):
    told = []
    own = pages_of(app, curious)
    for method, address in [*doors, *(("GET", one) for one in own)]:
        with curious.open(address, method=method) as answer:
            if method == "GET" and re.search(r"Via Segreta|555 ?0001", answer.text):
                told.append(address)

    assert told == []
    assert any(address.startswith("/oggi/") and address != "/oggi/" for address in own)
