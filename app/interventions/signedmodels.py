"""Columns of every paper signed on the phone: a frozen revision, and the signatures on it."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.interventions.rules import SignerRole, UnsignedReason
from app.orm.frozen import freeze
from app.orm.types import EnumValue, Json, UtcDateTime


class SignedRevision:
    """One frozen revision of a signed document."""

    # Frozen with the row, and large: the row itself is the history.
    __audit_skip__ = frozenset({"content", "facts"})

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made by the device that wrote it: sending twice stores once.
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    revision: Mapped[int]
    #: Everything the document states, as sent and checked (schema in `rules_content.py`).
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    #: What the print needs beside the content, as it was on arrival (see `facts.py`).
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    #: SHA-256 of the canonical content: what the signatures are bound to.
    content_sha256: Mapped[str] = mapped_column(String(64))
    #: SHA-256 of the request body: tells a repeated sending from another content.
    body_sha256: Mapped[str] = mapped_column(String(64))
    #: When it was written on the phone and when it arrived, UTC.
    compiled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int | None]
    author_name: Mapped[str] = mapped_column(String(120))
    #: Why this revision exists; empty for the first.
    correction_reason: Mapped[str] = mapped_column(String(300), default="")
    #: Why the customer did not sign.
    unsigned_reason: Mapped[UnsignedReason | None] = mapped_column(
        EnumValue(UnsignedReason), default=None
    )
    #: Sealed PDF in the file store; None until the job made it.
    pdf_sha256: Mapped[str | None] = mapped_column(String(64), default=None)
    #: Why the last attempt to make the document failed; empty when none did.
    document_error: Mapped[str] = mapped_column(String(500), default="")


class DrawnSignature:
    """A signature drawn on a screen, bound to the content it was drawn under."""

    __audit_skip__ = frozenset({"strokes"})

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[SignerRole] = mapped_column(EnumValue(SignerRole))
    signer_name: Mapped[str] = mapped_column(String(120))
    #: "intestatario", "figlia", "custode".
    signer_capacity: Mapped[str] = mapped_column(String(60), default="")
    #: Points with time and pressure, as drawn.
    strokes: Mapped[list[Any]] = mapped_column(Json)
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: SHA-256 of the canonical content that was on the screen.
    content_sha256: Mapped[str] = mapped_column(String(64))
    #: Browser and network address of the device.
    device_text: Mapped[str] = mapped_column(String(300), default="")


def freeze_signed(*tables: type) -> None:
    """Keep what was signed: of what has arrived only its document may still be noted."""
    freeze(*tables, but=("pdf_sha256", "document_error"))
