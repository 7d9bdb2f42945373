"""Numbers of the components and what is missing."""

from app.booklets import labels, labels_parts
from app.booklets.rules import SHEETS, component_codes, missing_of
from app.booklets.rules_parts import GENERATORS, PART_KINDS, kinds_beside, part_sheet
from app.booklets.rules_sheets import holds


def test_what_replaces_a_generator_keeps_its_number():
    devices = [(1, 1, "", 3), (2, 1, "", None), (3, 1, "", None), (4, 2, "", None)]

    codes = component_codes(devices)

    assert codes == {1: "GT-1", 2: "GT-2", 3: "GT-1", 4: "GF-1"}


def test_own_code_of_a_device_counts():
    assert component_codes([(1, 1, "gt-2", None), (2, 1, "", None)]) == {1: "GT-2", 2: "GT-1"}


def test_needed_items_without_value_are_missing():
    assert missing_of(SHEETS["6"], {}) == ["distribution"]
    assert missing_of(SHEETS["6"], {"distribution": ["vertical"]}) == []


def test_every_item_of_every_form_has_its_words():
    sheets = [*SHEETS.values(), *GENERATORS.values(), *(part_sheet(kind) for kind in PART_KINDS)]

    for sheet in sheets:
        for item in sheet.items:
            assert item.name in labels.ITEMS, item.name
            if item.options:
                assert set(item.options) <= set(labels.OPTIONS[item.name]), item.name
        assert set(sheet.needed) <= {item.name for item in sheet.items}
    assert set(labels_parts.KINDS) == set(PART_KINDS)


def test_of_several_answers_one_is_enough_to_be_asked():
    assert holds({"dhw_treatment": ("softening",)}, {"dhw_treatment": ["filtration", "softening"]})
    assert not holds({"dhw_treatment": ("softening",)}, {"dhw_treatment": ["filtration"]})
    assert not holds({"vessel": ("closed",)}, {})


def test_towers_stand_only_beside_chillers():
    assert "TE" not in kinds_beside([1])
    assert "BR" not in kinds_beside([2])
    assert set(kinds_beside([1, 2])) == set(kinds_beside([])) == set(PART_KINDS)


def test_what_a_kind_is_not_asked_for_stays_shown():
    names = [item.name for item in part_sheet("VX", {"brand": "Elbi", "capacity_l": "8"}).items]

    assert "brand" in names
    assert "serial_number" not in names
    assert "brand" not in [item.name for item in part_sheet("VX").items]
