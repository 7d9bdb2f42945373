"""Keep files by the SHA-256 of their content, in a folder or in an S3 bucket.

The same content is stored once per company, a stored file never changes, and a name can be
checked against the bytes. Companies never share a file: each has its own prefix.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast
from uuid import uuid4

import fsspec  # type: ignore[import-untyped]  # ships no types
from fsspec.implementations.local import (  # type: ignore[import-untyped]  # ships no types
    LocalFileSystem,
)

from app.kernel.errors import DomainError

_SHA = re.compile(r"[0-9a-f]{64}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


@dataclass(eq=False)
class FileMissingError(DomainError):
    """A file is named by a row and is not in the store, or was damaged there."""

    sha: str


class FileStore:
    """The place where all companies' files are; ask it for the files `of` one company.

    The url is a folder (``./data/files``), ``memory://…`` for tests, or ``s3://bucket/prefix``;
    S3 keys and endpoint come from the usual ``AWS_*`` variables.
    """

    def __init__(self, url: str) -> None:
        self._url = url

    def of(self, company: str) -> "CompanyFiles":
        """Return the files of one company, by its slug."""
        if not _SLUG.fullmatch(company):
            raise ValueError(f"not a company slug: {company!r}")
        # Asked anew each time: fsspec keeps the connection per process, and a connection made
        # before a fork may not be used after it. Without listings cache, a file that another
        # process deleted is not believed to be there.
        system, root = fsspec.core.url_to_fs(self._url, use_listings_cache=False)
        return CompanyFiles(system, f"{root.rstrip('/')}/{company}")


class CompanyFiles:
    """The files of one company; it cannot reach another's."""

    def __init__(self, system: fsspec.AbstractFileSystem, root: str) -> None:
        self._system = system
        self._root = root

    def put(self, content: bytes) -> str:
        """Store a content and return its SHA-256, 64 lower-case hexadecimal digits.

        The file appears whole or not at all; storing it again changes nothing.
        """
        sha = sha256(content).hexdigest()
        place = self._place(sha)
        if self._system.exists(place):
            return sha
        if isinstance(self._system, LocalFileSystem):
            _write_whole(Path(place), content)
        else:
            self._system.pipe_file(place, content)
        return sha

    def open(self, sha: str) -> BinaryIO:
        """Return a stored file open for reading; the caller closes it.

        Raises:
            FileMissingError: There is no such file.
        """
        try:
            return cast("BinaryIO", self._system.open(self._place(sha), "rb"))
        except FileNotFoundError as error:
            raise FileMissingError(sha) from error

    def read(self, sha: str) -> bytes:
        """Return a stored content, checked against its name.

        Raises:
            FileMissingError: There is no such file, or its bytes are no longer the same.
        """
        with self.open(sha) as file:
            content = file.read()
        if sha256(content).hexdigest() != sha:
            raise FileMissingError(sha)
        return content

    def exists(self, sha: str) -> bool:
        """Tell whether a file is stored."""
        return bool(self._system.exists(self._place(sha)))

    def delete(self, sha: str) -> None:
        """Remove a file, if it is there; who calls knows that no row names it any more."""
        with suppress(FileNotFoundError):
            self._system.rm_file(self._place(sha))

    def names(self) -> Iterator[str]:
        """Return the SHA-256 of every stored file, for the backup."""
        for place in self._system.find(self._root):
            name = place.rsplit("/", 1)[-1]
            if _SHA.fullmatch(name):
                yield name

    def _place(self, sha: str) -> str:
        if not _SHA.fullmatch(sha):
            raise ValueError("a file is named by 64 hexadecimal digits")
        return f"{self._root}/{sha[:2]}/{sha}"


def _write_whole(place: Path, content: bytes) -> None:
    """Write beside the place and move there, so that a power cut leaves no half file."""
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = place.with_name(f".{uuid4().hex}.partial")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(place)
    finally:
        partial.unlink(missing_ok=True)
