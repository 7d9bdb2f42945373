"""What every signed paper prints alike: its signatures, and which revision it replaces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.files.signatures import SignatureEmptyError, SignatureNotReadableError, signature_svg
from app.files.store import CompanyFiles, FileMissingError
from app.interventions import messages
from app.interventions.rules import SignerRole, UnsignedReason
from app.pdf import glyphs
from app.web.formats import format_moment

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Signed:
    """A signature as it was drawn."""

    role: SignerRole
    name: str
    #: "intestatario", "figlia"; may be empty.
    capacity: str
    #: Aware instant.
    at: datetime
    strokes: Sequence[Any]


@dataclass(frozen=True, kw_only=True)
class SignedPrintable:
    """What a revision of a signed document prints, whatever the document.

    Attributes:
        content: What was signed (schema in the domain's `rules_content.py`).
        facts: What the print needs beside it, frozen when the document arrived.
        received_at: Aware instant of the arrival: written in the file as its date.
        content_sha256: What the signatures are bound to.
        logo: Picture of the company; None without.
    """

    content: Facts
    facts: Facts
    signatures: Sequence[Signed]
    received_at: datetime
    content_sha256: str
    unsigned_reason: UnsignedReason | None = None
    correction_reason: str = ""
    logo: bytes | None = None


def signed_columns(revision: Any) -> dict[str, Any]:
    """Return the fields of a `SignedPrintable` that a `SignedRevision` holds as they are."""
    return {
        "content": revision.content,
        "signatures": [
            Signed(one.role, one.signer_name, one.signer_capacity, one.signed_at, one.strokes)
            for one in revision.signatures
        ],
        "received_at": revision.received_at,
        "content_sha256": revision.content_sha256,
        "unsigned_reason": revision.unsigned_reason,
        "correction_reason": revision.correction_reason,
    }


def stored_pdf(revision: Any, files: CompanyFiles) -> bytes | None:
    """Return the sealed document of a revision; None while it is not made, or when it is lost."""
    if revision.pdf_sha256 is None:
        return None
    try:
        return files.read(revision.pdf_sha256)
    except FileMissingError:
        return None  # printed again from what was signed


def replaces_text(report: SignedPrintable) -> str:
    """Return which revision this one replaces and why; empty for a first one."""
    revision = report.facts.get("revision") or 1
    if revision <= 1:
        return ""
    return _(
        "Replaces revision %(number)s: %(reason)s",
        number=revision - 1,
        reason=report.correction_reason,
    )


def signature_boxes(
    report: SignedPrintable, labels: Mapping[SignerRole, str]
) -> list[dict[str, object]]:
    """Return a box per role, in the order of `labels`; an empty one says why it is empty."""
    by_role = {signed.role: signed for signed in report.signatures}
    boxes = []
    for role, label in labels.items():
        signed = by_role.get(role)
        box: dict[str, object] = {"label": label}
        if signed is not None:
            name = f"{signed.name} ({signed.capacity})" if signed.capacity else signed.name
            box |= {
                "name": glyphs.clean(name),
                "when": format_moment(signed.at),
                "drawing": drawing_of(signed.strokes),
            }
        elif role is SignerRole.CLIENT and report.unsigned_reason is not None:
            box["reason"] = str(messages.UNSIGNED_REASONS[report.unsigned_reason])
        else:
            box["reason"] = _("Not signed")
        boxes.append(box)
    return boxes


def drawing_of(strokes: Sequence[Any]) -> str:
    """Return the SVG of a signature; empty when what was stored cannot be drawn."""
    try:
        return signature_svg(strokes).decode()
    except (SignatureEmptyError, SignatureNotReadableError):
        return ""
