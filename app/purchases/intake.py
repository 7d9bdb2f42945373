"""What arrives in one go, by hand or by PEC: invoices, what the SdI says of them, receipts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.invoices import sdi
from app.invoices.models import SdiNotice
from app.kernel.errors import DomainError
from app.purchases import service
from app.purchases.models import Purchase
from app.purchases.rules import NotAnInvoiceError, Source
from app.purchases.rules_facts import Incoming, Metadata
from app.purchases.rules_unpack import Refused, Unpacked, unpack_each
from app.purchases.rules_xml import kind_of, parse, read_metadata, stem_of


@dataclass(frozen=True)
class Outcome:
    """What became of one file."""

    name: str
    #: Why it was refused; None: it was taken.
    error: DomainError | None = None
    purchases: Sequence[Purchase] = ()
    #: Receipt to one of our own invoices.
    notice: SdiNotice | None = None
    #: What a refused file holds, for a person to look at.
    content: bytes = b""


def take_all(
    session: Session,
    files: Iterable[tuple[str, bytes]],
    source: Source,
    *,
    put: service.Put,
    now: datetime,
) -> list[Outcome]:
    """Take the files of one upload or message; a bad one, also in a zip, leaves the others alone.

    Args:
        session: Open session; the caller commits.
        files: (name, content): XML, p7m, zip.
        source: How they came.
        put: Keeps a content in the company's files.
        now: Current instant.

    Returns:
        What became of each file that they held; metadata that only accompany are not listed.
    """
    outcomes: list[Outcome] = []
    found: list[tuple[Unpacked, str]] = []
    metadata: dict[str, Metadata] = {}
    for one in (held for name, content in files for held in unpack_each(name, content)):
        if isinstance(one, Refused):
            outcomes.append(Outcome(one.name, one.error, content=one.content))
            continue
        try:
            found.append((one, _sorted(one, metadata)))
        except DomainError as error:
            outcomes.append(Outcome(one.name, error, content=one.content))
    for one, kind in found:
        if kind != "metadata":
            outcomes.append(_taken(session, one, kind, metadata, (source, put, now)))
    for said in metadata.values():
        service.note_metadata(session, said)
    return outcomes


def _sorted(file: Unpacked, metadata: dict[str, Metadata]) -> str:
    """Return the kind of an XML; what accompanies an invoice is put into `metadata`."""
    root = parse(file.name, file.content)
    kind = kind_of(root)
    if kind == "metadata":
        said = read_metadata(root)
        metadata[said.stem] = said
    return kind


def _taken(
    session: Session,
    file: Unpacked,
    kind: str,
    metadata: dict[str, Metadata],
    how: tuple[Source, service.Put, datetime],
) -> Outcome:
    source, put, now = how
    try:
        with session.begin_nested():
            if kind == "receipt":
                notice = sdi.receive(session, file.name, file.content, now=now)
                return Outcome(file.name, notice=notice)
            if kind != "invoice":
                raise NotAnInvoiceError(file.name)
            said = metadata.get(stem_of(file.name))
            incoming = Incoming(
                file.name, file.content, file.is_signed, said.sdi_id if said else ""
            )
            rows = service.take(session, incoming, source, put=put, now=now)
            return Outcome(file.name, purchases=rows)
    except DomainError as error:
        return Outcome(file.name, error, content=file.content)
