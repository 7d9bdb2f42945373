"""The account: FAB's user with what the product needs to know of it."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from app.orm.base import Table
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
    #: Days of the technician's own list, back and ahead of today.
    days_back: Mapped[int] = mapped_column(default=7, server_default="7")
    days_ahead: Mapped[int] = mapped_column(default=14, server_default="14")
    #: The technician reads street and phone only once "In viaggio" was pressed.
    hides_address: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Choices of the user's own screens, e.g. columns of lists.
    preferences: Mapped[dict[str, object]] = mapped_column(Json, default=dict, server_default="{}")

    def get_id(self) -> str:
        """Return what the session cookie carries: company, account and session epoch."""
        return f"{current_company()}:{self.id}:{self.session_epoch}"

    @property
    def full_name(self) -> str:
        """Return first and last name as shown on screens."""
        return f"{self.first_name} {self.last_name}".strip()


class TokenPurpose(Enum):
    """What a one-use link is for."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105  a purpose, not a password


class AccountToken(Table):
    """A link that lets one account in once; see `app.accounts.tokens`."""

    __tablename__ = "account_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("ab_user.id", ondelete="CASCADE"), index=True
    )
    purpose: Mapped[TokenPurpose] = mapped_column(EnumValue(TokenPurpose))
    #: SHA-256 of the secret, hexadecimal.
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Instant from which it no longer works, UTC.
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: When it was used, UTC; NULL: not yet.
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
