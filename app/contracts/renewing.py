"""Contracts that renew themselves on the day after their end."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.models import Contract
from app.contracts.printing import agreement_of
from app.contracts.rules import ContractState, Renewal
from app.contracts.service import prepare_renewal, renew
from app.kernel.access import Access
from app.kernel.dates import local_day

#: Contracts renewed in one round; the next round goes on.
MOST = 50


def renew_due(session: Session, *, now: datetime) -> int:
    """Add the next term of the contracts whose tacit renewal has come; return how many.

    Nobody said no in time: the fee changes as the contract says. Done again, it finds nothing: the
    end of each has moved on.
    """
    rows = session.scalars(
        select(Contract)
        .where(
            Contract.state == ContractState.ACTIVE,
            Contract.renewal == Renewal.AUTOMATIC,
            Contract.ends_on < local_day(now),
        )
        .order_by(Contract.ends_on, Contract.id)
        .limit(MOST)
        .with_for_update(of=Contract)
    ).all()
    for contract in rows:
        prepare_renewal(contract)
        agreement = agreement_of(session, contract)
        renew(session, contract, agreement, access=Access(name="Rinnovo automatico"), now=now)
    return len(rows)
