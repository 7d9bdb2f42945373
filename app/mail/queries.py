"""Reads of outgoing mail."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from app.mail.models import MailText, OutgoingMail
from app.mail.owntexts import OwnText
from app.mail.rules import About, MailState


def outgoing_mails(
    session: Session,
    *,
    state: MailState | None = None,
    about: About | None = None,
    before: datetime | None = None,
    limit: int = 50,
) -> Sequence[OutgoingMail]:
    """Return messages, newest first, without their bodies.

    Args:
        session: Open session.
        state: Only those in this state; None for all.
        about: Only those about this row, or this client when only `client_id` is given.
        before: Only those older than this instant (`created_at` of the last one shown).
        limit: Rows at most.
    """
    found = (
        select(OutgoingMail)
        .options(defer(OutgoingMail.text), defer(OutgoingMail.html))
        .order_by(OutgoingMail.created_at.desc(), OutgoingMail.id.desc())
        .limit(limit)
    )
    if state is not None:
        found = found.where(OutgoingMail.state == state)
    if before is not None:
        found = found.where(OutgoingMail.created_at < before)
    if about is not None and about.client_id is not None:
        found = found.where(OutgoingMail.client_id == about.client_id)
    if about is not None and about.kind:
        found = found.where(
            OutgoingMail.related_kind == about.kind, OutgoingMail.related_id == about.id
        )
    return session.scalars(found).all()


def count_failed(session: Session) -> int:
    """Return how many messages wait for a person."""
    found = select(func.count()).where(OutgoingMail.state == MailState.FAILED)
    return session.scalar(found) or 0


def own_text(session: Session, code: str) -> OwnText | None:
    """Return the company's own words for a message; None: the shipped ones."""
    row = session.get(MailText, code)
    return None if row is None else OwnText(row.subject, row.body)
