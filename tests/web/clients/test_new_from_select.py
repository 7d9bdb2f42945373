"""A row made from inside another form: the way there and back."""

from html import unescape
from re import search
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import select

from app.clients.models import Client

#: What the form sends without being touched.
CHOSEN = {"responsible_role": "OCCUPANT", "payer": "OCCUPANT"}


def test_a_new_client_comes_back_chosen_in_the_call(people, session):
    browser = people.secretary()
    page = browser.get("/chiamate/add?description=Perde+acqua&client=").text
    address = unescape(search(r'data-create-url="([^"]+)"', page)[1])
    assert 'data-create-label="' in page

    filled = browser.get(f"{address}&name=lanzone+ernesta").text
    answer = browser.post(address, data={"last_name": "Lanzone", "first_name": "Ernesta", **CHOSEN})

    assert 'value="Lanzone"' in filled
    assert 'value="Ernesta"' in filled
    assert answer.status_code == 302, answer.text
    client = session.scalars(select(Client)).one()
    back = urlsplit(answer.location)
    assert (back.path, parse_qs(back.query)) == (
        "/chiamate/add",
        {"description": ["Perde acqua"], "client": [str(client.id)]},
    )
    form = browser.get(answer.location).text
    assert "Lanzone Ernesta" in form
    assert "Perde acqua" in form


def test_a_foreign_way_back_is_not_taken(people, session):
    answer = people.secretary().post(
        "/clienti/add?next=//altrove.example/?c%3D__new__", data={"last_name": "Lanzone", **CHOSEN}
    )

    client = session.scalars(select(Client)).one()
    assert answer.location == f"/clienti/{client.id}"
