"""The check table of the product reference, 2.7: each right of a technician over the real pages.

Rows are what a technician has besides the own day; columns are what is tried. `TABLE` is the
reference's table, Y and - as printed there.
"""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from app.accounts.models import AccountKind
from app.agenda.models import Appointment, AppointmentTechnician
from app.calls.models import Call
from app.clients.models import Client
from app.devices.models import Device, DeviceType
from app.search.service import index_client
from app.technicians.models import Technician
from app.web.clock import utc_now
from tests.helpers import fresh, listed_appointments

SERIAL = "ZX81-0099"

#: Subsections of the card that have screens, by the reference's numbers 2, 3, 4, 9.
SUBSECTIONS = {
    "interventions": ("card_interventions.read",),
    "devices": ("devices.read",),
    "calls": ("card_calls.read",),
}
ALL_SUBSECTIONS = (*(code for codes in SUBSECTIONS.values() for code in codes), "client_notes.read")

COLUMNS = (
    "own", "others", "move", "complete own", "complete others", "card", "list", "create",
    "call list", "change calls",
)  # fmt: skip
TABLE = {
    (): "Y--Y------",
    ALL_SUBSECTIONS: "Y--Y------",
    ("clients.read",): "Y--Y-Y----",
    ("agenda.all",): "YY-Y------",
    ("agenda.write", "agenda.all"): "YYYY------",
    ("reports.lead", "agenda.all"): "YY-YY-----",
    ("calls.read",): "Y--Y----Y-",
    ("calls.write", "calls.read"): "Y--Y----YY",
    ("clients.all", "clients.read"): "Y--Y-YYY--",
}


@pytest.fixture
def field(people, session):
    """Two visits at two plants, mine and a colleague's, and a call at a third."""

    def plant(number, name):
        client = Client(
            number=number,
            display_name=name,
            sort_name=name.lower(),
            phone=f"011 555000{number}",
            private_note="moroso",
        )
        session.add(client)
        session.flush()
        kind = session.query(DeviceType).first()
        session.add(
            Device(
                client_id=client.id,
                device_type_id=kind.id,
                brand="Vaillant",
                model="ecoTEC",
                serial_number=f"{SERIAL}-{number}",
                serial_key=f"zx810099{number}",
            )
        )
        session.flush()
        index_client(session, client.id)
        return client

    def visit(client, technician):
        start = utc_now().replace(microsecond=0)
        row = Appointment(client_id=client.id, starts_at=start, ends_at=start + timedelta(hours=1))
        row.team = [AppointmentTechnician(technician_id=technician.id)]
        session.add(row)
        session.flush()
        return row

    def make(*codes):
        browser, technician = people.with_functions(
            *codes, kind=AccountKind.TECHNICIAN, works_as_technician=True
        )
        colleague = Technician(name="Collega", working_hours={})
        session.add(colleague)
        session.flush()
        here, there, third = plant(1, "Rossi"), plant(2, "Bianchi"), plant(3, "Verdi")
        call = Call(client_id=third.id, received_at=utc_now(), description="perde acqua")
        session.add(call)
        session.flush()
        own, others = visit(here, technician), visit(there, colleague)
        session.commit()
        return SimpleNamespace(
            browser=browser, own=own, others=others, here=here, there=there, third=third, call=call
        )

    return make


def move(found, row):
    return found.browser.patch(
        f"/api/v1/appointments/{row.id}",
        json={
            "starts_at": (row.starts_at + timedelta(hours=3)).isoformat(),
            "ends_at": (row.ends_at + timedelta(hours=3)).isoformat(),
            "version": row.version,
        },
    ).status_code


def report(found, row):
    return found.browser.get(f"/api/v1/reports/context?appointment={row.id}").status_code


def page(found, address):
    return found.browser.get(address).status_code


TRIES = {
    "own": lambda found: page(found, f"/oggi/{found.own.id}"),
    "others": lambda found: page(found, f"/oggi/{found.others.id}"),
    "move": lambda found: move(found, found.others),
    "complete own": lambda found: report(found, found.own),
    "complete others": lambda found: report(found, found.others),
    "card": lambda found: page(found, f"/clienti/{found.here.id}"),
    "list": lambda found: page(found, "/clienti/"),
    "create": lambda found: page(found, "/clienti/add"),
    "call list": lambda found: page(found, "/chiamate/"),
    "change calls": lambda found: page(found, f"/chiamate/edit/{found.call.id}"),
}


@pytest.mark.parametrize("codes", TABLE, ids=lambda codes: "+".join(codes) or "nothing")
def test_check_table(field, codes):
    found = field(*codes)

    statuses = {name: TRIES[name](found) for name in COLUMNS}

    assert {name: "Y" if status == 200 else "-" for name, status in statuses.items()} == dict(
        zip(COLUMNS, TABLE[codes], strict=True)
    )
    assert set(statuses.values()) <= {200, 403, 404}


@pytest.mark.parametrize("codes", TABLE, ids=lambda codes: "+".join(codes) or "nothing")
def test_search_goes_with_the_list(field, codes):
    found = field(*codes)

    assert (page(found, "/cerca/?q=Bianchi") == 200) is ("clients.all" in codes)
    assert (page(found, "/clienti/options?q=Bianchi") == 200) is ("clients.all" in codes)
    assert page(found, "/clienti/export/csv") == 403


@pytest.mark.parametrize("codes", TABLE, ids=lambda codes: "+".join(codes) or "nothing")
def test_agenda_lists_others_only_with_the_right(field, codes):
    found = field(*codes)
    span = {"from": f"{utc_now().date()}T00:00", "to": f"{utc_now().date() + timedelta(2)}T00:00"}

    listed = listed_appointments(found.browser.get("/api/v1/appointments/", query_string=span))

    ids = {found.own.id, found.others.id} if "agenda.all" in codes else {found.own.id}
    assert {row["id"] for row in listed} == ids


@pytest.mark.parametrize("tab", SUBSECTIONS)
def test_subsection_opens_with_the_card_and_itself(field, tab):
    found = field("clients.read", *SUBSECTIONS[tab])
    others = SUBSECTIONS.keys() - {tab}

    assert page(found, f"/clienti/{found.here.id}?tab={tab}") == 200
    assert {page(found, f"/clienti/{found.here.id}?tab={other}") for other in others} == {403}


def test_nothing_stored_as_a_subsection_leaks_without_the_card(field):
    found = field(*ALL_SUBSECTIONS)
    key = found.here.id
    device = f"/apparecchi/{key}"

    closed = (
        *(f"/clienti/{key}?tab={tab}" for tab in SUBSECTIONS),
        f"/clienti/{key}", "/apparecchi/", device, f"/apparecchi/edit/{key}", "/apparecchi/options",
        "/apparecchi/export/csv", "/apparecchi/export/xlsx", "/interventi/", "/interventi/options",
        "/interventi/export/csv", "/chiamate/", "/chiamate/options", "/chiamate/export/csv",
        f"/chiamate/{found.call.id}", "/cerca/?q=Rossi", "/clienti/options", "/clienti/export/csv",
    )  # fmt: skip
    assert {address: page(found, address) for address in closed} == dict.fromkeys(closed, 403)


def test_card_alone_shows_no_subsection_nor_its_count(field):
    found = field("clients.read")
    text = found.browser.get(f"/clienti/{found.here.id}").text

    assert "Rossi" in text
    for absent in ("tab=devices", "tab=calls", "tab=interventions", SERIAL, "Vaillant", "moroso"):
        assert absent not in text
    for tab in SUBSECTIONS:
        assert page(found, f"/clienti/{found.here.id}?tab={tab}") == 403


def test_card_of_a_client_out_of_reach_does_not_exist(field):
    found = field("clients.read", *ALL_SUBSECTIONS)

    assert page(found, f"/clienti/{found.there.id}") == 404
    assert page(found, f"/clienti/{found.third.id}") == 404
    assert SERIAL + "-2" not in found.browser.get("/apparecchi/").text


def test_lead_sees_the_cards_of_the_others_only_with_the_card(field):
    found = field("reports.lead", "agenda.all")

    assert page(found, f"/clienti/{found.there.id}") == 403


def test_devices_are_also_added_and_never_deleted(field, session):
    found = field("clients.read", "devices.read")
    device = session.query(Device).filter_by(client_id=found.here.id).one()

    assert page(found, f"/apparecchi/add?client={found.here.id}") == 200
    assert page(found, f"/apparecchi/edit/{device.id}") == 200
    assert found.browser.post(f"/apparecchi/delete/{device.id}").status_code == 403
    assert fresh(session).get(Device, device.id) is not None


def test_moving_is_stored_only_with_the_right(field, session):
    found = field("agenda.all", "reports.lead")
    before = found.others.starts_at

    assert move(found, found.others) == 403
    assert move(found, found.own) == 403
    assert fresh(session).get(Appointment, found.others.id).starts_at == before


def test_stamps_of_others_need_the_lead(field, session):
    plain = field("agenda.all", "agenda.write")

    assert plain.browser.post(f"/oggi/{plain.others.id}/arrive").status_code == 403
    assert fresh(session).get(Appointment, plain.others.id).arrived_at is None


def test_own_visit_shows_what_the_job_needs_with_nothing_granted(field):
    found = field()
    text = found.browser.get(f"/oggi/{found.own.id}").text

    for needed in ("Rossi", "0115550001", "Vaillant", "ecoTEC", SERIAL + "-1"):
        assert needed in text.replace("011 5550001", "0115550001")
    assert "moroso" not in text


def test_serials_find_no_card_for_who_may_not_see_devices(people, field):
    found = field("clients.read", "clients.all")
    with_devices, _technician = people.with_functions("clients.read", "clients.all", "devices.read")

    for address in (f"/cerca/?q={SERIAL}-1", f"/clienti/?q={SERIAL}-1", "/cerca/?q=vaillant"):
        assert f"/clienti/{found.here.id}" not in found.browser.get(address).text
        assert f"/clienti/{found.here.id}" in with_devices.get(address).text
    assert f"/clienti/{found.here.id}" in found.browser.get("/cerca/?q=rossi").text


def test_a_call_is_carried_out_by_oneself_and_by_nobody_else(field, session):
    found = field("calls.read", "calls.write")
    colleague = found.others.team[0].technician_id

    answer = found.browser.post(
        f"/chiamate/{found.call.id}/eseguo", data={"team": str(colleague), "technicians": "1"}
    )

    made = fresh(session).query(Appointment).filter_by(call_id=found.call.id).one()
    assert answer.location == f"/oggi/{made.id}"
    assert [member.technician_id for member in made.team] == [found.own.team[0].technician_id]
    assert report(found, made) == 200
    again = found.browser.post(f"/chiamate/{found.call.id}/eseguo")
    assert "/chiamate/" in again.location
    assert fresh(session).query(Appointment).filter_by(call_id=found.call.id).count() == 1
    assert found.browser.get(f"/agenda/nuovo?call={found.call.id}").status_code == 403


def test_a_call_is_not_carried_out_without_the_right(field, session):
    found = field("calls.read")

    assert found.browser.post(f"/chiamate/{found.call.id}/eseguo").status_code == 403
    assert fresh(session).query(Appointment).count() == 2
