"""Draw a signature from its strokes. A drawing sent by a browser is never trusted: it could
carry scripts; the strokes are numbers, and the SVG is made here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from math import hypot, isfinite
from typing import cast

from app.kernel.errors import DomainError

#: Limits of what a hand draws in a minute; more is not a signature.
MAX_STROKES = 300
MAX_POINTS = 20_000

#: Largest coordinate, pixels of the drawing area.
_MAX_COORDINATE = 10_000
#: Shorter than this, pixels in all, is a touch by mistake.
_MIN_LENGTH_PX = 30
_MARGIN_PX = 6

Point = tuple[float, float, float]


@dataclass(eq=False)
class SignatureEmptyError(DomainError):
    """Nothing was drawn, or only a touch by mistake."""


@dataclass(eq=False)
class SignatureNotReadableError(DomainError):
    """The strokes do not have the shape that the signature field sends."""


def signature_svg(strokes: object) -> bytes:
    """Return the SVG of a drawn signature, cut to its own size; same strokes, same bytes.

    Args:
        strokes: What the signature field sends, as decoded JSON: a list of
            ``{"points": [{"x", "y", "time", "pressure"}, …]}``. Coordinates in pixels,
            pressure from 0 to 1 (missing: 0.5). Other keys are ignored.

    Raises:
        SignatureEmptyError: Nothing was drawn.
        SignatureNotReadableError: Another shape, or more than a hand can draw.
    """
    drawn = _points(strokes)
    if sum(_length(stroke) for stroke in drawn) < _MIN_LENGTH_PX:
        raise SignatureEmptyError
    left = min(x for x, _, _ in chain(*drawn)) - _MARGIN_PX
    top = min(y for _, y, _ in chain(*drawn)) - _MARGIN_PX
    width = max(x for x, _, _ in chain(*drawn)) + _MARGIN_PX - left
    height = max(y for _, y, _ in chain(*drawn)) + _MARGIN_PX - top
    paths = "".join(_path(stroke, left, top) for stroke in drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.1f} {height:.1f}" '
        f'width="{width:.1f}" height="{height:.1f}" fill="none" stroke="#10233f" '
        f'stroke-linecap="round" stroke-linejoin="round">{paths}</svg>'
    ).encode()


def _points(strokes: object) -> list[list[Point]]:
    if not isinstance(strokes, list) or len(strokes) > MAX_STROKES:
        raise SignatureNotReadableError
    if any(not isinstance(stroke, dict) for stroke in strokes):
        raise SignatureNotReadableError
    rows = [stroke.get("points") for stroke in cast("list[dict[str, object]]", strokes)]
    if any(not isinstance(row, list) for row in rows):
        raise SignatureNotReadableError
    lists = cast("list[list[object]]", rows)
    if sum(map(len, lists)) > MAX_POINTS:
        raise SignatureNotReadableError
    return [[_point(point) for point in row] for row in lists if row]


def _point(point: object) -> Point:
    if not isinstance(point, dict):
        raise SignatureNotReadableError
    x = _number(point.get("x"), -_MAX_COORDINATE, _MAX_COORDINATE)
    y = _number(point.get("y"), -_MAX_COORDINATE, _MAX_COORDINATE)
    pressure = point.get("pressure")
    return x, y, 0.5 if pressure is None else _number(pressure, 0, 1)


def _number(value: object, lowest: float, highest: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SignatureNotReadableError
    if not isfinite(value) or not lowest <= value <= highest:
        raise SignatureNotReadableError
    return float(value)


def _length(stroke: Sequence[Point]) -> float:
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(stroke))


def _path(stroke: Sequence[Point], left: float, top: float) -> str:
    """Return a smooth line: each point bends the curve between the middles beside it."""
    spots = [(x - left, y - top) for x, y, _ in stroke]
    pressure = sum(point[2] for point in stroke) / len(stroke)
    steps = [f"M{spots[0][0]:.1f} {spots[0][1]:.1f}"]
    for a, b in pairwise(spots):
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        steps.append(f"Q{a[0]:.1f} {a[1]:.1f} {middle[0]:.1f} {middle[1]:.1f}")
    steps.append(f"L{spots[-1][0]:.1f} {spots[-1][1]:.1f}")
    return f'<path stroke-width="{1.2 + 2 * pressure:.1f}" d="{"".join(steps)}"/>'
