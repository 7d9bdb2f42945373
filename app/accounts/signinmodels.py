"""Tables of signing in: open sessions, second factors, known browsers, rules by profile."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from app.orm.base import Table
from app.orm.types import Secret, UtcDateTime


class AccountSession(Table):
    """A browser where somebody is signed in. Deleting the row signs it out."""

    __tablename__ = "account_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("ab_user.id", ondelete="CASCADE"), index=True
    )
    #: SHA-256 of the secret in the browser's cookie, hexadecimal.
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    #: Digest of the secret before the last renewal; works until the new one came back.
    former_digest: Mapped[str | None] = mapped_column(String(64), default=None)
    #: The account's rights changed: the next page brings a new secret.
    must_renew: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: The account's `session_epoch` when it was opened.
    epoch: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Last page read, UTC; noted every few minutes.
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Instant at which an unused session ends, UTC.
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Hours without use after which it ends.
    idle_hours: Mapped[int]
    address: Mapped[str | None] = mapped_column(String(45))
    #: What the browser says of itself.
    device: Mapped[str] = mapped_column(String(200))
    #: The profile asks for a second factor that the account has not yet: nothing else opens.
    must_enrol: Mapped[bool] = mapped_column(default=False)


class SecondFactor(Table):
    """The key of an account's authenticator app (TOTP, RFC 6238)."""

    __tablename__ = "second_factors"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("ab_user.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    #: Base32 key, encrypted.
    key: Mapped[bytes] = mapped_column(Secret)
    #: First code typed right, UTC; NULL while it is being set up.
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Time step of the last code taken: a code works once.
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Table):
    """A code on paper that replaces the authenticator app once."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("ab_user.id", ondelete="CASCADE"), index=True
    )
    #: SHA-256 of the code (80 random bits), hexadecimal.
    digest: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class KnownDevice(Table):
    """A browser that signed in to an account before; others' mistakes do not slow it down."""

    __tablename__ = "known_devices"
    __table_args__ = (UniqueConstraint("account_id", "digest", name="uq_known_devices_digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"))
    #: SHA-256 of the browser's lasting cookie, hexadecimal.
    digest: Mapped[str] = mapped_column(String(64))
    #: Mistakes in a row from this browser.
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInPolicy(Table):
    """What a profile asks of whoever signs in; without a row the usual rules hold."""

    __tablename__ = "sign_in_policies"

    role_id: Mapped[int] = mapped_column(
        ForeignKey("ab_role.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    #: Hours without use after which a session ends.
    session_hours: Mapped[int]
    needs_second_factor: Mapped[bool] = mapped_column(default=False)


class ApiToken(Table):
    """A key by which a program reads as one account; see `app.accounts.apitokens`."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("ab_user.id", ondelete="CASCADE"), index=True
    )
    #: What its owner calls it, e.g. "Gestionale".
    name: Mapped[str] = mapped_column(String(60))
    #: SHA-256 of the secret, hexadecimal.
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    #: The account's `session_epoch` when it was made: a new password ends it.
    epoch: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Last request, UTC, noted every few minutes; NULL: never used.
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class SignInProvider(Table):
    """Where the company's people sign in besides here (OpenID Connect); at most one row."""

    __tablename__ = "sign_in_providers"
    __table_args__ = (CheckConstraint("id = 1", name="ck_sign_in_providers_single"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    #: Address of the provider, as its identity tokens state it.
    issuer: Mapped[str] = mapped_column(String(200))
    client_id: Mapped[str] = mapped_column(String(200))
    #: Encrypted; empty for a public client.
    client_secret: Mapped[bytes] = mapped_column(Secret)
    #: What the button says after "Sign in with".
    label: Mapped[str] = mapped_column(String(40))
    #: Whether a verified e-mail address links an account by itself.
    links_by_email: Mapped[bool] = mapped_column(default=True)


class ExternalIdentity(Table):
    """A person of the provider: linked to an account, or waiting for an administrator's choice."""

    __tablename__ = "external_identities"
    __table_args__ = (
        UniqueConstraint("issuer", "subject", name="uq_external_identities_subject"),
        UniqueConstraint("issuer", "account_id", name="uq_external_identities_account"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    issuer: Mapped[str] = mapped_column(String(200))
    #: The person's lasting key at the provider.
    subject: Mapped[str] = mapped_column(String(255))
    #: NULL: nobody yet.
    account_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"))
    #: Address and name as the provider stated them last.
    email: Mapped[str] = mapped_column(String(160))
    name: Mapped[str] = mapped_column(String(120))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
