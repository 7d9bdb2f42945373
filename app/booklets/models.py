"""Tables of the booklets."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from app.clients.models import Client
from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.mixins import Stamped
from app.orm.types import Json, UtcDateTime


class Booklet(Audited, Stamped, Table):
    """The booklet of a plant.

    Two only where merged cards had one each, or winter and summer plant share nothing.
    """

    __tablename__ = "booklets"
    __table_args__ = (Index("ix_booklets_opened", "opened_on", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)
    client: Mapped[Client] = relationship()
    #: Italian day it was begun here.
    opened_on: Mapped[date]

    def __repr__(self) -> str:
        return str(self.client)


class BookletEntry(Table):
    """What a sheet, or a row of it, states from a moment on; entries before it stay."""

    __tablename__ = "booklet_entries"
    __table_args__ = (
        UniqueConstraint("booklet_id", "sheet", "row", "revision", name="uq_booklet_entries"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booklet_id: Mapped[int] = mapped_column(ForeignKey("booklets.id"))
    #: Code of `rules.SHEETS`.
    sheet: Mapped[str] = mapped_column(String(10))
    #: 0 for a sheet without rows; else from 1.
    row: Mapped[int] = mapped_column(default=0)
    #: 1 for the first.
    revision: Mapped[int]
    #: By item; numbers as text with a point, days as "2026-10-12".
    values: Mapped[dict[str, Any]] = mapped_column(Json)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by: Mapped[str] = mapped_column(String(120))


def _stay(_mapper: Mapper[Any], _connection: Connection, row: Any) -> None:
    raise AssertionError(f"booklet entry {row.id} is history: write a new one")


event.listen(BookletEntry, "before_update", _stay)
event.listen(BookletEntry, "before_delete", _stay)
