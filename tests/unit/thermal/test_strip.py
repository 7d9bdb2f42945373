"""What a flue-gas analyser printed or saved: read where it is clear, left aside where it is not."""

from decimal import Decimal

import pytest

from app.thermal.rules_strip import (
    Aside,
    Label,
    Quantity,
    converted,
    fold_label,
    number_of,
    read_strip,
)
from app.thermal.tables_analysers import LABELS

ITALIAN = """
Analizzatore 330
N. serie: 01234567
Gas naturale
CO2max 11,8 %
25/11/2026 10:32:05
-----------------
T.fumi ........ 55,2 °C
Temp. aria comburente: 20,1 °C
O2 4,8 %
CO2 9,0 %
CO 80 ppm
CO (0% O2) 104 ppm
Rendimento totale 98,2 %
"""
ENGLISH = """
 131 F   Flue gas temp
 68.18 F Ambient temp
 4.8 %   O2
 80 ppm  CO
 98.2 %  Efficiency
 0.05 mbar Draught
"""
GERMAN = "Abgastemp.\t55,2\t°C\nVerbrennungsluft\t20,1\t°C\nO₂\t4,8\t%\nWirkungsgrad\t98,2\t%"


def values(text, labels=LABELS, analyser=""):
    return [
        {found.quantity: found.value for found in reading.found}
        for reading in read_strip(text, labels, analyser).readings
    ]


def asides(text, labels=LABELS):
    return [(one.text, one.reason) for one in read_strip(text, labels).unread]


def test_italian_print_with_decimal_commas():
    assert values(ITALIAN) == [
        {
            Quantity.SERIAL: "01234567",
            Quantity.FLUE: Decimal("55.2"),
            Quantity.AIR: Decimal("20.1"),
            Quantity.O2: Decimal("4.8"),
            Quantity.CO2: Decimal("9.0"),
            Quantity.CO_DRY: Decimal(80),
            Quantity.CO_CORRECTED: Decimal(104),
            Quantity.EFFICIENCY: Decimal("98.2"),
        }
    ]
    assert ("CO2max 11,8 %", Aside.UNKNOWN) in asides(ITALIAN)


def test_english_print_value_first_fahrenheit_and_millibar():
    (found,) = values(ENGLISH)

    assert found[Quantity.FLUE] == 55
    assert found[Quantity.AIR] == Decimal("20.1")
    assert found[Quantity.DRAUGHT] == 5
    assert found[Quantity.EFFICIENCY] == Decimal("98.2")


def test_german_file_with_one_value_a_line():
    assert values(GERMAN) == [
        {
            Quantity.FLUE: Decimal("55.2"),
            Quantity.AIR: Decimal("20.1"),
            Quantity.O2: Decimal("4.8"),
            Quantity.EFFICIENCY: Decimal("98.2"),
        }
    ]


def test_table_has_a_measurement_in_each_row():
    text = (
        "Archivio analisi\nData;O2 [%];CO [ppm];Tiraggio [hPa]\n"
        "25/11/2026;4,8;80;0,1\n26/11/2026;4,9 %;---;0,2\n;5,0;;0,3\n"
    )

    strip = read_strip(text, LABELS)

    assert [one.title for one in strip.readings] == ["25/11/2026", "26/11/2026", ""]
    assert values(text) == [
        {Quantity.O2: Decimal("4.8"), Quantity.CO_DRY: Decimal(80), Quantity.DRAUGHT: Decimal(10)},
        {Quantity.O2: Decimal("4.9"), Quantity.DRAUGHT: Decimal(20)},
        {Quantity.O2: Decimal("5.0"), Quantity.DRAUGHT: Decimal(30)},
    ]
    assert asides(text) == [
        ("Archivio analisi", Aside.UNKNOWN),
        ("CO [ppm]: ---", Aside.NUMBER),
    ]


def test_table_with_its_units_in_a_row_of_their_own():
    assert values('"O2","CO","Data"\n%,mg/m3\n4.8,80,lunedì') == [{Quantity.O2: Decimal("4.8")}]


def test_cells_parted_by_commas_on_lines_of_their_own():
    assert values("O2,3.5,%\nCO,80,ppm") == [
        {Quantity.O2: Decimal("3.5"), Quantity.CO_DRY: Decimal(80)}
    ]


def test_a_label_that_comes_again_begins_the_next_measurement():
    text = "Prova 1\nO2 4,8 %\nCO 80 ppm\nMedia\nO2 4,9 %\nCO 82 ppm"

    strip = read_strip(text, LABELS)

    assert [one.title for one in strip.readings] == ["Prova 1", "Media"]
    assert values(text)[1] == {Quantity.O2: Decimal("4.9"), Quantity.CO_DRY: Decimal(82)}


@pytest.mark.parametrize("text", ["ηt 98,2 %\nηs 95,1 %", "ηs 95,1 %\nηt 98,2 %"])
def test_total_efficiency_counts_before_the_sensible_one(text):
    assert values(text) == [{Quantity.EFFICIENCY: Decimal("98.2")}]
    ((shown, reason),) = asides(text)
    assert shown.startswith("ηs 95")
    assert reason is Aside.SECOND


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("CO 100 mg/m3", Aside.UNIT),
        ("CO mg/kWh 100", Aside.UNIT),
        ("CO 1.120 ppm", Aside.NUMBER),
        ("O2 : ---", Aside.NUMBER),
        ("N. serie:", Aside.NUMBER),
        ("Lambda 1,30", Aside.UNKNOWN),
        ("Bacharach 1 2 °C", Aside.UNIT),
    ],
)
def test_what_is_not_clear_is_left_aside(line, reason):
    assert values(line) == []
    assert asides(line) == [(line, reason)]


def test_labels_of_an_analyser_count_only_where_it_is_named():
    labels = (
        Label("CO", Quantity.CO_DRY),
        Label("CO", Quantity.CO_CORRECTED, "Rossi 12"),
        Label("O2", Quantity.IGNORED, "Rossi 12"),
    )

    assert values("CO 80 ppm\nO2 5", labels) == [{Quantity.CO_DRY: Decimal(80)}]
    assert values("CO 80 ppm\nO2 5", labels, "ROSSI  12") == [{Quantity.CO_CORRECTED: Decimal(80)}]
    assert values("Rossi-12\nCO 80 ppm", labels) == [{Quantity.CO_CORRECTED: Decimal(80)}]
    assert values("Rossi 123\nCO 80 ppm", labels) == [{Quantity.CO_DRY: Decimal(80)}]


def test_nothing_gives_nothing():
    assert read_strip("", LABELS).readings == ()
    assert read_strip("\n \n", LABELS).unread == ()


def test_a_season_is_cut_after_twenty_measurements():
    assert len(values("O2;CO\n" + "4,8;80\n" * 30)) == 20


@pytest.mark.parametrize(
    ("text", "number"),
    [("5", "5"), ("5,25", "5.25"), ("-0.5", "-0.5"), ("1.120,5", "1120.5"), ("1,120.5", "1120.5")],
)
def test_numbers_have_point_or_comma(text, number):
    assert number_of(text) == Decimal(number)


def test_units_of_pressure():
    assert converted(Quantity.DRAUGHT, Decimal(1), "mmH2O") == Decimal("9.80665")
    assert converted(Quantity.DRAUGHT, Decimal(1), "m/s") is None
    assert converted(Quantity.O2, Decimal(1), "") == 1


def test_shipped_labels_mean_one_thing_each():
    assert len({fold_label(label.text) for label in LABELS}) == len(LABELS)
