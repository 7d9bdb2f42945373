"""Reads of the attachments."""

from collections.abc import Sequence

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from app.attachments.models import Attachment
from app.attachments.owners import owner_of
from app.attachments.rules import OwnerKind
from app.kernel.access import Access


def visible_attachment(session: Session, uuid: str, access: Access) -> Attachment | None:
    """Return a file whose owner the account may see, or None."""
    found = session.get(Attachment, uuid)
    if found is None or not owner_of(found.owner_kind).sees(session, access, found):
        return None
    return found


def count_of(session: Session, kind: OwnerKind, key: str, user_id: int | None) -> int:
    """Return how many files an account left at an owner."""
    wanted = select(func.count(Attachment.id)).where(
        Attachment.owner_kind == kind,
        Attachment.owner_key == key,
        Attachment.created_by_id == user_id,
    )
    return session.scalar(wanted) or 0


def all_files_of(session: Session, owner_kind: OwnerKind, key: str) -> Sequence[Attachment]:
    """Return the files of an owner, newest first; callers check the owner."""
    return session.scalars(
        select(Attachment)
        .where(Attachment.owner_kind == owner_kind, Attachment.owner_key == key)
        .order_by(Attachment.created_at.desc(), Attachment.id)
    ).all()


def count_of_owner(owner_kind: OwnerKind, key: str) -> ScalarSelect[int]:
    """Return the number of files of an owner, as a subquery; callers check the owner."""
    return (
        select(func.count(Attachment.id))
        .where(Attachment.owner_kind == owner_kind, Attachment.owner_key == key)
        .scalar_subquery()
    )
