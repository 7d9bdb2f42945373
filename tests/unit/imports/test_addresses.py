import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.devices.rules import Fuel
from app.imports.addresses import Address, address_key, read_device_type, read_fuel, split_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Via Roma 12/A int. 3", Address("Via Roma", "12/A", unit="3")),
        ("VIA DEI MILLE, 5", Address("Via dei Mille", "5")),
        ("Via Roma n°7", Address("Via Roma", "7")),
        ("Via Roma 12 a", Address("Via Roma", "12/A")),
        ("Via 4 Novembre", Address("Via 4 Novembre")),
        ("Via 4 Novembre 12", Address("Via 4 Novembre", "12")),
        ("Piazza XX Settembre n. 3 scala B piano 2",
         Address("Piazza XX Settembre", "3", staircase="B", floor="2")),
        ("Via Roma snc", Address("Via Roma", "snc")),
        ("Loc. Casalino 15 bis", Address("Loc. Casalino", "15 bis")),
        ("V.le Italia 12-14", Address("V.le Italia", "12-14")),
        ("Corso Italia 3A/4", Address("Corso Italia", "3A/4")),
        ("S.S. 66 km 12,5", Address("S.S. 66", "km 12,5")),
        ("Strada Provinciale 12", Address("Strada Provinciale 12")),
        ("Via Garibaldi 12 - 51100 Pistoia (PT)",
         Address("Via Garibaldi", "12", postcode="51100", municipality="Pistoia", province="PT")),
        ("", Address("")),
    ],
)  # fmt: skip
def test_split_address(text, address):
    assert split_address(text) == address


@given(st.text(max_size=80))
def test_split_address_never_fails(text):
    assert isinstance(split_address(text), Address)


def test_address_key_ignores_spelling():
    assert address_key("VIA ROMA", "12/A", "Forlì") == address_key("Via Roma", "12 a", "FORLI'")
    assert address_key("Via Roma", "12", "Prato") != address_key("Via Roma", "13", "Prato")


@pytest.mark.parametrize(
    ("text", "fuel"),
    [
        ("METANO", Fuel.NATURAL_GAS),
        ("gas metano", Fuel.NATURAL_GAS),
        ("Gas", Fuel.NATURAL_GAS),
        ("G.P.L.", Fuel.LPG),
        ("gas gpl", Fuel.LPG),
        ("Gasolio", Fuel.HEATING_OIL),
        ("Stufa a pellet", Fuel.PELLET),
        ("legna", Fuel.WOOD),
        ("Energia elettrica", Fuel.ELECTRICITY),
        ("boh", None),
        ("", None),
    ],
)
def test_read_fuel(text, fuel):
    assert read_fuel(text) is fuel


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Caldaia a condensazione", "boiler"),
        ("CALD.", "boiler"),
        ("Scaldabagno", "water_heater"),
        ("stufa pellet", "pellet_stove"),
        ("termocamino", "boiler_fireplace"),
        ("Pompa di calore", "heat_pump"),
        ("Sistema ibrido pompa di calore", "hybrid"),
        ("Condizionatore dual split", "air_conditioner"),
        ("Addolcitore", "softener"),
        ("frigorifero", ""),
    ],
)
def test_read_device_type(text, code):
    assert read_device_type(text) == code
