"""The steps from an uploaded list to its result. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from app.kernel.errors import DomainError


class RunState(Enum):
    """Where an uploaded list stands."""

    #: The columns are to be chosen.
    UPLOADED = "uploaded"
    #: A job reads it without storing anything.
    CHECKING = "checking"
    #: The office has seen what would happen and may start.
    CHECKED = "checked"
    #: A job stores its rows.
    IMPORTING = "importing"
    DONE = "done"
    FAILED = "failed"


#: States in which a job is at work and the page waits.
MOVING = frozenset({RunState.CHECKING, RunState.IMPORTING})
#: States from which the columns may be chosen, or chosen again.
OPEN = frozenset({RunState.UPLOADED, RunState.CHECKED, RunState.FAILED})


@dataclass(eq=False)
class RunMovedOnError(DomainError):
    """The step was asked for on a page that is no longer the list's state."""


@dataclass(eq=False)
class SheetUnknownError(DomainError):
    """The workbook has no such sheet."""

    sheet: str


def ensure_state(state: RunState, allowed: Iterable[RunState]) -> None:
    """Raise `RunMovedOnError` unless the list is in one of the allowed states."""
    if state not in set(allowed):
        raise RunMovedOnError
