"""Making and restoring backups: the edge that commits, one company at a time."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from app.accounts import provisioning
from app.backup import archive, databases, rules
from app.backup.archive import Reader, Writer
from app.backup.rules import CompanyPart, Manifest
from app.extensions import db
from app.files.store import CompanyFiles, FileMissingError
from app.orm.audit import Actor, record_event, set_actor
from app.tenancy import migrations
from app.tenancy.context import company_scope
from app.tenancy.directory import Company

#: Fields of the directory that a copy holds: the server's address and password stay outside.
_ENTRY = ("name", "plan", "status", "secretary_slots", "technician_slots")


@dataclass(frozen=True)
class Surroundings:
    """What copying needs from the application.

    Attributes:
        files: Gives the file store of a company, by slug.
        secret_key: Key of this installation; only its mark is stored.
        now: Current instant, aware.
    """

    files: Callable[[str], CompanyFiles]
    secret_key: str
    now: datetime


@dataclass(frozen=True)
class Step:
    """How far the work is: company, parts done and parts in all."""

    slug: str
    done: int
    total: int


def key_mark(secret_key: str) -> str:
    """Return what tells two keys apart without telling anything of them."""
    return hmac.new(secret_key.encode(), b"fiammetta backup", hashlib.sha256).hexdigest()[:16]


def back_up(
    target: Path, slugs: Iterable[str], around: Surroundings
) -> Iterator[Step | CompanyPart]:
    """Write companies into one archive; yields the steps and, last for each, what was copied.

    The database is copied first: files never change, so those read afterwards hold all it names.

    Raises:
        UnknownCompanyError: There is no such company; nothing is written.
        TargetTakenError: The file is there.
        ToolMissingError, ToolFailedError: PostgreSQL's program is missing or refused.
    """
    if target.exists():
        raise rules.TargetTakenError(target.name)
    rows = [db.directory.read(slug) for slug in slugs]
    with archive.writing(target) as writer:
        parts = []
        for row in rows:
            for step in _copy(writer, row, around):
                yield step
                if isinstance(step, CompanyPart):
                    parts.append(step)
        writer.finish(
            Manifest(
                around.now.isoformat(), key_mark(around.secret_key), parts, dict(writer.checksums)
            )
        )


def _copy(writer: Writer, row: Company, around: Surroundings) -> Iterator[Step | CompanyPart]:
    slug, kind = row.slug, databases.kind_of(row.slug)
    revision = migrations.current_revision(slug) or ""
    with TemporaryDirectory(prefix="fiammetta-") as folder:
        copy = Path(folder) / "database"
        databases.dump(slug, copy)
        writer.add_file(rules.database_member(slug), copy)
    store = around.files(slug)
    names = sorted(store.names())
    stored, damaged = [], []
    for done, sha in enumerate(names, 1):
        try:
            writer.add_content(rules.file_member(slug, sha), store.read(sha))
            stored.append(sha)
        except FileMissingError:
            damaged.append(sha)
        yield Step(slug, done, len(names))
    entry = {name: getattr(row, name) for name in _ENTRY}
    entry["created_at"] = row.created_at.isoformat()
    yield CompanyPart(slug, entry, kind, revision, stored, damaged)


def check(reader: Reader) -> Iterator[Step]:
    """Read every part of an archive; raises `BackupDamagedError` at the first that changed."""
    for part in reader.manifest.companies:
        with TemporaryDirectory(prefix="fiammetta-") as folder:
            _database(reader, part, Path(folder))
        for done, sha in enumerate(part.files, 1):
            _file(reader, part, sha)
            yield Step(part.slug, done, len(part.files))


def restore(
    reader: Reader, part: CompanyPart, around: Surroundings, *, force: bool
) -> Iterator[Step]:
    """Make a company from an archive, or replace it; then bring it to the newest schema.

    Everything is checked before the first byte of the company is touched. Its users cannot sign
    in meanwhile. Files that the archive lacks stay in the store.

    Raises:
        CompanyIsThereError: It exists and `force` is not set.
        OtherDatabaseError, NewerBackupError, BackupDamagedError, ToolMissingError,
        ToolFailedError: Nothing is changed.
    """
    slug = part.slug
    there = db.directory.find(slug)
    if there is not None and not force:
        raise rules.CompanyIsThereError(slug)
    here = databases.kind_of(slug)
    if here != part.kind:
        raise rules.OtherDatabaseError(part.kind, here)
    if part.revision not in migrations.known_revisions():
        raise rules.NewerBackupError(part.revision)
    with TemporaryDirectory(prefix="fiammetta-") as folder:
        copy = _database(reader, part, Path(folder))
        for sha in part.files:
            _file(reader, part, sha)
        if there is None:
            created_at = datetime.fromisoformat(str(part.entry["created_at"]))
            db.directory.add(slug, str(part.entry["name"]), now=created_at)
        db.directory.change(slug, status="new")
        try:
            databases.load(slug, copy)
        except BaseException:
            _undo(slug, there)
            raise
    store = around.files(slug)
    for done, sha in enumerate(part.files, 1):
        store.put(_file(reader, part, sha))
        yield Step(slug, done, len(part.files))
    _finish(part, reader.manifest.made_at)


def _undo(slug: str, there: Company | None) -> None:
    if there is None:
        db.router.drop(slug)
        db.directory.remove(slug)
    else:
        db.directory.change(slug, status=there.status)


def _finish(part: CompanyPart, made_at: str) -> None:
    provisioning.upgrade_company(part.slug)
    with company_scope(part.slug):
        try:
            session = db.session()
            set_actor(session, Actor(None, "operator"))
            record_event(session, "restored", "companies", part.slug, backup=[None, made_at])
            session.commit()
        finally:
            db.session.remove()
    db.directory.change(part.slug, **{name: part.entry[name] for name in _ENTRY})


def _database(reader: Reader, part: CompanyPart, folder: Path) -> Path:
    path = folder / "database"
    with closing(path.open("wb")) as target:
        reader.copy(rules.database_member(part.slug), target)
    databases.check(path, part.kind, part.slug)
    return path


def _file(reader: Reader, part: CompanyPart, sha: str) -> bytes:
    content = reader.read(rules.file_member(part.slug, sha))
    if hashlib.sha256(content).hexdigest() != sha:
        raise rules.BackupDamagedError(sha)
    return content
