"""The first day of a company: what is left to do stands on the first page until it is done."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.agenda.models import Appointment
from app.company.models import CompanyProfile
from app.technicians.models import Technician
from app.web.clock import utc_now
from tests.factories.interventions import make_plant

BUTTONS = ("/azienda/", "/tecnici/add", "/importa/", "/agenda/nuovo")


def left(page):
    """Return the steps that still have their button."""
    if 'id="first-title"' not in page.text:
        return []
    part = page.text.split('id="first-title"')[1].split("</section>")[0]
    return [address for address in BUTTONS if f'btn btn-primary" href="{address}"' in part]


@pytest.fixture
def profile(session):
    """The company's data; as it was afterwards, because they outlive a test."""
    kept = session.execute(select(CompanyProfile.vat_number, CompanyProfile.municipality)).one()
    yield
    session.rollback()
    session.execute(
        update(CompanyProfile).values(vat_number=kept.vat_number, municipality=kept.municipality)
    )
    session.commit()


def test_steps_go_as_they_are_done(people, session, profile):
    owner = people.administrator()
    session.execute(update(CompanyProfile).values(vat_number="", municipality=""))
    session.commit()
    before = left(owner.get("/"))
    session.execute(update(CompanyProfile).values(vat_number="01234567897", municipality="Torino"))
    technician = Technician(name="Marco", working_hours={})
    session.add(technician)
    session.commit()
    half = left(owner.get("/"))
    client, _device = make_plant(session)
    now = utc_now()
    session.add(
        Appointment(client_id=client.id, starts_at=now, ends_at=now + timedelta(hours=1), team=[])
    )
    session.commit()

    assert before == list(BUTTONS)
    assert half == list(BUTTONS[2:])
    assert 'id="first-title"' not in owner.get("/").text


def test_only_who_may_take_them_sees_the_steps(people):
    assert 'id="first-title"' not in people.secretary().get("/").text
