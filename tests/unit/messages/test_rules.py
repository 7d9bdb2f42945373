"""When a message may leave, by which way, and what a customer must hear."""

from datetime import UTC, datetime, time, timedelta

import pytest

from app.kernel.phones import InvalidPhoneError
from app.messages.rules import (
    Channel,
    Event,
    NotMobileError,
    Quiet,
    TextTooLongError,
    Told,
    Way,
    channels_for,
    ensure_text,
    leaves_at,
    mobile_number,
    next_event,
    wants_reminder,
)

START = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        ("2026-11-25 12:00", "2026-11-25 12:00"),
        ("2026-11-25 19:00", "2026-11-26 07:00"),  # 20:00 in winter
        ("2026-11-25 18:59", "2026-11-25 18:59"),
        ("2026-11-26 06:59", "2026-11-26 07:00"),
        ("2026-11-26 07:00", "2026-11-26 07:00"),
        ("2026-07-25 18:00", "2026-07-26 06:00"),  # 20:00 in summer
        ("2026-03-28 22:00", "2026-03-29 06:00"),  # the night that loses an hour
        ("2026-10-24 21:00", "2026-10-25 07:00"),  # the night that gains one
    ],
)
def test_quiet_hours_follow_the_italian_clock(now, leaves):
    assert leaves_at(utc(now), Quiet(time(20), time(8))) == utc(leaves)


def test_equal_hours_are_no_quiet_and_a_quiet_of_the_day_ends_the_same_day():
    assert leaves_at(START, Quiet(time(9), time(9))) == START
    noon = utc("2026-11-25 12:00")  # 13:00
    assert leaves_at(noon, Quiet(time(12, 30), time(14))) == utc("2026-11-25 13:00")


@pytest.mark.parametrize(
    ("way", "reached", "used"),
    [
        (Way.OFF, "mail text", ""),
        (Way.MAIL, "text", ""),
        (Way.MAIL_ELSE_TEXT, "mail text", "mail"),
        (Way.MAIL_ELSE_TEXT, "text", "text"),
        (Way.TEXT_ELSE_MAIL, "mail text", "text"),
        (Way.BOTH, "mail text", "mail text"),
        (Way.BOTH, "text", "text"),
    ],
)
def test_channels(way, reached, used):
    found = channels_for(way, [Channel(name) for name in reached.split()])
    assert found == tuple(Channel(name) for name in used.split())


def test_only_mobile_numbers_get_text_messages():
    assert mobile_number("333 123 45 67") == "+393331234567"
    with pytest.raises(NotMobileError):
        mobile_number("0573 123456")
    with pytest.raises(InvalidPhoneError):
        mobile_number("non lo so")


def test_three_parts_at_most():
    ensure_text("a" * 459)
    with pytest.raises(TextTooLongError):
        ensure_text("a" * 460)


@pytest.mark.parametrize(
    ("told", "moved", "is_cancelled", "is_new", "event"),
    [
        (None, False, False, True, Event.BOOKED),
        (None, False, False, False, None),
        (None, False, True, True, None),
        (Event.BOOKED, False, False, True, None),
        (Event.BOOKED, True, False, True, Event.MOVED),
        (Event.REMINDER, True, True, True, Event.CANCELLED),
        (Event.CANCELLED, False, True, True, None),
        (Event.CANCELLED, False, False, False, Event.BOOKED),
    ],
)
def test_what_a_customer_must_hear(told, moved, is_cancelled, is_new, event):
    known = told and Told(told, START - timedelta(hours=moved), START - timedelta(days=3))
    assert next_event(known, START, is_cancelled=is_cancelled, is_new=is_new) is event


def test_who_heard_today_or_already_gets_no_reminder():
    now = START - timedelta(hours=20)
    assert wants_reminder(None, START, now)
    assert wants_reminder(Told(Event.BOOKED, START, now - timedelta(days=2)), START, now)
    assert not wants_reminder(Told(Event.BOOKED, START, now), START, now)
    assert not wants_reminder(Told(Event.REMINDER, START, now - timedelta(days=2)), START, now)
    assert not wants_reminder(None, START, START - timedelta(hours=1))
