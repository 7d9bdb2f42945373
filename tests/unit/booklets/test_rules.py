"""Numbers of the components and what is missing."""

from app.booklets.rules import SHEETS, component_codes, missing_of


def test_what_replaces_a_generator_keeps_its_number():
    devices = [(1, 1, "", 3), (2, 1, "", None), (3, 1, "", None), (4, 2, "", None)]

    codes = component_codes(devices)

    assert codes == {1: "GT-1", 2: "GT-2", 3: "GT-1", 4: "GF-1"}


def test_own_code_of_a_device_counts():
    assert component_codes([(1, 1, "gt-2", None), (2, 1, "", None)]) == {1: "GT-2", 2: "GT-1"}


def test_needed_items_without_value_are_missing():
    assert missing_of(SHEETS["6"], {}) == ["distribution"]
    assert missing_of(SHEETS["6"], {"distribution": ["vertical"]}) == []
