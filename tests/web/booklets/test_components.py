"""Components of sheets 4 to 10: their own fields, replaced and not overwritten."""

import pytest
from sqlalchemy import select

from app.booklets.models import Booklet, BookletEntry
from app.devices.models import Device, DeviceType
from tests.factories.ree import make_boiler_job
from tests.helpers import fresh


@pytest.fixture
def plant(people, session):
    """The booklet of a plant with a boiler: (office browser, booklet id, boiler id)."""
    _browser, technician = people.technician()
    appointment, boiler = make_boiler_job(session, technician)
    office = people.secretary()
    office.post(f"/libretti/apri/{appointment.client_id}")
    return office, fresh(session).scalars(select(Booklet.id)).one(), boiler.id


def entries(session, sheet="parts"):
    found = fresh(session).scalars(
        select(BookletEntry).where(BookletEntry.sheet == sheet).order_by(BookletEntry.id)
    )
    return [(one.row, one.revision, one.values) for one in found]


def test_a_component_is_asked_only_for_its_own_fields(plant):
    office, booklet, _boiler = plant

    vessel = office.get(f"/libretti/{booklet}/componente/VX").text
    pump = office.get(f"/libretti/{booklet}/componente/PO").text

    assert 'name="capacity_l"' in vessel
    assert 'data-show-when="vessel=closed"' in vessel
    assert 'name="serial_number"' not in pump
    assert 'name="variable_speed"' in pump
    assert 'name="part_number"' in pump
    assert 'value="1"' in pump
    assert office.get(f"/libretti/{booklet}/componente/GT").status_code == 404


def test_replacing_keeps_the_old_component_as_history(plant, session):
    office, booklet, _boiler = plant
    address = f"/libretti/{booklet}/componente/PO"
    old = {"part_number": "1", "installed_on": "2015-05-01", "brand": "Grundfos"}
    new = {
        "part_number": "1", "installed_on": "2026-02-03", "brand": "Wilo",
        "variable_speed": "yes", "nominal_kw": "0,045",
    }  # fmt: skip
    assert office.post(address, data=old).status_code == 302

    answer = office.post(f"{address}?sostituisce=1", data=new)

    assert answer.status_code == 302
    base = {"part_kind": "PO", "part_number": 1, "installed_on": "2015-05-01", "brand": "Grundfos"}
    assert entries(session) == [
        (1, 1, base),
        (1, 2, base | {"removed_on": "2026-02-03"}),
        (2, 1, {
            "part_kind": "PO", "part_number": 1, "installed_on": "2026-02-03", "brand": "Wilo",
            "variable_speed": "yes", "nominal_kw": "0.045",
        }),
    ]  # fmt: skip
    page = office.get(f"/libretti/{booklet}").text
    assert page.count("6.4 PO-1") >= 2
    assert page.index("Grundfos") < page.index("Wilo")
    assert office.get(f"{address}?sostituisce=1").status_code == 404


@pytest.mark.parametrize(
    ("query", "stated", "at"),
    [
        ("", {"installed_on": "2026-01-01"}, "part_number"),
        ("", {"installed_on": "2026-02-01", "removed_on": "2026-01-01"}, "removed_on"),
        ("", {"removed_on": "2099-01-01"}, "removed_on"),
        ("?sostituisce=1", {}, "installed_on"),
        ("?sostituisce=1", {"installed_on": "2014-01-01"}, "installed_on"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(plant, session, query, stated, at):
    office, booklet, _boiler = plant
    address = f"/libretti/{booklet}/componente/PO"
    office.post(address, data={"part_number": "1", "installed_on": "2015-05-01"})
    before = entries(session)

    answer = office.post(f"{address}{query}", data={"part_number": "1", "brand": "Wilo"} | stated)

    assert answer.status_code == 422
    assert f'id="{at}-error"' in answer.text
    assert 'value="Wilo"' in answer.text
    assert entries(session) == before


def test_answers_not_asked_for_are_not_stored(plant, session):
    office, booklet, _boiler = plant

    office.post(
        f"/libretti/{booklet}/componente/VX",
        data={"part_number": "1", "vessel": "open", "precharge_bar": "1,5", "capacity_l": "24"},
    )

    assert entries(session) == [
        (1, 1, {"part_kind": "VX", "part_number": 1, "vessel": "open", "capacity_l": "24"})
    ]


def test_generator_is_asked_what_its_sheet_asks_beside_the_device(plant, session):
    office, booklet, boiler = plant
    address = f"/libretti/{booklet}/generatore/{boiler}"

    page = office.get(address).text
    answer = office.post(
        address, data={"heat_carrier": "hot_water", "efficiency_pct": "97,5",
                       "unit_kind": "single", "analyses": "3"},
    )  # fmt: skip

    assert "GT-1" in page
    assert 'name="brand"' not in page
    assert answer.status_code == 302
    stated = {"heat_carrier": "hot_water", "efficiency_pct": "97.5", "unit_kind": "single"}
    assert entries(session, "4") == [(boiler, 1, stated)]
    assert "97,5" in office.get(f"/libretti/{booklet}").text
    assert office.post(address, data={"efficiency_pct": "121"}).status_code == 422
    assert office.get(f"/libretti/{booklet}/generatore/{boiler + 99}").status_code == 404


def test_only_what_applies_is_asked(plant, session):
    office, booklet, boiler = plant
    water = f"/libretti/{booklet}/scheda/2"

    with_boiler = office.get(f"/libretti/{booklet}").text
    boiler_water = office.get(water).text
    device = session.get(Device, boiler)
    device.device_type = session.scalars(select(DeviceType).where(DeviceType.ree_type == 2)).first()
    session.commit()
    with_pump = office.get(f"/libretti/{booklet}").text

    assert "componente/BR" in with_boiler
    assert "componente/TE" not in with_boiler
    assert 'name="cooling_circuit"' not in boiler_water
    assert "componente/BR" not in with_pump
    assert "componente/TE" in with_pump
    assert 'name="cooling_circuit"' in office.get(water).text


def test_first_sheet_starts_with_what_is_known(plant):
    office, booklet, _boiler = plant

    page = office.get(f"/libretti/{booklet}/scheda/1").text

    assert '<option selected value="combustion">' in page


def test_components_of_another_hand_stay_closed(plant, people, session):
    _office, booklet, boiler = plant
    reader, _none = people.with_functions("booklets.read", "clients.read")

    for address in ("componente/PO", f"generatore/{boiler}"):
        answer = reader.post(f"/libretti/{booklet}/{address}", data={"part_number": "1"})
        assert answer.status_code in {302, 403}
    assert entries(session) == []
    assert entries(session, "4") == []
