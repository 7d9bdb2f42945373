"""Background work of the invoices: a file goes to the channel after its commit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import force_locale
from lxml import etree
from sqlalchemy import select, true
from sqlalchemy.orm import Session

from app.invoices import sdi
from app.invoices.batch import CHUNK, Batch, Issuing, issue_chunk, issue_one
from app.invoices.models import EInvoiceFile, Invoice
from app.invoices.queries import instalments_due
from app.invoices.rules import ISSUED_STATES, InvoiceState, SchemaMissingError
from app.invoices.sources import drafts_of_instalments
from app.invoices.standin import Known, answer, document_key
from app.jobs.progress import tracked
from app.jobs.registry import job
from app.jobs.runner import Clock, Sessions
from app.kernel.dates import local_day
from app.kernel.errors import DomainError
from app.orm.audit import Actor, set_actor

#: States of documents that the exchange system has accepted.
_ACCEPTED = ISSUED_STATES | {InvoiceState.REFUSED}


#: Job that makes the invoices of many instalments.
INSTALMENTS = "invoices.instalments"
#: Job that issues many drafts.
ISSUE = "invoices.issue"


@dataclass(frozen=True)
class Surroundings:
    """What the long works take from the installation.

    Attributes:
        schema: The official schema.
        sessions: Store how far a work is.
        clock: Stamps it.
        explain: The sentence for a refusal, in the language in force.
    """

    schema: Callable[[], etree.XMLSchema | None]
    sessions: Sessions
    clock: Clock
    explain: Callable[[DomainError], str]

    def issuing(self, now: datetime) -> Issuing:
        """Return what issuing needs; the reasons are kept in the company's language."""
        return Issuing(now, self.schema(), self._sentence)

    def _sentence(self, error: DomainError) -> str:
        with force_locale("it"):
            return self.explain(error)


def register(around: Surroundings, channel_of: Callable[[Session], sdi.Channel | None]) -> None:
    """Register the jobs.

    Args:
        around: The installation.
        channel_of: What takes the files of the company at work; None: the stand-in.
    """

    @job(INSTALMENTS)
    def instalments(
        session: Session,
        progress_id: str,
        ids: list[int],
        issuer: list[object] | None = None,
        *,
        now: datetime,
    ) -> None:
        act_for(session, issuer)
        issuing = None if issuer is None else around.issuing(now)
        invoice_instalments(session, around, progress_id, ids, issuing=issuing, now=now)

    @job(ISSUE)
    def issue_all(
        session: Session, progress_id: str, ids: list[int], issuer: list[object], *, now: datetime
    ) -> None:
        act_for(session, issuer)
        issue_drafts(session, around, progress_id, ids, now=now)

    @job(sdi.TRANSMIT, on_failure=note_failure)
    def transmit(session: Session, file_id: int, *, now: datetime) -> None:
        channel = channel_of(session)
        if channel is None:
            hand_over(session, file_id, schema=around.schema(), now=now)
        else:
            channel(session, file_id, now=now)


def note_failure(
    session: Session, error: Exception, file_id: int, *, final: bool, now: datetime
) -> None:
    """Show on the file why it did not leave; `final` and `now` are what every note receives."""
    del final, now
    file = session.get(EInvoiceFile, file_id)
    if file is not None and file.sent_at is None:
        file.error = (str(error) or type(error).__name__)[:500]


def hand_over(
    session: Session, file_id: int, *, schema: etree.XMLSchema | None, now: datetime
) -> None:
    """Give a file to the stand-in and take its receipt in; done once whatever the repetitions.

    Raises:
        SchemaMissingError: The stand-in cannot check.
    """
    if schema is None:
        raise SchemaMissingError
    file = session.get_one(EInvoiceFile, file_id, with_for_update=True)
    if file.notices:
        return
    file.attempts += 1
    file.sent_at = now
    name, content = answer(
        file.name, file.content, schema=schema, now=now, known=_known(session, file)
    )
    sdi.receive(session, name, content, now=now)


def act_for(session: Session, issuer: list[object] | None) -> None:
    """Write the history in the name of who asked: key of the account and name."""
    match issuer:
        case [int() as user_id, str() as name]:
            set_actor(session, Actor(user_id, name))


def issue_drafts(
    session: Session, around: Surroundings, progress_id: str, ids: list[int], *, now: datetime
) -> None:
    """Issue drafts, some in each transaction; begun again, it goes on with what is left."""
    issuing, batch = around.issuing(now), Batch()
    session.rollback()  # the tracker writes in transactions of its own
    with tracked(around.sessions, UUID(progress_id), clock=around.clock, every=CHUNK) as tracker:
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start : start + CHUNK]
            issue_chunk(session, chunk, issuing, batch)
            session.commit()
            session.expunge_all()  # ten thousand documents are not kept in memory
            tracker.step(len(chunk))
        tracker.result |= batch.facts()


def invoice_instalments(
    session: Session,
    around: Surroundings,
    progress_id: str,
    ids: list[int],
    *,
    issuing: Issuing | None,
    now: datetime,
) -> None:
    """Make a draft for each contract, each in its own transaction; begun again, nothing twice.

    With `issuing` each draft is issued in the same transaction; what is refused stays a draft.
    """
    today = local_day(now)
    found = instalments_due(session, true(), ids=ids)
    by_contract: dict[int, list[int]] = {}
    for one in found:
        by_contract.setdefault(one.contract_id, []).append(one.id)
    session.rollback()  # the tracker writes in transactions of its own
    made, batch = 0, Batch()
    with tracked(around.sessions, UUID(progress_id), clock=around.clock, every=10) as tracker:
        for keys in by_contract.values():
            rows = instalments_due(session, true(), ids=keys)
            drafts = drafts_of_instalments(session, rows, today=today) if rows else []
            made += len(drafts)
            if issuing is not None:
                for draft in drafts:
                    issue_one(session, draft, issuing, batch)
            session.commit()
            tracker.step(len(keys))
        tracker.result["made"] = made
        if issuing is not None:
            tracker.result |= batch.facts()


def _known(session: Session, file: EInvoiceFile) -> Known:
    """Return what the exchange system remembers: documents of the same number, accepted before."""
    found = session.scalars(
        select(EInvoiceFile)
        .join(Invoice)
        .where(
            Invoice.state.in_(_ACCEPTED),
            Invoice.id != file.invoice_id,
            Invoice.year == file.invoice.year,
            Invoice.number == file.invoice.number,
        )
    )
    return Known(documents={document_key(etree.fromstring(one.content)) for one in found})
