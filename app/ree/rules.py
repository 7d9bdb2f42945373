"""Words of the energy-efficiency reports. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.kernel.errors import DomainError

#: Name of the job that makes the document of a report; its argument is the revision's id.
DOCUMENT = "ree.document"

#: Version of the validation rules, kept with each report.
RULES_VERSION = "2026-11"

#: Types of the official form: Allegato II, III, IV, V of DM 10/02/2014.
TYPES = (1, 2, 3, 4)


class ReeState(Enum):
    """Where a report stands on its way to the regional register."""

    DRAFT = "draft"
    SIGNED = "signed"
    SENT = "sent"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Severity(Enum):
    """Weight of a remark of the rules."""

    #: The report is refused.
    ERROR = "error"
    WARNING = "warning"
    #: Something to know.
    INFO = "info"


#: What may follow what. A report that was corrected starts again as signed.
_NEXT = {
    ReeState.DRAFT: frozenset[ReeState](),
    ReeState.SIGNED: frozenset({ReeState.SENT}),
    ReeState.SENT: frozenset({ReeState.ACCEPTED, ReeState.REJECTED, ReeState.SIGNED}),
    ReeState.ACCEPTED: frozenset({ReeState.SENT}),
    ReeState.REJECTED: frozenset({ReeState.SENT}),
}


@dataclass(eq=False)
class StateNotNextError(DomainError):
    """A report cannot pass from its state to the wanted one."""

    state: ReeState
    wanted: ReeState


@dataclass(eq=False)
class SentBeforeControlError(DomainError):
    """A report cannot be in the register before its control, nor tomorrow."""

    field: str = "on"


@dataclass(eq=False)
class RejectionReasonMissingError(DomainError):
    """The register gave a reason: without it nobody can mend the report."""

    field: str = "note"


@dataclass(eq=False)
class ReeNotYoursError(DomainError):
    """The appointment, intervention or report does not exist for who asks."""


@dataclass(eq=False)
class ReeClashError(DomainError):
    """The same UUID arrived before with other content."""

    uuid: str


@dataclass(eq=False)
class ReeOutdatedError(DomainError):
    """Somebody corrected the report meanwhile."""

    revision: int


@dataclass(eq=False)
class ReeDeviceError(DomainError):
    """The device is not at this plant, or is no generator of this type."""

    field: str = "device_id"


@dataclass(eq=False)
class ReeTwiceError(DomainError):
    """The generator already has a report of that day."""

    number: str
    day: date
    field: str = "values.performed_on"


@dataclass(eq=False)
class TechnicianSignatureMissingError(DomainError):
    """The operator who did the control signs it (DPR 74/2013 art. 8(5))."""

    field: str = "signatures"


def ensure_next(state: ReeState, wanted: ReeState) -> None:
    """Refuse a step that a report cannot take.

    Raises:
        StateNotNextError: See above.
    """
    if wanted not in _NEXT[state]:
        raise StateNotNextError(state, wanted)


def next_states(state: ReeState) -> frozenset[ReeState]:
    """Return where a report may go from a state."""
    return _NEXT[state]
