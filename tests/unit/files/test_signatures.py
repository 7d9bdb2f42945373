import math
import xml.etree.ElementTree as ET

import pytest

from app.files.signatures import (
    MAX_POINTS,
    MAX_STROKES,
    SignatureEmptyError,
    SignatureNotReadableError,
    signature_svg,
)

SVG = "{http://www.w3.org/2000/svg}"


def stroke(*points, **more):
    return {"points": [{"x": x, "y": y, "time": 1, "pressure": 0.5} for x, y in points], **more}


SIGNATURE = [stroke((110, 60), (150, 20), (190, 60)), stroke((200, 40))]


def test_drawing_is_cut_to_the_strokes():
    root = ET.fromstring(signature_svg(SIGNATURE))  # noqa: S314  # our own output

    assert root.get("viewBox") == "0 0 102.0 52.0"
    assert [path.get("d")[:7] for path in root.findall(f"{SVG}path")] == ["M6.0 46", "M96.0 2"]


def test_same_strokes_give_the_same_bytes():
    assert signature_svg(SIGNATURE) == signature_svg(SIGNATURE)


def test_nothing_of_the_sender_but_numbers_reaches_the_drawing():
    hostile = [stroke((0, 0), (90, 90), penColor='"/><script>alert(1)</script>', dotSize="x")]

    assert b"script" not in signature_svg(hostile)


@pytest.mark.parametrize(
    "nothing", [[], [{"points": []}], [stroke((5, 5))], [stroke((5, 5), (9, 9))]]
)
def test_touch_by_mistake_is_no_signature(nothing):
    with pytest.raises(SignatureEmptyError):
        signature_svg(nothing)


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        "<svg/>",
        {"points": []},
        ["<svg/>"],
        [{}],
        [{"points": "x"}],
        [{"points": [1]}],
        [stroke(("1", 2), (90, 90))],
        [stroke((True, 2), (90, 90))],
        [stroke((math.nan, 2), (90, 90))],
        [stroke((math.inf, 2), (90, 90))],
        [stroke((10_001, 2), (90, 90))],
        [{"points": [{"x": 1, "y": 1, "pressure": 1.1}]}],
        [stroke((0, 0), (50, 50))] * (MAX_STROKES + 1),
        [stroke(*([(0, 0)] * (MAX_POINTS + 1)))],
    ],
)
def test_other_shapes_are_refused(wrong):
    with pytest.raises(SignatureNotReadableError):
        signature_svg(wrong)


def test_missing_pressure_is_a_middle_one():
    bare = [{"points": [{"x": 0, "y": 0}, {"x": 90, "y": 0}]}]

    assert signature_svg(bare) == signature_svg([stroke((0, 0), (90, 0))])
