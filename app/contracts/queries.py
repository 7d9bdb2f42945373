"""Reads of the contracts: row rule, coverage, and what comes due."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from app.clients.models import Client
from app.clients.queries import visible_clients
from app.contracts.models import (
    Contract,
    ContractInstalment,
    ContractVisit,
    contract_devices,
)
from app.contracts.rules import ContractState, Renewal
from app.devices.models import Device
from app.kernel.access import Access
from app.kernel.text import escape_like, row_key
from app.pricelist.models import VatProfile


def visible_contracts(access: Access) -> ColumnElement[bool]:
    """Return the condition on contracts that an account may see."""
    if access.has("contracts.read"):
        return true()
    if access.has("card_contracts.read"):
        return Contract.client_id.in_(select(Client.id).where(visible_clients(access)))
    return false()


def contracts_of(
    session: Session, access: Access, client_id: int, *, limit: int
) -> Sequence[Contract]:
    """Return the latest contracts of a card, newest first."""
    return session.scalars(
        select(Contract)
        .where(Contract.client_id == client_id, visible_contracts(access))
        .order_by(Contract.starts_on.desc(), Contract.id.desc())
        .limit(limit)
    ).all()


def in_state(state: ContractState, today: date, lead_days: int) -> ColumnElement[bool]:
    """Return the condition of the contracts that people see in a state on a day.

    As `rules.shown_state`; `lead_days` are those of the company.
    """
    soon = today + timedelta(days=lead_days)
    in_force = Contract.state == ContractState.ACTIVE
    if state is ContractState.EXPIRED:
        return and_(in_force, Contract.ends_on < today)
    if state is ContractState.EXPIRING:
        return and_(in_force, Contract.ends_on >= today, Contract.notice_by <= soon)
    if state is ContractState.ACTIVE:
        return and_(in_force, Contract.notice_by > soon)
    return Contract.state == state


def to_renew(today: date, lead_days: int) -> ColumnElement[bool]:
    """Return the condition of the contracts whose renewal is to be decided.

    Args:
        today: Italian day.
        lead_days: Days before each contract's own notice from which it is one of them.
    """
    return and_(
        Contract.state == ContractState.ACTIVE,
        Contract.notice_by <= today + timedelta(days=lead_days),
        Contract.renewal != Renewal.NONE,
    )


def matches(text: str) -> ColumnElement[bool]:
    """Return the condition of a search: by number ("12" or "12/2026") or client."""
    typed, _slash, year = text.strip().partition("/")
    number, of_year = row_key(typed), row_key(year)
    if number is not None and (not year or of_year is not None):
        found = Contract.number == number
        return and_(found, Contract.year == of_year) if year else found
    pattern = f"%{escape_like(text.strip())}%"
    names = select(Client.id).where(Client.display_name.ilike(pattern, escape="\\"))
    return Contract.client_id.in_(names)


def covering_contracts(session: Session, client_id: int, day: date) -> Sequence[Contract]:
    """Return the contracts in force at a plant on a day, with their devices, oldest first.

    For whoever works at that plant: callers check the plant. A contract without devices covers
    """
    return (
        session.scalars(
            _in_force(day)
            .where(Contract.client_id == client_id)
            .options(selectinload(Contract.devices))
            .order_by(Contract.id)
        )
        .unique()
        .all()
    )


def covering_of_devices(
    session: Session, device_ids: Collection[int], client_id: int, day: date
) -> Sequence[Contract]:
    """Return the contracts in force that cover some devices of a plant on a day."""
    named = exists().where(contract_devices.c.contract_id == Contract.id)
    has_one = exists().where(
        contract_devices.c.contract_id == Contract.id,
        contract_devices.c.device_id.in_(list(device_ids)),
    )
    whole_plant = and_(Contract.client_id == client_id, ~named)
    found = _in_force(day).where(or_(has_one, whole_plant)).order_by(Contract.id)
    return session.scalars(found).unique().all()


def is_covered(access: Access, day: date) -> ColumnElement[bool]:
    """Return the condition on devices that a visible contract in force covers on a day.

    A contract that names no device covers the plant.
    """
    in_force = _in_force(day).where(visible_contracts(access))
    naming = select(contract_devices.c.contract_id)
    plants = in_force.where(Contract.id.not_in(naming)).with_only_columns(Contract.client_id)
    named = select(contract_devices.c.device_id).where(
        contract_devices.c.contract_id.in_(in_force.with_only_columns(Contract.id))
    )
    return or_(Device.id.in_(named), Device.client_id.in_(plants))


def _in_force(day: date) -> Select[Any]:
    return select(Contract).where(
        Contract.state == ContractState.ACTIVE, Contract.starts_on <= day, Contract.ends_on >= day
    )


def renewals_due(today: date, lead_days: int) -> Select[Any]:
    """Return the select of the contracts to renew, the nearest notice first."""
    return (
        select(Contract)
        .options(joinedload(Contract.client))
        .where(to_renew(today, lead_days))
        .order_by(Contract.notice_by, Contract.id)
    )


def visits_due(until: date) -> Select[Any]:
    """Return the select of the included visits still to do by a day, oldest first.

    The list of what is due reads it beside the devices' own dates; the row rule is the caller's.
    """
    return (
        select(ContractVisit)
        .join(Contract, ContractVisit.contract_id == Contract.id)
        .options(joinedload(ContractVisit.contract).joinedload(Contract.client))
        .where(
            Contract.state == ContractState.ACTIVE,
            ContractVisit.done_on.is_(None),
            ContractVisit.planned_on <= until,
        )
        .order_by(ContractVisit.planned_on, ContractVisit.id)
    )


def instalments_to_invoice(until: date) -> Select[Any]:
    """Return the select of the instalments due by a day that no invoice asks for yet."""
    return (
        select(ContractInstalment)
        .join(Contract, ContractInstalment.contract_id == Contract.id)
        .options(joinedload(ContractInstalment.contract).joinedload(Contract.client))
        .where(
            Contract.state.in_((ContractState.ACTIVE, ContractState.TERMINATED)),
            ContractInstalment.invoice_id.is_(None),
            ContractInstalment.due_on <= until,
        )
        .order_by(ContractInstalment.due_on, ContractInstalment.id)
    )


def vat_choices(session: Session) -> Sequence[VatProfile]:
    """Return the VAT treatments on offer, in the company's order."""
    return session.scalars(
        select(VatProfile).where(VatProfile.is_active).order_by(VatProfile.position, VatProfile.id)
    ).all()
