"""What holds for every page there is, whoever wrote it: walked as the administrator."""

import re
from html.parser import HTMLParser

import pytest
from sqlalchemy import event, select

from app.clients.models import Client
from app.devices.models import Device, DeviceType
from app.extensions import db
from tests.conftest import COMPANY
from tests.routes import SIGNED_IN
from tests.web.test_around import OPEN, addresses

#: Fields that need no label: nobody sees them, or their face is their name.
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}


class Page(HTMLParser):
    """Collects from a page what the tests below ask about."""

    def __init__(self, text):
        super().__init__()
        self.headings = 0
        self.lang = ""
        self.fields, self.labelled, self.inline = [], set(), []
        self._depth = 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.headings += tag == "h1"
        self._depth += tag == "label"
        self.inline += [name for name in values if name.startswith("on")]
        if tag == "html":
            self.lang = values.get("lang", "")
        if tag == "label" and values.get("for"):
            self.labelled.add(values["for"])
        if tag == "script" and not values.get("src") and values.get("type") != "application/json":
            self.inline.append("script")
        is_field = tag in {"input", "select", "textarea"}
        if is_field and values.get("type") not in UNLABELLED:
            named = self._depth or values.get("aria-label") or values.get("aria-labelledby")
            self.fields.append((values.get("id"), values.get("name"), bool(named)))

    def handle_endtag(self, tag):
        self._depth -= tag == "label"

    @property
    def without_label(self):
        """Return the names of fields that a screen reader cannot name."""
        return [name for key, name, named in self.fields if not named and key not in self.labelled]


@pytest.fixture(scope="module")
def signed_in():
    """Addresses that somebody who signed in may open, by endpoint."""
    return lambda app: [
        (endpoint, address)
        for endpoint, address in addresses(app, "GET")
        if endpoint not in OPEN - {"SignInView.login"}
    ]


@pytest.fixture
def filled(session):
    """One row of each kind under the number that the walked addresses name."""
    customer = Client(
        id=1, number=1, last_name="Rosa", display_name="Rosa Anna", sort_name="rosa anna"
    )
    session.add(customer)
    session.flush()
    kind = session.scalars(select(DeviceType)).first()
    session.add(Device(id=1, client_id=1, device_type_id=kind.id, serial_number="SEGRETA-1"))
    session.commit()


@pytest.fixture
def pages(app, people, filled, signed_in):
    """Every page of HTML the administrator gets, with its address."""
    browser = people.administrator()
    found = {}
    for _endpoint, address in signed_in(app):
        with browser.get(address) as answer:
            if answer.mimetype == "text/html" and answer.status_code != 302:
                found[address] = (answer.status_code, answer.text)
    return found


def status_of(browser, address):
    """Return the status of an address; files it answers with are closed."""
    with browser.get(address) as answer:
        return answer.status_code


def test_no_page_fails(pages):
    codes = [status for status, _text in pages.values()]

    assert {address: page for address, page in pages.items() if page[0] >= 500} == {}
    assert codes.count(200) >= 10


def test_every_page_is_sound(pages):
    faults = {}
    for address, (_status, text) in pages.items():
        page = Page(text)
        seen = {
            "h1": page.headings if page.headings != 1 else None,
            "lang": page.lang if page.lang != "it" else None,
            "inline": page.inline,
            "labels": page.without_label,
            "none": re.findall(r">\s*None\s*<", text),
        }
        seen = {name: value for name, value in seen.items() if value}
        if seen:
            faults[address] = seen

    assert faults == {}


def test_reading_never_writes(app, people, filled, signed_in):
    browser = people.administrator()
    written = []

    def note(_connection, _cursor, statement, _parameters, _context, _many):
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            written.append(statement)

    with app.app_context():
        engine = db.engine_of(COMPANY)
    event.listen(engine, "before_cursor_execute", note)
    try:
        for _endpoint, address in signed_in(app):
            browser.get(address).close()
    finally:
        event.remove(engine, "before_cursor_execute", note)

    assert written == []


def test_a_technician_opens_only_the_day(app, people, filled, signed_in):
    browser, _technician = people.technician()
    own = {"SignInView.login"} | SIGNED_IN

    opened = {
        address
        for endpoint, address in signed_in(app)
        if endpoint not in own
        and not address.startswith(
            ("/aiuto/", "/oggi/", "/agenda/", "/interventi/", "/calendario/", "/api/v1/")
        )
        and status_of(browser, address) == 200
    }

    assert opened == set()


def test_another_company_sees_no_row(people, other_people, filled):
    own, stranger = people.administrator(), other_people.administrator()
    cards = ("/apparecchi/1", "/apparecchi/edit/1")

    assert [status_of(own, address) for address in cards] == [200, 200]
    assert [status_of(stranger, address) for address in cards] == [404, 404]
    assert "SEGRETA-1" in own.get("/apparecchi/").text
    assert "SEGRETA-1" not in stranger.get("/apparecchi/").text
