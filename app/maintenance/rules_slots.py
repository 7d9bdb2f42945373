"""Proposing visits one after the other for a technician's day. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

Span = tuple[datetime, datetime]


def consecutive(
    start: datetime, length: timedelta, count: int, busy: Iterable[Span]
) -> Sequence[Span]:
    """Return the earliest free spans of equal length, one after the other.

    Args:
        start: Instant from which to look.
        length: How long each visit takes, above zero.
        count: How many visits.
        busy: Spans already taken, in any order.
    """
    taken = sorted(span for span in busy if span[1] > start)
    found: list[Span] = []
    at = start
    while len(found) < count:
        clash = next((span for span in taken if span[0] < at + length and span[1] > at), None)
        if clash is not None:
            at = clash[1]
            continue
        found.append((at, at + length))
        at += length
    return found
