"""Who answers for the files of each kind of owner; told by the domains that have files."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.attachments.models import Attachment
from app.attachments.rules import OwnerKind
from app.kernel.access import Access


@dataclass(frozen=True)
class FileOwner:
    """What a domain says about the files of its rows.

    Attributes:
        sees: Whether an account may see a file, by the row rule of its owner.
        takes: Whether an account may add a file to an owner, by its key.
        shows: Whether an account may see the owner of a key, and so its files.
        is_closed: Whether the owner takes no files any more, whoever asks.
    """

    sees: Callable[[Session, Access, Attachment], bool]
    takes: Callable[[Session, Access, str], bool]
    shows: Callable[[Session, Access, str], bool] = lambda _session, _access, _key: False
    is_closed: Callable[[Session, str], bool] = lambda _session, _key: False


_owners: dict[OwnerKind, FileOwner] = {}


def register_owner(kind: OwnerKind, owner: FileOwner) -> None:
    """Say who answers for a kind of owner; called once at start by the registry."""
    _owners[kind] = owner


def owner_of(kind: OwnerKind) -> FileOwner:
    """Return who answers for a kind of owner."""
    return _owners[kind]
