"""The calendar on the phone, read by another library's parser."""

from datetime import timedelta

import pytest
import vobject
from sqlalchemy import select

from app.accounts.models import Account
from app.agenda.models import Appointment, AppointmentTechnician, CalendarFeed
from app.agenda.rules import AppointmentState
from app.technicians.models import Technician
from app.web.clock import utc_now
from tests.factories.interventions import make_plant
from tests.helpers import counted_statements, fresh

NOW = utc_now().replace(microsecond=0)


def book(session, technician, number, *, days=1, **values):
    """Store an appointment of a technician in some days."""
    client, _device = make_plant(session, number)
    client.street, client.street_number, client.municipality = "Via Ròma", "12/A", "Torino"
    client.phone = "+390111234567"
    made = Appointment(
        client_id=client.id,
        starts_at=NOW + timedelta(days=days),
        ends_at=NOW + timedelta(days=days, hours=1),
        team=[AppointmentTechnician(technician_id=technician.id)],
        instructions="Suonare, due volte; poi\naspettare",
        **values,
    )
    session.add(made)
    session.commit()
    return made


def address_of(browser, technician):
    """Make the address and return its path."""
    page = browser.post(f"/calendario/{technician.id}").text
    whole = page.split('id="feed-address" value="')[1].split('"')[0]
    return "/calendario/" + whole.split("/calendario/")[1]


def events(client, path):
    """Return the entries of a calendar by identifier."""
    answer = client.get(path)
    assert answer.mimetype == "text/calendar"
    read = vobject.readOne(answer.data.decode())
    return {one.uid.value: one for one in read.contents.get("vevent", [])}


def test_a_phone_reads_the_technicians_appointments(people, session, client):
    browser, technician = people.technician()
    _other_browser, other = people.technician()
    own = book(session, technician, 1)
    book(session, other, 2)

    found = events(client, address_of(browser, technician))

    (one,) = found.values()
    assert one.uid.value.startswith(f"appuntamento-{own.id}@prova.")
    assert one.dtstart.value == own.starts_at
    assert one.dtend.value == own.ends_at
    assert one.summary.value == "Rossi 1"
    assert one.location.value == "Via Ròma 12/A, Torino"
    assert one.description.value.startswith("Suonare, due volte; poi\naspettare\n")
    assert "+390111234567" in one.description.value
    assert one.status.value == "TENTATIVE"


def test_a_cancelled_one_says_so(people, session, client):
    browser, technician = people.technician()
    book(session, technician, 1, state=AppointmentState.CANCELLED, cancel_reason="x")

    (one,) = events(client, address_of(browser, technician)).values()

    assert one.status.value == "CANCELLED"


def test_it_gives_no_more_days_than_the_own_list(people, session, client):
    browser, technician = people.technician()
    account = session.get(Account, technician.user_id)
    account.days_back, account.days_ahead = 2, 3
    session.commit()
    inside = [book(session, technician, n, days=n) for n in (1, 2)]
    book(session, technician, 5, days=5)
    book(session, technician, 6, days=-5)

    found = events(client, address_of(browser, technician))

    assert sorted(found) == sorted(f"appuntamento-{one.id}@prova.localhost" for one in inside)


def test_the_address_is_kept_back_until_somebody_travels(people, session, client):
    browser, technician = people.technician()
    session.get(Account, technician.user_id).hides_address = True
    session.commit()
    book(session, technician, 1)

    (one,) = events(client, address_of(browser, technician)).values()

    assert "Via" not in one.location.value
    assert "+39" not in one.description.value


def test_a_new_address_ends_the_former_and_none_is_readable_again(people, session, client):
    browser, technician = people.technician()
    former = address_of(browser, technician)
    path = address_of(browser, technician)
    secret = path.split("prova.")[1].removesuffix(".ics")

    assert client.get(former).status_code == 404
    assert client.get(path).status_code == 200
    assert secret not in browser.get(f"/calendario/{technician.id}").text
    assert secret not in str(fresh(session).scalars(select(CalendarFeed.digest)).all())
    browser.post(f"/calendario/{technician.id}/revoca")
    assert client.get(path).status_code == 404


def test_who_no_longer_works_here_has_no_calendar(people, session, client):
    browser, technician = people.technician()
    path = address_of(browser, technician)
    session.get(Account, technician.user_id).active = False
    session.commit()
    assert client.get(path).status_code == 404
    session.get(Account, technician.user_id).active = True
    session.get(Technician, technician.id).is_active = False
    session.commit()

    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "token", ["prova.", "prova", ".x", "nessuna.abc", "altra.SECRET", "PROVA.SECRET", "prova.%00"]
)
def test_a_guess_opens_nothing(people, client, token):
    browser, technician = people.technician()
    secret = address_of(browser, technician).split("prova.")[1].removesuffix(".ics")

    answer = client.get(f"/calendario/{token.replace('SECRET', secret)}.ics")

    assert answer.status_code == 404


def test_only_oneself_or_the_office_makes_an_address(people, other_people, session):
    _browser, technician = people.technician()
    stranger, _ = people.technician()
    place = f"/calendario/{technician.id}"

    for one in (stranger, people.secretary(), other_people.administrator()):
        assert one.get(place).status_code == 404
        assert one.post(place).status_code == 404
        assert one.post(f"{place}/revoca").status_code == 404
    assert fresh(session).scalars(select(CalendarFeed)).all() == []
    assert people.administrator().get(place).status_code == 200


def test_statements_do_not_grow_with_the_appointments(app, people, session, client):
    browser, technician = people.technician()
    path = address_of(browser, technician)
    lengths = []
    for first in (1, 11):
        for number in range(first, first + 3):
            book(session, technician, number)
        with counted_statements(app) as statements:
            client.get(path)
        lengths.append(len(statements))

    assert lengths[0] == lengths[1] <= 4
