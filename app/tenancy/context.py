"""Which company the current request, job or command works for."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

SLUG = re.compile(r"[a-z][a-z0-9]{1,30}")

_company: ContextVar[str | None] = ContextVar("company", default=None)
_read_only: ContextVar[bool] = ContextVar("read_only", default=False)


class NoCompanyError(RuntimeError):
    """A database was used outside a company, or for two companies at once."""


def is_slug(text: str) -> bool:
    """Tell whether a text may be the first part of a company's user names."""
    return SLUG.fullmatch(text) is not None


def current_company() -> str | None:
    """Return the slug of the company at work, or None outside one."""
    return _company.get()


def select_company(slug: str | None) -> None:
    """Choose the company for the rest of this request. Jobs and commands use `company`."""
    if slug is not None and not is_slug(slug):
        raise NoCompanyError(slug)
    _company.set(slug)


def is_read_only() -> bool:
    """Tell whether the current work announced that it only reads."""
    return _read_only.get()


def set_read_only(value: bool) -> None:  # noqa: FBT001  a setter
    """Announce that the current request only reads (GET): it takes no write lock."""
    _read_only.set(value)


@contextmanager
def company_scope(slug: str) -> Iterator[str]:
    """Work for one company inside the block; the previous one comes back after it."""
    if not is_slug(slug):
        raise NoCompanyError(slug)
    token, mode = _company.set(slug), _read_only.set(False)
    try:
        yield slug
    finally:
        _read_only.reset(mode)
        _company.reset(token)
