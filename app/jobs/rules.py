"""Rules of the outbox: states, and when a failed job is tried again."""

from datetime import timedelta
from enum import Enum

#: Attempts before a job waits for a person: with the delays below, about 21 hours.
MAX_ATTEMPTS = 10

#: How long a running job may take before another worker believes the first one dead.
LEASE = timedelta(minutes=15)

_FIRST_DELAY = timedelta(seconds=30)
_LONGEST_DELAY = timedelta(hours=6)

#: Delays vary by this part, so that jobs that failed together do not come back together.
_JITTER = 0.2


class JobState(Enum):
    """Where a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobGivesUpError(Exception):
    """Raised by a handler when another attempt cannot help: the job fails at once."""


def retry_delay(attempts: int, chance: float) -> timedelta:
    """Return how long to wait after an attempt that failed.

    Args:
        attempts: Attempts made so far, 1 or more; the delay triples with each.
        chance: Random number from 0 to 1 that spreads the delay by 20 % each way.
    """
    tripled: timedelta = _FIRST_DELAY * 3 ** min(attempts - 1, 10)
    delay = min(tripled, _LONGEST_DELAY)
    return delay * (1 - _JITTER + 2 * _JITTER * chance)


def is_last_attempt(attempts: int) -> bool:
    """Tell whether a job that failed now stops and waits for a person."""
    return attempts >= MAX_ATTEMPTS
