import pytest

from app.pdf import glyphs


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("riga\r\nriga", "riga\nriga"),
        ("a\x07b\x00c", "a b c"),
        ("12\u202e34", "1234"),
        ("e\u0301 àèìòù €", "e\u0301 àèìòù €"),
        ("https://example.it/breve", "https://example.it/breve"),
        ("A" * 33, "A" * 16 + "\u200b" + "A" * 16 + "\u200bA"),
    ],
)
def test_control_and_direction_signs_go_and_long_words_can_break(typed, printed):
    assert glyphs.clean(typed) == printed


def test_refused_texts_are_read_from_the_words_of_typst():
    message = (
        'error: PDF/A-2b error: the text `"😀"` could not be displayed with font `"A"`\n'
        'error: PDF/A-2b error: the text `"\\u{7}\\"\\\\"` could not be displayed with font `"A"`'
    )

    assert glyphs.refused_texts(message) == {"😀", '\x07"\\'}
    assert glyphs.refused_texts("error: unknown variable: x") == frozenset()


def test_pictograms_vanish_and_letters_leave_a_mark():
    assert glyphs.without("ok 👍🏽 漢字", {"👍🏽", "漢"}) == "ok  ?字"


def test_only_values_are_changed():
    facts = {"a": ["a", ("a", 1)], "b": {"c": None}}

    assert glyphs.in_texts(facts, str.upper) == {"a": ["A", ["A", 1]], "b": {"c": None}}
