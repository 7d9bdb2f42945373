"""The archive: a ZIP whose last member says what each other one must be."""

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from app.backup.rules import (
    MANIFEST,
    BackupDamagedError,
    Manifest,
    NotABackupError,
    read_manifest,
)

_CHUNK = 1 << 20

#: A manifest larger than this is not ours, bytes.
_LARGEST_MANIFEST = 1 << 28


class Writer:
    """Adds members and keeps their checksums."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.checksums: dict[str, str] = {}

    def add_file(self, member: str, path: Path) -> None:
        """Add a file of this machine, compressed."""
        digest = hashlib.sha256()
        info = zipfile.ZipInfo(member)
        info.compress_type = zipfile.ZIP_DEFLATED
        with path.open("rb") as source, self._archive.open(info, "w", force_zip64=True) as target:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                target.write(chunk)
        self.checksums[member] = digest.hexdigest()

    def add_content(self, member: str, content: bytes) -> None:
        """Add a content as it is: photos and PDF do not get smaller."""
        self._archive.writestr(zipfile.ZipInfo(member), content)
        self.checksums[member] = hashlib.sha256(content).hexdigest()

    def finish(self, manifest: Manifest) -> None:
        """Add the manifest."""
        self._archive.writestr(zipfile.ZipInfo(MANIFEST), manifest.as_json())


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Write an archive that appears whole or not at all, readable by its owner only."""
    partial = path.with_name(f".{path.name}.partial")
    partial.touch(mode=0o600)
    try:
        with zipfile.ZipFile(partial, "w", allowZip64=True) as archive:
            yield Writer(archive)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


class Reader:
    """Reads members and holds them against the manifest; never unpacks by their names."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest

    def copy(self, member: str, target: IO[bytes]) -> None:
        """Write a member's content.

        Raises:
            BackupDamagedError: It is missing or changed.
        """
        digest = hashlib.sha256()
        try:
            with self._archive.open(member) as source:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    target.write(chunk)
        except (KeyError, zipfile.BadZipFile, OSError, EOFError) as error:
            raise BackupDamagedError(member) from error
        if digest.hexdigest() != self.manifest.checksums.get(member):
            raise BackupDamagedError(member)

    def read(self, member: str) -> bytes:
        """Return a member's content, checked."""
        try:
            content = self._archive.read(member)
        except (KeyError, zipfile.BadZipFile, OSError, EOFError) as error:
            raise BackupDamagedError(member) from error
        if hashlib.sha256(content).hexdigest() != self.manifest.checksums.get(member):
            raise BackupDamagedError(member)
        return content


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """Open an archive.

    Raises:
        NotABackupError: It is none of ours.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise NotABackupError(path.name) from error
    with archive:
        try:
            if archive.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
                raise NotABackupError(path.name)
            text = archive.read(MANIFEST).decode()
        except (KeyError, zipfile.BadZipFile, UnicodeDecodeError, EOFError) as error:
            raise NotABackupError(path.name) from error
        yield Reader(archive, read_manifest(text, path.name))
