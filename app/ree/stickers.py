"""The fee sticker of a report: what the stock of stickers is asked. The stock itself is above."""

from typing import Protocol

from sqlalchemy.orm import Session

from app.kernel.access import Access
from app.ree.models import Ree
from app.ree.rules import Severity
from app.ree.rules_checks import Remark

#: Number of the remark; the official list has none about the sticker.
_RULE = 0


class StickerStock(Protocol):
    """Who keeps the stickers."""

    def next_of(self, session: Session, technician_id: int) -> str:
        """Return the next sticker of a technician's own pack; empty when there is none."""

    def doubt_about(self, session: Session, label: str, ree_id: int | None) -> str:
        """Return the code of what is strange about a sticker; empty when nothing is."""

    def put(self, session: Session, label: str, ree: Ree) -> None:
        """Put the sticker that a report names on it, when the stock has it free."""


_stocks: list[StickerStock] = []


def keep_stickers(stock: StickerStock) -> None:
    """Say who keeps the stickers."""
    _stocks[:] = [stock]


def proposed_sticker(session: Session, access: Access) -> str:
    """Return the next sticker of who writes; empty when they have none."""
    if access.technician_id is None:
        return ""
    return next((stock.next_of(session, access.technician_id) for stock in _stocks), "")


def sticker_remarks(session: Session, label: object, ree_id: int | None) -> tuple[Remark, ...]:
    """Return a warning about the sticker a report names; it never keeps a report back."""
    if not isinstance(label, str) or not label.strip():
        return ()
    codes = [stock.doubt_about(session, label, ree_id) for stock in _stocks]
    return tuple(Remark(_RULE, Severity.WARNING, "values.sticker", code) for code in codes if code)


def put_sticker(session: Session, label: object, ree: Ree) -> None:
    """Put the sticker that a report names on it."""
    if isinstance(label, str) and label.strip():
        for stock in _stocks:
            stock.put(session, label, ree)
