"""Writes of what regions decide about the rules of the reports."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ree.policymodels import ReePolicy
from app.ree.rules_policy import SHIPPED, ensure_days


def store_policy(session: Session, row: ReePolicy) -> ReePolicy:
    """Store a row filled by a form.

    Raises:
        PolicyDaysError: It ends before it begins.
    """
    ensure_days(row.valid_from, row.valid_to)
    session.add(row)
    session.flush()
    return row


def ship_policies(session: Session) -> None:
    """Write the shipped decisions to a company that has none."""
    if session.scalar(select(ReePolicy.id).limit(1)) is not None:
        return
    for one in SHIPPED:
        policy = one.policy
        session.add(
            ReePolicy(
                body=one.body,
                unsafe_co=policy.unsafe_co,
                low_efficiency=policy.low_efficiency,
                co_mismatch=policy.co_mismatch,
                analyser=policy.analyser,
                valid_from=one.valid_from,
                valid_to=one.valid_to,
                source=one.source,
                is_active=one.is_active,
            )
        )
    session.flush()
