"""Rules of accounts: names, passwords, lockout. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.kernel.errors import DomainError

#: Stated by the product reference (2.3) for every account.
PASSWORD_MIN_LENGTH = 12

#: Wrong passwords before the first delay.
FREE_ATTEMPTS = 5

#: First delay; doubles with each further failure.
FIRST_DELAY = timedelta(seconds=15)

#: Longest delay: a colleague can be slowed down, never locked out for good.
LONGEST_DELAY = timedelta(minutes=15)

#: Fragments that make a long password guessable all the same.
COMMON_WORDS = (
    "password", "qwerty", "123456", "1234", "abcdef", "letmein", "iloveyou", "welcome", "benvenut",
    "ciaociao", "juventus", "forzamilan", "forzainter", "amoremio", "italia", "segreteria",
    "amministra", "termoidraulica", "caldaia", "000000", "111111", "asdfgh", "zxcvbn",
)  # fmt: skip
#: Different characters a password has at least, and characters beside the guessable words.
FEWEST_DIFFERENT, FEWEST_OTHERS = 5, 4


@dataclass(eq=False)
class PasswordTooShortError(DomainError):
    """Fewer characters than `PASSWORD_MIN_LENGTH`."""

    minimum: int
    field: str = "password"


@dataclass(eq=False)
class PasswordTooCommonError(DomainError):
    """Made of a well-known password or one repeated pattern."""

    field: str = "password"


@dataclass(eq=False)
class PasswordHoldsNameError(DomainError):
    """The password holds the user name."""

    field: str = "password"


@dataclass(eq=False)
class BadUsernameError(DomainError):
    """The own part of a user name is 2 to 30 lower-case letters, digits, dots or hyphens."""

    username: str
    field: str = "username"


@dataclass(eq=False)
class LinkNotValidError(DomainError):
    """A one-use link is unknown, used, expired or of a disabled account."""


#: What stands behind a company's name and is no part of it.
_LEGAL_FORMS = frozenset({"srl", "srls", "spa", "snc", "sas", "ss", "scarl", "soc", "coop", "&"})


def split_username(username: str) -> tuple[str, str]:
    """Return company slug and own part of ``firm.person``, tidied; empty parts when malformed."""
    slug, _dot, own = username.strip().lower().partition(".")
    return slug, own


def ensure_own_part(own: str) -> None:
    """Raise `BadUsernameError` unless `own` may stand after the dot of a user name."""
    allowed = own.replace(".", "").replace("-", "")
    if not (2 <= len(own) <= 30 and allowed.isascii() and allowed.isalnum() and own == own.lower()):
        raise BadUsernameError(own)


def ensure_password(password: str, username: str, company_name: str = "") -> None:
    """Raise unless a password is long enough and not guessable.

    No composition rule: a long phrase in lower case is valid (product reference 2.3).

    Raises:
        PasswordTooShortError: Under `PASSWORD_MIN_LENGTH` characters.
        PasswordHoldsNameError: Holds the user name, the company's part of it or its name, or
            begins with the own part.
        PasswordTooCommonError: Common words with little around them, or few distinct characters.
    """
    if len(password) < PASSWORD_MIN_LENGTH:
        raise PasswordTooShortError(PASSWORD_MIN_LENGTH)
    folded = password.lower()
    slug, own = split_username(username)
    if username.lower() in folded or (len(own) > 3 and folded.startswith(own)):
        raise PasswordHoldsNameError
    letters = _letters(folded)
    if any(len(name) > 3 and name in letters for name in (slug, _trade_name(company_name))):
        raise PasswordHoldsNameError
    rest = folded
    for word in (*COMMON_WORDS, slug, own):
        if len(word) > 3:
            rest = rest.replace(word, "")
    if len(set(folded)) < FEWEST_DIFFERENT or len(rest) < FEWEST_OTHERS:
        raise PasswordTooCommonError


def _letters(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _trade_name(company_name: str) -> str:
    """Return a company's name without its legal form, letters and digits only."""
    words = company_name.lower().replace(".", "").split()
    return "".join(_letters(word) for word in words if word not in _LEGAL_FORMS)


def can_receive(address: str | None) -> bool:
    """Tell whether an account's address is a real one (new accounts get a stand-in)."""
    return bool(address) and "@" in str(address) and not str(address).endswith(".invalid")


def delay_after(failures: int) -> timedelta:
    """Return how long sign-in is refused after a number of consecutive failures."""
    over = failures - FREE_ATTEMPTS
    if over < 0:
        return timedelta(0)
    factor: int = 2 ** min(over, 10)
    return min(FIRST_DELAY * factor, LONGEST_DELAY)


def is_locked(locked_until: datetime | None, now: datetime) -> bool:
    """Tell whether sign-in is refused at this moment."""
    return locked_until is not None and now < locked_until
