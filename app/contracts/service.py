"""Use cases of the contracts: every write goes through here."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.contracts.models import Contract, ContractInstalment, ContractTerm, ContractVisit
from app.contracts.queries import covering_of_devices
from app.contracts.rules import (
    ContractSignerMissingError,
    ContractState,
    FeeMissingError,
    TerminationDayError,
    TerminationReasonMissingError,
    adjusted_fee,
    ensure_active,
    ensure_draft,
    ensure_instalments,
    ensure_months,
    instalment_plan,
    planned_visits,
    term_end,
)
from app.kernel.access import Access
from app.kernel.dates import last_day_of_month
from app.orm.numbering import next_number

_SERIES = "contracts"
#: How early a visit of ours counts as one the contract includes.
_EARLY = timedelta(days=60)


@dataclass(frozen=True)
class Agreement:
    """How a term was agreed.

    Attributes:
        facts: What the document states (`facts.py`).
        signer_name: Who signed on the screen; empty when it was signed on paper.
        strokes: Drawn signature, already checked; None without one.
    """

    facts: dict[str, Any] = field(repr=False)
    signer_name: str = ""
    strokes: list[Any] | None = field(default=None, repr=False)


def open_contract(session: Session, contract: Contract) -> Contract:
    """Store a new contract, filled by a form, under the next number of its first year.

    Raises:
        TermLengthError, InstalmentsError: It makes no sense.
    """
    complete(contract)
    contract.year = contract.starts_on.year
    contract.number = next_number(session, _SERIES, year=contract.year)
    session.add(contract)
    session.flush()
    return contract


def change_contract(session: Session, contract: Contract) -> Contract:
    """Store the changes of a contract that is not in force yet.

    Raises:
        ContractNotDraftError: It is in force or over.
        TermLengthError, InstalmentsError: It makes no sense.
    """
    ensure_draft(contract.state, contract.label)
    complete(contract)
    session.flush()
    return contract


def ensure_not_in_force(contract: Contract) -> None:
    """Raise `ContractNotDraftError` once a contract is in force or over."""
    ensure_draft(contract.state, contract.label)


def month_end(day: date) -> date:
    """Return the last day of the month of a day."""
    return last_day_of_month(day.year, day.month)


def complete(contract: Contract) -> None:
    """Check what was typed and reckon the last day of the term."""
    ensure_months(contract.months)
    ensure_instalments(contract.months, contract.instalment_count)
    contract.ends_on = term_end(contract.starts_on, contract.months)
    contract.visit_months = sorted(set(contract.visit_months or []))


def mark_sent(session: Session, contract: Contract) -> None:
    """Note that the customer has it to read.

    Raises:
        ContractNotDraftError: It is in force or over.
    """
    ensure_draft(contract.state, contract.label)
    contract.state = ContractState.SENT
    session.flush()


def activate(
    session: Session, contract: Contract, agreement: Agreement, *, access: Access, now: datetime
) -> ContractTerm:
    """Put a contract in force: its first term with visits and instalments.

    Raises:
        ContractNotDraftError: It is in force or over.
        FeeMissingError: It costs nothing.
        ContractSignerMissingError: A signature without a name.
    """
    ensure_draft(contract.state, contract.label)
    if contract.fee_eur <= 0:
        raise FeeMissingError
    if agreement.strokes is not None and not agreement.signer_name.strip():
        raise ContractSignerMissingError
    contract.state = ContractState.ACTIVE
    return _begin_term(session, contract, agreement, access=access, now=now)


def prepare_renewal(contract: Contract, percent: Decimal | None = None) -> None:
    """Move a contract's dates and fee on to the next term.

    Args:
        contract: In force.
        percent: By how much the fee changes; None: as the contract says.

    Raises:
        ContractNotActiveError: It is not in force.
    """
    ensure_active(contract.state, contract.label)
    change = contract.adjustment_pct if percent is None else percent
    contract.fee_eur = adjusted_fee(contract.fee_eur, change)
    contract.starts_on = contract.ends_on + timedelta(days=1)
    contract.ends_on = term_end(contract.starts_on, contract.months)


def renew(
    session: Session, contract: Contract, agreement: Agreement, *, access: Access, now: datetime
) -> ContractTerm:
    """Store the next term of a contract that `prepare_renewal` moved on."""
    return _begin_term(session, contract, agreement, access=access, now=now)


def _begin_term(
    session: Session, contract: Contract, agreement: Agreement, *, access: Access, now: datetime
) -> ContractTerm:
    term = ContractTerm(
        contract=contract,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        fee_eur=contract.fee_eur,
        is_renewal=bool(contract.periods),
        facts=agreement.facts,
        content_sha256=digest_of(agreement.facts),
        made_at=now,
        author_name=access.name,
        signer_name=agreement.signer_name.strip()[:120],
        strokes=agreement.strokes,
    )
    session.add(term)
    visits = planned_visits(contract.starts_on, contract.ends_on, contract.visit_months)
    session.add_all(ContractVisit(contract=contract, planned_on=day) for day in visits)
    plan = instalment_plan(
        contract.fee_eur, contract.starts_on, contract.months, contract.instalment_count
    )
    session.add_all(
        ContractInstalment(contract=contract, due_on=day, amount_eur=amount) for day, amount in plan
    )
    session.flush()
    return term


def terminate(session: Session, contract: Contract, *, on: date | None, reason: str) -> Contract:
    """End a contract early: visits and instalments after that day fall away.

    What was done or invoiced already stays.

    Raises:
        ContractNotActiveError: It is not in force.
        TerminationReasonMissingError, TerminationDayError: Nobody said why, or when.
    """
    ensure_active(contract.state, contract.label)
    if not reason.strip():
        raise TerminationReasonMissingError
    if on is None or not contract.starts_on <= on <= contract.ends_on:
        raise TerminationDayError
    contract.state = ContractState.TERMINATED
    contract.terminated_on, contract.termination_reason = on, reason.strip()[:300]
    for visit in contract.visits:
        if visit.planned_on > on and visit.done_on is None:
            session.delete(visit)
    for instalment in contract.instalments:
        if instalment.due_on > on and instalment.invoice_id is None:
            session.delete(instalment)
    session.flush()
    return contract


def note_visit(
    session: Session,
    device_ids: Collection[int],
    *,
    client_id: int,
    intervention_id: int,
    performed_on: date,
) -> list[ContractVisit]:
    """Note that a maintenance carried out the included visit that is due.

    Of each contract that covers one of the devices the oldest open visit counts, when it is due
    or comes within two months. Called again for the same report, it notes nothing twice.
    """
    found = []
    for contract in covering_of_devices(session, device_ids, client_id, performed_on):
        rows = session.scalars(
            select(ContractVisit)
            .where(ContractVisit.contract_id == contract.id)
            .order_by(ContractVisit.planned_on, ContractVisit.id)
        ).all()
        if any(row.intervention_id == intervention_id for row in rows):
            continue
        due = [
            row for row in rows if row.done_on is None and row.planned_on <= performed_on + _EARLY
        ]
        if due:
            due[0].done_on, due[0].intervention_id = performed_on, intervention_id
            found.append(due[0])
    session.flush()
    return found


def note_invoiced(session: Session, instalment: ContractInstalment, invoice_id: int) -> None:
    """Note which invoice asks for an instalment."""
    if instalment.invoice_id is not None and instalment.invoice_id != invoice_id:
        raise ValueError("the instalment is on another invoice")
    instalment.invoice_id = invoice_id
    session.flush()


def release(session: Session, invoice_id: int) -> None:
    """Let the instalments of an invoice that no longer asks for them be invoiced again."""
    session.execute(
        update(ContractInstalment)
        .where(ContractInstalment.invoice_id == invoice_id)
        .values(invoice_id=None)
    )


def digest_of(facts: dict[str, Any]) -> str:
    """Return the SHA-256 of some facts, whatever the order of their keys."""
    canonical = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
