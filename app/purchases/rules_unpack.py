"""What a file holds: the invoice itself, inside a signature, inside an archive. Pure.

Signed files are opened and their digest is compared; whose certificate it is was checked by the
exchange system (trust lists need the network).
"""

import base64
import binascii
import hashlib
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from asn1crypto import cms  # type: ignore[import-untyped]  # ships no types

# `tsp` adds names of attributes to `cms`, which takes no more once it was used: pyHanko, which
# signs in the same process, would come too late.
from asn1crypto import tsp as _tsp  # noqa: F401 - for what loading it does

from app.kernel.errors import DomainError
from app.purchases.rules import (
    BrokenSignatureError,
    LockedArchiveError,
    TooLargeError,
    UnreadableError,
)

#: A PEC message carries at most 30 MB, and so does everything that came in one.
MOST_BYTES = 30_000_000
#: Everything that one upload unpacks to.
MOST_UNPACKED_BYTES = 100_000_000
#: Files in an archive.
MOST_FILES = 500
#: Signatures around signatures, archives inside archives.
_MOST_LAYERS = 4
_DER = 0x30
_ENVELOPE_LINES = re.compile(rb"-----[^-\r\n]+-----")
_ENCRYPTED = 0x1
#: What the standard library raises on damaged archives, one for each way of packing.
_UNPACKING = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, OSError,
    EOFError, ValueError,
)  # fmt: skip


@dataclass(frozen=True)
class Unpacked:
    """One XML that a file held."""

    name: str
    content: bytes
    is_signed: bool = False


@dataclass(frozen=True)
class Refused:
    """A file of an upload that cannot be opened, and why."""

    name: str
    error: DomainError
    content: bytes


@dataclass
class _Budget:
    """What may still be unpacked of one upload."""

    files: int = MOST_FILES
    size: int = MOST_UNPACKED_BYTES

    def take(self, name: str, size: int) -> None:
        self.files -= 1
        self.size -= size
        if self.files < 0 or self.size < 0:
            raise TooLargeError(name)


def unpack(name: str, content: bytes) -> list[Unpacked]:
    """Return the XML files that an upload holds.

    Args:
        name: Name of the file; its ending is a hint, its first bytes decide.
        content: XML, p7m (DER, base64, PEM-like, nested) or zip.

    Raises:
        TooLargeError: It is larger than any invoice, or unpacks to more.
        LockedArchiveError: An archive asks for a password.
        BrokenSignatureError: The content is not what was signed.
        UnreadableError: It is none of these.
    """
    if len(content) > MOST_BYTES:
        raise TooLargeError(name)
    return list(_opened(Unpacked(name, content), _Budget(), _MOST_LAYERS))


def unpack_each(name: str, content: bytes) -> list[Unpacked | Refused]:
    """Return the XML files that an upload holds, as `unpack`; a bad file leaves the others alone.

    Args:
        name: Name of the file.
        content: XML, p7m or zip; files of a zip are refused one by one.
    """
    budget = _Budget()
    found: list[Unpacked | Refused] = []
    try:
        if len(content) > MOST_BYTES:
            raise TooLargeError(name)
        whole = Unpacked(name, content)
        files = list(_zipped(whole, budget)) if _is_zip(content) else [whole]
    except DomainError as error:
        return [Refused(name, error, content)]
    for one in files:
        try:
            found += _opened(one, budget, _MOST_LAYERS - 1)
        except DomainError as error:
            found.append(Refused(one.name, error, one.content))
    return found


def _is_zip(content: bytes) -> bool:
    return content[:4] == b"PK\x03\x04"


def _opened(file: Unpacked, budget: _Budget, layers: int) -> Iterator[Unpacked]:
    if not layers:
        raise UnreadableError(file.name)
    if _is_zip(file.content):
        for one in _zipped(file, budget):
            yield from _opened(one, budget, layers - 1)
    elif _is_xml(file.content):
        yield file
    else:
        inner = Unpacked(_bare(file.name), _signed(file.name, file.content), is_signed=True)
        yield from _opened(inner, budget, layers - 1)


def _is_xml(content: bytes) -> bool:
    head = content[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    return head.startswith(b"<")


def _bare(name: str) -> str:
    return re.sub(r"\.p7m$", "", name, flags=re.IGNORECASE)


def _zipped(file: Unpacked, budget: _Budget) -> Iterator[Unpacked]:
    """Yield the files of an archive; each is read up to what is left, whatever it announces."""
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            for entry in archive.infolist():
                if entry.is_dir() or _is_rubbish(entry.filename):
                    continue
                if entry.flag_bits & _ENCRYPTED:
                    raise LockedArchiveError(file.name)
                with archive.open(entry) as packed:
                    content = packed.read(min(budget.size, MOST_BYTES) + 1)
                budget.take(file.name, len(content))
                if len(content) > MOST_BYTES:
                    raise TooLargeError(file.name)
                yield Unpacked(entry.filename.replace("\\", "/").rsplit("/", 1)[-1], content)
    except _UNPACKING as error:
        raise UnreadableError(file.name) from error


def _is_rubbish(path: str) -> bool:
    """Tell whether an entry is what a Mac adds to archives."""
    return path.startswith("__MACOSX/") or path.rsplit("/", 1)[-1].startswith(".")


def _signed(name: str, content: bytes) -> bytes:
    """Return what a p7m holds, once its digest agrees."""
    try:
        info = cms.ContentInfo.load(_der(content), strict=False)
        if info["content_type"].native != "signed_data":
            raise UnreadableError(name)
        data = info["content"]
        payload = data["encap_content_info"]["content"].native
        digests = [_stated_digest(signer) for signer in data["signer_infos"]]
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise UnreadableError(name) from error
    if not isinstance(payload, bytes) or not payload:
        # A detached signature: the invoice is another file.
        raise UnreadableError(name)
    for algorithm, stated in filter(None, digests):
        if hashlib.new(algorithm, payload).digest() != stated:
            raise BrokenSignatureError(name)
    return payload


def _der(content: bytes) -> bytes:
    if content[:1] == bytes([_DER]) and not content[:2].isalnum():
        return content
    bare = _ENVELOPE_LINES.sub(b"", content)
    try:
        return base64.b64decode(b"".join(bare.split()), validate=True)
    except binascii.Error:
        return content


def _stated_digest(signer: cms.SignerInfo) -> tuple[str, bytes] | None:
    """Return (algorithm, digest) that a signature states, or None when it states none we know."""
    algorithm = signer["digest_algorithm"]["algorithm"].native
    if algorithm not in hashlib.algorithms_guaranteed or algorithm.startswith("shake"):
        return None
    for attribute in signer["signed_attrs"] or ():
        if attribute["type"].native == "message_digest":
            return algorithm, attribute["values"][0].native
    return None
