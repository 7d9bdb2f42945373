"""Tables of the privacy forms: rows are written once and stay."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.clients.models import Client
from app.company.models import PrivacyNotice
from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.frozen import freeze
from app.orm.types import Json, UtcDateTime
from app.privacy.rules import Answer, SignedForm, answers


class PrivacyForm(Audited, Table):
    """A notice shown, its consents answered, signed."""

    __tablename__ = "privacy_forms"
    __table_args__ = (Index("ix_privacy_forms_client", "client_id", "signed_at"),)
    __audit_skip__ = frozenset({"strokes", "facts"})

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made with the empty form: the same form sent twice is one.
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    client: Mapped[Client] = relationship()
    #: Who held the plant (no foreign key: the row may go when cards are united); None: unknown.
    occupancy_id: Mapped[int | None] = mapped_column(default=None)
    notice_id: Mapped[int] = mapped_column(ForeignKey("privacy_notices.id"))
    notice: Mapped[PrivacyNotice] = relationship()
    #: Visit in which it was signed (no foreign key: that domain is higher); None: in the office.
    appointment_id: Mapped[int | None] = mapped_column(default=None, index=True)
    #: Everything the document states: notice, client, company, consents with their answers.
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    content_sha256: Mapped[str] = mapped_column(String(64))
    signer_name: Mapped[str] = mapped_column(String(120))
    #: Points with time and pressure, as drawn.
    strokes: Mapped[list[Any]] = mapped_column(Json)
    #: Browser and address of the device that was signed on.
    device: Mapped[str] = mapped_column(String(250), default="")
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Who had it signed, as shown then.
    author_name: Mapped[str] = mapped_column(String(120))
    revocations: Mapped[list[PrivacyRevocation]] = relationship(
        back_populates="form", order_by="PrivacyRevocation.id"
    )

    def __repr__(self) -> str:
        return self.signer_name

    @property
    def answers(self) -> list[Answer]:
        """The consents as they hold now."""
        revoked = [code for one in self.revocations for code in one.purposes]
        return answers(self.facts["purposes"], revoked)

    @property
    def signed(self) -> SignedForm:
        """What tells whether to ask again."""
        return SignedForm(self.notice_id, self.occupancy_id)


class PrivacyRevocation(Audited, Table):
    """Consents taken back, noted by the office."""

    __tablename__ = "privacy_revocations"

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("privacy_forms.id"), index=True)
    form: Mapped[PrivacyForm] = relationship(back_populates="revocations")
    #: Codes of the purposes.
    purposes: Mapped[list[str]] = mapped_column(Json)
    #: How the customer said it: "by phone", "e-mail of the 3rd".
    note: Mapped[str] = mapped_column(String(300), default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_name: Mapped[str] = mapped_column(String(120))

    def __repr__(self) -> str:
        return ", ".join(self.purposes)


# What was signed or noted stays: what follows is a new row.
freeze(PrivacyForm, PrivacyRevocation)
