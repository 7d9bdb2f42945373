"""What surrounds the content of a report on its way from the phone. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.interventions.rules import UnsignedReason
from app.interventions.rules_reading import ContentNotValidError, Problem, Reader
from app.interventions.rules_sending import (
    Correction,
    SentSignature,
    read_correction,
    read_instant,
    read_signatures,
    read_unsigned,
)


@dataclass(frozen=True)
class Envelope:
    """A request, its content not read yet.

    Attributes:
        appointment_id, intervention_id, client_id: What it is about; one of them, or a correction.
        compiled_at: When it was written by the phone's clock, UTC; None: not said.
        corrects: None for a first report.
        content: Decoded JSON, read by `rules_content.read_content`.
    """

    appointment_id: int | None
    intervention_id: int | None
    client_id: int | None
    compiled_at: datetime | None
    unsigned_reason: UnsignedReason | None
    signatures: tuple[SentSignature, ...]
    corrects: Correction | None
    content: Any


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
        intervention_id=reader.maybe_whole(raw, "intervention_id"),
        client_id=reader.maybe_whole(raw, "client_id"),
        compiled_at=read_instant(reader, raw),
        unsigned_reason=read_unsigned(reader, raw),
        signatures=read_signatures(reader, raw),
        corrects=read_correction(reader, raw, "ree_id"),
        content=raw.get("content"),
    )
    if reader.problems:
        raise ContentNotValidError(tuple(reader.problems))
    return envelope
