"""Rules of the arrival of a report: what is refused and what follows from its outcome. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from app.agenda.rules import AppointmentState
from app.calls.rules import CallState
from app.interventions.rules import Outcome, SignerRole, UnsignedReason
from app.interventions.rules_reading import ContentNotValidError, Problem, Raw, Reader
from app.kernel.errors import DomainError

#: Name of the job that makes the document of a report; its argument is the report's id.
DOCUMENT = "interventions.document"
#: Names of the jobs that look for files no report lists, and take their bytes away.
TIDY_FILES, FORGET_FILES = "interventions.tidy_files", "interventions.forget_files"

#: A phone's clock is believed within these limits around the arrival of the report.
OLDEST, NEWEST = timedelta(days=400), timedelta(minutes=10)

#: Parts of a request that say how it travels, not what was signed.
_TRANSPORT = frozenset({"base_version", "compiled_at", "ticket"})


@dataclass(eq=False)
class ReportClashError(DomainError):
    """The same UUID arrived before with other content."""

    uuid: str


@dataclass(eq=False)
class AppointmentNotYoursError(DomainError):
    """The appointment, plant or intervention does not exist for who asks."""


@dataclass(eq=False)
class PlaceHiddenError(DomainError):
    """Who sees addresses on the way only has not set off for the visit yet."""


@dataclass(eq=False)
class ForeignDeviceError(DomainError):
    """A device of the report stands at another plant."""

    field: str = "device_ids"


@dataclass(eq=False)
class UnknownTypeError(DomainError):
    """The kind of intervention is not among the company's."""

    field: str = "type_id"


@dataclass(eq=False)
class UnsignedReasonMissingError(DomainError):
    """Nobody signed and nobody said why."""

    field: str = "unsigned_reason"


@dataclass(eq=False)
class PaymentNotAllowedError(DomainError):
    """The account may not record money taken on site."""

    field: str = "payment"


@dataclass(eq=False)
class AttachmentsMissingError(DomainError):
    """Files that the report lists have not arrived."""

    #: Their UUIDs, in the order of the report.
    missing: tuple[str, ...]
    field: str = "attachments"


@dataclass(eq=False)
class CorrectionNotAllowedError(DomainError):
    """Corrections are made by the office or the lead technician."""


@dataclass(eq=False)
class ReportOutdatedError(DomainError):
    """Somebody corrected the report meanwhile."""

    #: Revision that counts now.
    revision: int


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


def believed(compiled_at: datetime | None, now: datetime) -> datetime:
    """Return when a report was written: what the phone says, unless its clock is wrong.

    A signed report is not refused for a wrong clock; the arrival is kept beside it.
    """
    if compiled_at is None or not now - OLDEST <= compiled_at <= now + NEWEST:
        return now
    return compiled_at


@dataclass(frozen=True)
class SentSignature:
    """A signature as the phone sent it."""

    role: SignerRole
    signer_name: str
    signer_capacity: str
    strokes: list[Any]


@dataclass(frozen=True)
class Correction:
    """Which revision a report corrects, and why; `of_id` is the key of the report."""

    of_id: int
    revision: int
    reason: str


@dataclass(frozen=True)
class Envelope:
    """What surrounds the content of a report.

    Attributes:
        appointment_id: None for a report of the office without appointment.
        client_id: Plant of a report without appointment.
        base_version: Mark of the appointment the phone had; another one now means a conflict.
        compiled_at: When it was written by the phone's clock, UTC; None: not said.
        corrects: None for a first report.
        content: Decoded JSON, checked by `rules_content.parse_content`.
    """

    appointment_id: int | None
    client_id: int | None
    base_version: int | None
    compiled_at: datetime | None
    unsigned_reason: UnsignedReason | None
    signatures: tuple[SentSignature, ...]
    corrects: Correction | None
    content: object


def parse_envelope(raw: object) -> Envelope:
    """Return the request of a phone, checked but for its content.

    Raises:
        ContentNotValidError: With every field that cannot be accepted.
    """
    if not isinstance(raw, dict):
        raise ContentNotValidError((Problem("", "wrong_kind"),))
    reader = Reader()
    envelope = Envelope(
        appointment_id=reader.maybe_whole(raw, "appointment_id"),
        client_id=reader.maybe_whole(raw, "client_id"),
        base_version=reader.maybe_whole(raw, "base_version", least=0),
        compiled_at=read_instant(reader, raw),
        unsigned_reason=read_unsigned(reader, raw),
        signatures=read_signatures(reader, raw),
        corrects=read_correction(reader, raw, "intervention_id"),
        content=raw.get("content"),
    )
    if envelope.corrects is None and envelope.appointment_id is envelope.client_id is None:
        reader.problem("appointment_id", "required")
    if reader.problems:
        raise ContentNotValidError(tuple(reader.problems))
    return envelope


def without_transport(raw: object) -> object:
    """Return a request without what may differ when the same report is sent again."""
    if not isinstance(raw, dict):
        return raw
    return {name: value for name, value in raw.items() if name not in _TRANSPORT}


def read_instant(reader: Reader, raw: Raw) -> datetime | None:
    """Return when a document was written by the phone's clock, UTC; None: not said."""
    value = raw.get("compiled_at")
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None:
        reader.problem("compiled_at", "not_a_date")
        return None
    try:
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:  # the first or last day of the calendar, in another zone
        return None


def read_unsigned(reader: Reader, raw: Raw) -> UnsignedReason | None:
    """Return why the customer did not sign; None: not said."""
    if raw.get("unsigned_reason") is None:
        return None
    found: UnsignedReason = reader.one_of(raw, "unsigned_reason", UnsignedReason)
    return found


def read_correction(reader: Reader, raw: Raw, key: str) -> Correction | None:
    """Return what a document corrects; None for a first one.

    Args:
        reader: Collects the problems.
        raw: The request.
        key: Name under which it carries the key of the document.
    """
    if raw.get("corrects") is None:
        return None
    part = reader.part(raw, "corrects", required=True)
    path = "corrects."
    return Correction(
        of_id=reader.whole(part, key, path),
        revision=reader.whole(part, "revision", path),
        reason=reader.text(part, "reason", path, most=300, required=True),
    )


def read_signatures(reader: Reader, raw: Raw) -> tuple[SentSignature, ...]:
    """Return the signatures as the phone sent them, at most one of each role."""
    found = tuple(_signature(reader, *row) for row in reader.rows(raw, "signatures"))
    if len({one.role for one in found}) < len(found):
        reader.problem("signatures", "wrong_kind")
    return found


def _signature(reader: Reader, path: str, raw: dict[str, Any]) -> SentSignature:
    strokes = raw.get("strokes")
    if not isinstance(strokes, list):
        reader.problem(f"{path}strokes", "wrong_kind")
        strokes = []
    return SentSignature(
        role=reader.one_of(raw, "role", SignerRole, path),
        signer_name=reader.text(raw, "signer_name", path, most=120, required=True),
        signer_capacity=reader.text(raw, "signer_capacity", path, most=60),
        strokes=strokes,
    )
