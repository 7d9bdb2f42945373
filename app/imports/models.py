"""Tables of the imports."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.imports.rules_runs import RunState
from app.orm.base import Table
from app.orm.types import EnumValue, Json, UtcDateTime


class ImportRun(Table):
    """One reading of a customer's own list."""

    __tablename__ = "import_runs"

    #: UUID.
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    filename: Mapped[str] = mapped_column(String(160))
    #: The file as uploaded, in the file store.
    sha256: Mapped[str] = mapped_column(String(64))
    #: Sheet of the workbook that is read; empty: the one with the most rows.
    sheet: Mapped[str] = mapped_column(String(255), default="", server_default="")
    #: {"headings": [...], "header_row": number, "choices": {column number: field}}, as the office
    #: chose; empty before.
    mapping: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    state: Mapped[RunState] = mapped_column(EnumValue(RunState, 20), default=RunState.UPLOADED)
    #: How far the check or the import has come (`app.jobs.models.Progress`); None before.
    progress_id: Mapped[UUID | None] = mapped_column(Uuid, default=None)
    #: What `app.imports.service_runs.facts_of` returns; {"error": sentence} after a failure.
    outcome: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(default=None)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)

    def __repr__(self) -> str:
        return self.filename


class ImportedSource(Table):
    """Where an imported row went, so that reading the same list again makes nothing twice."""

    __tablename__ = "import_sources"

    #: "client:<key>" or "device:<key>", stable for the same row of the same list.
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"), index=True)
    device_id: Mapped[int | None] = mapped_column(
        ForeignKey("devices.id", ondelete="CASCADE"), default=None, index=True
    )
    run_id: Mapped[str] = mapped_column(String(36))
