"""Rules of signing in: how long sessions last, who needs a second factor, codes. Pure."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import pyotp

from app.kernel.errors import DomainError

#: Hours without use after which a session ends, unless the company says otherwise: an
#: administrator's working day; a month for the phone of a technician.
OFFICE_HOURS, FIELD_HOURS, ADMINISTRATOR_HOURS = 24, 24 * 30, 12

#: What a company may set, hours: one hour to a quarter of a year.
LEAST_HOURS, MOST_HOURS = 1, 24 * 92

#: Seconds that a code of the authenticator app lasts (RFC 6238, 4.1).
STEP_SECONDS = 30

#: Steps before and after the present one that are taken: clocks of phones go wrong.
DRIFT_STEPS = 1

RECOVERY_CODES = 8

#: Minutes between the right password and the code.
SECOND_STEP_MINUTES = 5


@dataclass(eq=False)
class CodeNotRightError(DomainError):
    """A code of the authenticator app or of the recovery list is wrong, used or too old."""

    field: str = "code"


@dataclass(eq=False)
class SecondFactorNeededError(DomainError):
    """The profile asks for a second factor: it cannot be switched off."""


@dataclass(frozen=True)
class Policy:
    """What one profile asks."""

    session_hours: int
    needs_second_factor: bool = False


def combined(policies: Iterable[Policy], fallback_hours: int) -> Policy:
    """Return what several profiles ask together: the shortest session, any second factor."""
    held = list(policies)
    return Policy(
        min((policy.session_hours for policy in held), default=fallback_hours),
        any(policy.needs_second_factor for policy in held),
    )


def matching_step(key: str, code: str, now: datetime) -> int | None:
    """Return the time step whose code was typed, or None.

    Args:
        key: Base32 key shared with the app.
        code: Six digits as typed, blanks allowed.
        now: Aware instant.
    """
    typed = "".join(code.split())
    present = int(now.timestamp()) // STEP_SECONDS
    app = pyotp.TOTP(key)
    for step in range(present - DRIFT_STEPS, present + DRIFT_STEPS + 1):
        if secrets.compare_digest(
            app.at(step * STEP_SECONDS), typed.encode("ascii", "replace").decode()
        ):
            return step
    return None


def new_key() -> str:
    """Return a new Base32 key of 160 bits."""
    return pyotp.random_base32()


def app_address(key: str, username: str) -> str:
    """Return what the QR code says to the authenticator app."""
    return pyotp.TOTP(key).provisioning_uri(name=username, issuer_name="Fiammetta")


def new_recovery_codes() -> list[str]:
    """Return codes of 80 random bits, in groups that are easy to copy."""
    return ["-".join(_groups(pyotp.random_base32(32)[:16])) for _ in range(RECOVERY_CODES)]


def code_digest(code: str) -> str:
    """Return what is stored of a recovery code, whatever blanks and hyphens were typed."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def secret_digest(secret: str) -> str:
    """Return what is stored of a cookie's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _groups(text: str) -> list[str]:
    return [text[start : start + 4] for start in range(0, len(text), 4)]
