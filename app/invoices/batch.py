"""Many drafts issued in one run: small transactions, each draft by itself."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import structlog
from lxml import etree
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.invoices.models import Invoice
from app.invoices.rules import BatchFaultError, InvoiceState
from app.invoices.service import issue
from app.kernel.errors import DomainError
from app.kernel.money import round_eur

#: Drafts issued in one transaction: as long as nobody else takes a number of the series.
CHUNK = 25
#: Drafts that stayed behind and are named to the office; the others are counted.
MOST_NAMED = 200

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Waiting:
    """The drafts that a run would issue.

    `last_id` is the newest of them (0: there are none): one made later is not part of the run.
    `total_eur` has two decimals; the days are those of the documents.
    """

    count: int
    last_id: int
    total_eur: Decimal
    first_on: date | None
    last_on: date | None


@dataclass
class Batch:
    """What became of a run: how many were issued, and which drafts stayed, with the reason."""

    issued: int = 0
    failed: int = 0
    #: At most `MOST_NAMED`: key of the draft, client, reason as a sentence.
    failures: list[dict[str, object]] = field(default_factory=list)

    def facts(self) -> dict[str, object]:
        """Return what the waiting page shows."""
        return {"issued": self.issued, "failed": self.failed, "failures": self.failures}


@dataclass(frozen=True)
class Issuing:
    """What issuing needs: the instant, the official schema, the sentence for a refusal."""

    now: datetime
    schema: etree.XMLSchema | None
    explain: Callable[[DomainError], str]


def waiting(session: Session, seen: ColumnElement[bool]) -> Waiting:
    """Return what there is to issue of what an account sees."""
    count, last, total, first_on, last_on = session.execute(
        select(
            func.count(Invoice.id), func.coalesce(func.max(Invoice.id), 0),
            func.coalesce(func.sum(Invoice.total_eur), 0),
            func.min(Invoice.dated_on), func.max(Invoice.dated_on),
        ).where(seen, Invoice.state == InvoiceState.DRAFT)
    ).one()  # fmt: skip
    return Waiting(count, last, round_eur(Decimal(str(total))), first_on, last_on)


def drafts_to_issue(session: Session, seen: ColumnElement[bool], *, last_id: int) -> Sequence[int]:
    """Return the keys of the drafts up to a key, by date: numbers follow the dates."""
    return session.scalars(
        select(Invoice.id)
        .where(seen, Invoice.state == InvoiceState.DRAFT, Invoice.id <= last_id)
        .order_by(Invoice.dated_on, Invoice.id)
    ).all()


def issue_chunk(session: Session, ids: Collection[int], issuing: Issuing, batch: Batch) -> None:
    """Issue the drafts of some keys; who is no draft any more is passed over.

    The caller commits. Asked again after a crash it issues what is still a draft.
    """
    drafts = session.scalars(
        select(Invoice)
        .where(Invoice.id.in_(ids), Invoice.state == InvoiceState.DRAFT)
        .order_by(Invoice.dated_on, Invoice.id)
        .with_for_update(of=Invoice)
    ).all()
    for draft in drafts:
        issue_one(session, draft, issuing, batch)


def issue_one(session: Session, draft: Invoice, issuing: Issuing, batch: Batch) -> None:
    """Issue a draft in a savepoint: refused, it stays a draft and its number goes back."""
    key, client = draft.id, draft.client.display_name
    try:
        with session.begin_nested():
            issue(session, draft, now=issuing.now, schema=issuing.schema)
    except DomainError as error:
        reason = issuing.explain(error)
    except DBAPIError:
        raise
    except Exception:  # noqa: BLE001  # one draft's fault must not keep the others waiting
        _log.exception("draft_not_issued", invoice=key)
        reason = issuing.explain(BatchFaultError())
    else:
        batch.issued += 1
        return
    batch.failed += 1
    if len(batch.failures) < MOST_NAMED:
        batch.failures.append({"id": key, "client": client, "reason": reason})
