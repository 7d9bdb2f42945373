"""The account: FAB's user with what the product needs to know of it."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.orm.types import EnumValue, Json, UtcDateTime
from app.tenancy.context import current_company


class AccountKind(Enum):
    """Office or field: decides the slot an account uses and the profiles it may have."""

    SECRETARY = "secretary"
    TECHNICIAN = "technician"


class Account(User):
    """A login of one company. `username` is the whole name, ``firm.person``."""

    __tablename__ = "ab_user"
    __table_args__ = {"extend_existing": True}

    kind: Mapped[AccountKind] = mapped_column(
        EnumValue(AccountKind), default=AccountKind.SECRETARY, server_default="secretary"
    )
    #: Grows when all sessions of the account are ended (password change, disabling).
    session_epoch: Mapped[int] = mapped_column(default=0, server_default="0")
    #: Instant until which sign-in is refused after repeated failures, UTC.
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    #: Locale chosen by the user; empty: the installation's.
    locale: Mapped[str] = mapped_column(String(5), default="", server_default="")
    #: Choices of the user's own screens, e.g. columns of lists.
    preferences: Mapped[dict[str, object]] = mapped_column(Json, default=dict, server_default="{}")

    def get_id(self) -> str:
        """Return what the session cookie carries: company, account and session epoch."""
        return f"{current_company()}:{self.id}:{self.session_epoch}"

    @property
    def full_name(self) -> str:
        """Return first and last name as shown on screens."""
        return f"{self.first_name} {self.last_name}".strip()
