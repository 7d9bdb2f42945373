"""Rules of the arrival of a report: what is refused and what follows from its outcome. Pure."""

from dataclasses import dataclass
from typing import Any

from app.agenda.rules import AppointmentState
from app.calls.rules import CallState
from app.interventions.rules import Outcome, SignerRole, UnsignedReason
from app.interventions.rules_content import ContentNotValidError, Problem
from app.kernel.errors import DomainError

#: Name of the job that makes the document of a report; its argument is the report's id.
DOCUMENT = "interventions.document"


@dataclass(eq=False)
class ReportClashError(DomainError):
    """The same UUID arrived before with other content."""

    uuid: str


@dataclass(eq=False)
class AppointmentNotYoursError(DomainError):
    """The appointment does not exist for who asks."""


@dataclass(eq=False)
class ForeignDeviceError(DomainError):
    """A device of the report stands at another plant."""


@dataclass(eq=False)
class UnknownTypeError(DomainError):
    """The kind of intervention is not among the company's."""


@dataclass(eq=False)
class UnsignedReasonMissingError(DomainError):
    """Nobody signed and nobody said why."""


@dataclass(eq=False)
class AddressNotOfCustomerError(DomainError):
    """Who may not see amounts sends them to the customer and to nobody else."""

    address: str
    field: str = "to"


@dataclass(frozen=True)
class FollowUp:
    """What becomes of the appointment and of its call."""

    appointment: AppointmentState
    call: CallState


_FOLLOW_UPS = {
    Outcome.DONE: FollowUp(AppointmentState.COMPLETED, CallState.CLOSED),
    Outcome.TO_RESUME: FollowUp(AppointmentState.TO_RESUME, CallState.TO_SCHEDULE),
    Outcome.WAITING_PART: FollowUp(AppointmentState.TO_RESUME, CallState.WAITING_PART),
    Outcome.CLIENT_ABSENT: FollowUp(AppointmentState.NOT_DONE, CallState.TO_SCHEDULE),
    Outcome.REFUSED: FollowUp(AppointmentState.NOT_DONE, CallState.CLOSED),
}


def follow_up(outcome: Outcome) -> FollowUp:
    """Return what an outcome makes of the appointment and of its call."""
    return _FOLLOW_UPS[outcome]


def moves_due_date(outcome: Outcome, *, by_type: bool, is_ticked: bool) -> bool:
    """Tell whether a visit moves due dates: only finished work does."""
    return outcome is Outcome.DONE and (by_type or is_ticked)


def ensure_signed_or_explained(*, is_signed: bool, reason: UnsignedReason | None) -> None:
    """Refuse a report that nobody signed without saying why."""
    if not is_signed and reason is None:
        raise UnsignedReasonMissingError


@dataclass(frozen=True)
class SentSignature:
    """A signature as the phone sent it."""

    role: SignerRole
    signer_name: str
    signer_capacity: str
    strokes: list[Any]


@dataclass(frozen=True)
class Envelope:
    """What surrounds the content of a report."""

    appointment_id: int
    #: Version of the appointment the phone had; another one now means a conflict.
    base_version: int
    unsigned_reason: UnsignedReason | None
    signatures: tuple[SentSignature, ...]
    #: Decoded JSON, checked by `rules_content.parse_content`.
    content: object


def parse_envelope(raw: object) -> Envelope:
    """Return the request of a phone, checked but for its content.

    Raises:
        ContentNotValidError: With the first field that cannot be accepted.
    """
    if not isinstance(raw, dict):
        raise _refusal("", "wrong_kind")
    sent = raw.get("signatures", [])
    if not isinstance(sent, list) or not all(isinstance(one, dict) for one in sent):
        raise _refusal("signatures", "wrong_kind")
    signatures = tuple(_signature(one) for one in sent)
    if len({one.role for one in signatures}) < len(signatures):
        raise _refusal("signatures", "wrong_kind")
    reason = raw.get("unsigned_reason")
    try:
        unsigned = UnsignedReason(reason) if reason is not None else None
    except ValueError:
        raise _refusal("unsigned_reason", "unknown") from None
    return Envelope(
        appointment_id=_whole(raw, "appointment_id"),
        base_version=_whole(raw, "base_version"),
        unsigned_reason=unsigned,
        signatures=signatures,
        content=raw.get("content"),
    )


def _signature(raw: dict[str, Any]) -> SentSignature:
    name, capacity = raw.get("signer_name"), raw.get("signer_capacity", "")
    if not isinstance(name, str) or not name.strip() or len(name) > 120:
        raise _refusal("signatures.signer_name", "required")
    if not isinstance(capacity, str) or len(capacity) > 60:
        raise _refusal("signatures.signer_capacity", "too_long")
    try:
        role = SignerRole(raw.get("role"))
    except ValueError:
        raise _refusal("signatures.role", "unknown") from None
    strokes = raw.get("strokes")
    if not isinstance(strokes, list):
        raise _refusal("signatures.strokes", "wrong_kind")
    return SentSignature(role, name.strip(), capacity.strip(), strokes)


def _whole(raw: dict[str, Any], name: str) -> int:
    value = raw.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**31:
        raise _refusal(name, "not_a_number")
    return value


def _refusal(path: str, reason: str) -> ContentNotValidError:
    return ContentNotValidError((Problem(path, reason),))
