"""Rows of others by their number: another company's and another technician's, at every address.

The number exists: in the company of who asks (another row lies under it) or with a colleague. What
comes back must be a 404, and never a word of the row.
"""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.accounts.models import AccountKind
from app.agenda.models import Appointment, AppointmentTechnician
from app.calls.models import Call
from app.clients.models import Client
from app.devices.models import Device, DeviceType
from app.interventions.service import receive_report
from app.mail.models import OutgoingMail
from app.mail.rules import MailState
from app.technicians.models import Technician
from tests.factories.interventions import NOON, body_of, make_job
from tests.helpers import office_access
from tests.routes import OPEN, SIGNED_IN, is_action

#: Stands in every text of the rows that nobody here may see.
SECRET = "SEGRETISSIMO"
#: Arguments of an address that name a row; others name a column, a file format, a language.
ROWS = {"pk", "other", "uuid"}
#: Make a row under an identity that the browser chose: a new one is theirs.
MADE_BY_PUT = {"ReportApi.put", "AttachmentApi.put"}


def row_of(session, model, key, **values):
    row = model(**({"id": key} if key else {}), **values)
    session.add(row)
    session.flush()
    return row


def secret_rows(session, key):
    """Store one row of each kind, all of them telling the secret; returns the keys by address."""
    client = row_of(
        session, Client, key, number=key, display_name=f"{SECRET} Anna", sort_name="anna",
        street=SECRET, phone="011 999999", private_note=SECRET,
    )  # fmt: skip
    kind = session.scalars(select(DeviceType.id).limit(1)).one()
    device = row_of(
        session, Device, key, client_id=key, device_type_id=kind, brand=SECRET, serial_number=SECRET
    )
    technician = row_of(session, Technician, key, name=f"Tecnico {SECRET}", working_hours={})
    call = row_of(session, Call, key, client_id=key, received_at=NOON, description=SECRET)
    visit = row_of(
        session, Appointment, key, client_id=key, call_id=key, starts_at=NOON,
        ends_at=NOON + timedelta(hours=1), instructions=SECRET,
    )  # fmt: skip
    visit.team = [AppointmentTechnician(technician_id=key)]
    session.commit()
    body = body_of(session, visit, device)
    body["content"]["heading"] = {"name": SECRET, "email": "anna@example.it"}
    body["content"]["work_done"] = SECRET
    sent = receive_report(session, str(uuid4()), body, access=office_access(), now=NOON)
    session.commit()
    return {"client": client, "technician": technician, "call": call, "report": sent.report}


def values_of(rule, keys):
    """Return what stands for each argument of an address."""
    values = {}
    for name, converter in rule._converters.items():
        kind = type(converter).__name__
        if kind == "AnyConverter":
            values[name] = min(converter.items)
        elif kind == "UUIDConverter":
            values[name] = keys["uuid"]
        else:
            is_report = rule.endpoint.startswith("InterventionView.")
            values[name] = keys["intervention" if is_report else "*"]
    return values


def knocks(app, keys):
    """Return (method, address) of every address that names a row."""
    adapter = app.url_map.bind("localhost")
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.arguments & ROWS
        and not is_action(rule.endpoint)
        and rule.endpoint not in OPEN | SIGNED_IN | MADE_BY_PUT
    ]
    return [
        (method, adapter.build(rule.endpoint, values_of(rule, keys), method=method))
        for rule in rules
        for method in rule.methods - {"HEAD", "OPTIONS"}
    ]


def by_query(key, intervention):
    """Addresses that name a row after the question mark."""
    return [
        f"/chiamate/add?client={key}", f"/chiamate/impianto?client={key}",
        f"/agenda/nuovo?client={key}", f"/agenda/nuovo?call={key}", f"/agenda/?tecnico={key}",
        f"/agenda/impianto?client={key}", f"/agenda/stampa/?tecnico={key}&giorno=2026-10-12",
        f"/agenda/avvisi?team={key}&day=2026-10-12&from=10:00&to=11:00&client={key}",
        f"/oggi/?tecnico={key}", f"/apparecchi/add?client={key}", f"/apparecchi/add?replaces={key}",
        f"/interventi/nuovo?appuntamento={key}", f"/interventi/nuovo?cliente={key}",
        f"/interventi/nuovo?intervento={intervention}",
        f"/api/v1/reports/context?appointment={key}", f"/api/v1/reports/context?client={key}",
        f"/api/v1/reports/context?intervention={intervention}",
        f"/api/v1/appointments/?from=2026-10-12T00:00&to=2026-10-13T00:00&technician={key}",
        "/clienti/", "/clienti/export/csv", "/apparecchi/", "/apparecchi/export/csv", "/chiamate/",
        "/chiamate/export/csv", "/interventi/", "/interventi/export/csv", "/posta/",
        "/posta/export/csv", "/condomini/", "/tecnici/", "/registro/", "/clienti/options?q=anna",
        "/apparecchi/options?q=a", "/chiamate/related/client?q=anna", "/cerca/?q=anna",
    ]  # fmt: skip


def answer_of(browser, method, address):
    with browser.open(address, method=method) as answer:
        return answer.status_code, answer.get_data(as_text=True)


def leaks(browser, found, *, may=frozenset({400, 404})):
    """Return what answered otherwise than it should, or told the secret."""
    wrong = {}
    for method, address, statuses in found:
        status, text = answer_of(browser, method, address)
        if status not in (statuses or may) or SECRET in text:
            told = re.search(rf".{{0,60}}{SECRET}", text)
            wrong[f"{method} {address}"] = (status, told and told[0])
    return wrong


#: No address of this range answers with a failure.
ANY = frozenset(range(200, 500))


def test_another_company_s_rows_are_nowhere(app, people, other_session, session):
    key = 770_001
    rows = secret_rows(other_session, key)
    mail = row_of(
        other_session, OutgoingMail, uuid4(), to=["a@example.it"], cc=[], reply_to="",
        subject=SECRET, text=SECRET, html=SECRET, attachments=[], unsubscribe="", error="",
        state=MailState.QUEUED, message_id="", created_at=NOON, related_kind="", related_id="",
    )  # fmt: skip
    other_session.commit()
    intervention = rows["report"].intervention_id
    keys = {"*": key, "uuid": mail.id, "intervention": intervention}
    found = [(*one, None) for one in knocks(app, keys)]
    found += [("GET", address, ANY) for address in by_query(key, intervention)]

    wrong = leaks(people.administrator(), found)

    assert wrong == {}
    assert len(found) > 100
    assert SECRET in other_session.get_one(Client, key).street


def test_the_same_number_shows_ones_own_row(app, people, other_session, session):
    key = 770_002
    secret_rows(other_session, key)
    row_of(session, Client, key, number=key, display_name="Verdi Ugo", sort_name="verdi ugo")
    session.commit()

    status, text = answer_of(people.administrator(), "GET", f"/clienti/{key}")

    assert (status, "Verdi Ugo" in text, SECRET in text) == (200, True, False)


@pytest.mark.parametrize("functions", [(), ("clients.read", "devices.read")])
def test_a_colleague_s_rows_are_nowhere(app, people, session, functions):
    key = 770_003
    rows = secret_rows(session, key)
    intervention = rows["report"].intervention_id
    keys = {"*": key, "uuid": uuid4(), "intervention": intervention}
    browser, own = (
        people.technician()
        if not functions
        else people.with_functions(
            *functions, kind=AccountKind.TECHNICIAN, works_as_technician=True
        )
    )
    make_job(session, own, number=5)
    found = [(*one, None) for one in knocks(app, keys)]
    found += [("GET", address, ANY) for address in by_query(key, intervention)]

    wrong = leaks(browser, found, may={400, 403, 404})

    assert wrong == {}
