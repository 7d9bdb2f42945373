from datetime import timedelta

import pytest

from app.jobs.rules import MAX_ATTEMPTS, is_last_attempt, retry_delay


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [(1, 30), (2, 90), (3, 270), (4, 810), (7, 21_600), (8, 21_600), (1000, 21_600)],
)
def test_delay_triples_up_to_six_hours(attempts, seconds):
    assert retry_delay(attempts, 0.5) == timedelta(seconds=seconds)


def test_chance_spreads_the_delay_by_a_fifth_each_way():
    assert retry_delay(1, 0.0) == timedelta(seconds=24)
    assert retry_delay(1, 1.0) == timedelta(seconds=36)


def test_attempts_end_after_most_of_a_day():
    waited = sum((retry_delay(n, 0.5) for n in range(1, MAX_ATTEMPTS)), timedelta())

    assert timedelta(hours=16) < waited < timedelta(hours=24)
    assert not is_last_attempt(MAX_ATTEMPTS - 1)
    assert is_last_attempt(MAX_ATTEMPTS)
