"""What a request of the phone says of any signed paper, as columns of its revision."""

from typing import Any, Protocol

from app.interventions.checking import Author
from app.interventions.rules import UnsignedReason
from app.interventions.rules_content import fingerprint
from app.interventions.rules_sending import Correction, SentSignature, believed


class SignedEnvelope(Protocol):
    """What every such request carries around its content."""

    @property
    def content(self) -> Any: ...
    @property
    def compiled_at(self) -> Any: ...
    @property
    def corrects(self) -> Correction | None: ...
    @property
    def unsigned_reason(self) -> UnsignedReason | None: ...
    @property
    def signatures(self) -> tuple[SentSignature, ...]: ...


def revision_columns(envelope: SignedEnvelope, author: Author, signature: type) -> dict[str, Any]:
    """Return what a revision stores of its request, by column, with the signatures as rows.

    Args:
        envelope: The request, checked.
        author: Who sends it, when and from where.
        signature: Mapped class of the signatures.
    """
    sha256 = fingerprint(envelope.content)
    compiled_at = believed(envelope.compiled_at, author.now)
    corrects = envelope.corrects
    return {
        "content": envelope.content,
        "content_sha256": sha256,
        "compiled_at": compiled_at,
        "received_at": author.now,
        "author_id": author.access.user_id,
        "author_name": author.access.name,
        "correction_reason": corrects.reason if corrects is not None else "",
        "unsigned_reason": envelope.unsigned_reason,
        "signatures": [
            signature(
                role=one.role,
                signer_name=one.signer_name,
                signer_capacity=one.signer_capacity,
                strokes=one.strokes,
                signed_at=compiled_at,
                content_sha256=sha256,
                device_text=author.origin.device_text[:300],
            )
            for one in envelope.signatures
        ],
    }
