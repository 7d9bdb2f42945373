"""What a backup is, and why one is refused. Pure."""

import json
import re
from dataclasses import asdict, dataclass, field
from typing import Any

from app.kernel.errors import DomainError

#: Number of the archive's layout: a reader refuses what it does not know.
FORMAT = 1

MANIFEST = "manifest.json"

_SHA = re.compile(r"[0-9a-f]{64}")
_SLUG = re.compile(r"[a-z][a-z0-9]{1,30}")


@dataclass(eq=False)
class NotABackupError(DomainError):
    """The file is no archive of ours, or is cut off."""

    name: str


@dataclass(eq=False)
class BackupDamagedError(DomainError):
    """A part of the archive is not what the manifest says."""

    part: str


@dataclass(eq=False)
class CompanyIsThereError(DomainError):
    """Restoring would overwrite a company."""

    slug: str


@dataclass(eq=False)
class NotInBackupError(DomainError):
    """The archive does not hold this company."""

    slug: str


@dataclass(eq=False)
class OtherDatabaseError(DomainError):
    """A copy of one kind of database cannot be restored into the other."""

    stored: str
    here: str


@dataclass(eq=False)
class NewerBackupError(DomainError):
    """The copy was made by a later version of the program."""

    revision: str


@dataclass(eq=False)
class ToolMissingError(DomainError):
    """PostgreSQL's own program is not on this machine."""

    tool: str


@dataclass(eq=False)
class ToolFailedError(DomainError):
    """PostgreSQL's own program, or the database, refused."""

    tool: str
    detail: str


@dataclass(eq=False)
class TargetTakenError(DomainError):
    """The backup would replace a file that is there."""

    name: str


@dataclass(frozen=True)
class CompanyPart:
    """One company in an archive.

    Attributes:
        slug: Its slug.
        entry: Fields of its directory row, JSON values.
        kind: "sqlite" or "postgresql".
        revision: Schema of its database.
        files: SHA-256 of each of its files.
        damaged: Files of the store that could not be read whole.
    """

    slug: str
    entry: dict[str, Any]
    kind: str
    revision: str
    files: list[str]
    damaged: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Manifest:
    """What an archive holds.

    Attributes:
        made_at: Instant, ISO 8601, UTC.
        key_mark: Tells whether two installations have the same SECRET_KEY, and nothing else.
        companies: The companies.
        checksums: SHA-256 of each member but the manifest.
        format: Layout.
    """

    made_at: str
    key_mark: str
    companies: list[CompanyPart]
    checksums: dict[str, str]
    format: int = FORMAT

    def as_json(self) -> str:
        """Return the manifest as the archive holds it."""
        return json.dumps(asdict(self), indent=1, sort_keys=True)


def database_member(slug: str) -> str:
    """Return where a company's database is in the archive."""
    return f"companies/{slug}/database"


def file_member(slug: str, sha: str) -> str:
    """Return where a company's file is in the archive."""
    return f"companies/{slug}/files/{sha}"


def read_manifest(text: str, name: str) -> Manifest:
    """Return a manifest from its JSON; nothing in it is trusted further than checked here.

    Raises:
        NotABackupError: It is not one.
    """
    try:
        facts = json.loads(text)
        if facts["format"] != FORMAT:
            raise NotABackupError(name)
        companies = [CompanyPart(**part) for part in facts["companies"]]
        for part in companies:
            if not _SLUG.fullmatch(part.slug) or not all(_SHA.fullmatch(sha) for sha in part.files):
                raise NotABackupError(name)
        return Manifest(
            str(facts["made_at"]), str(facts["key_mark"]), companies, dict(facts["checksums"])
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotABackupError(name) from error
