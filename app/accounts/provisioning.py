"""Making companies and keeping them up to date: the edge that commits."""

import secrets
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime

from flask import Flask

from app.accounts import catalogue, roster, rules, service, sync
from app.accounts.models import AccountKind
from app.accounts.rules_people import Slots, ensure_not_below_use
from app.company.service import set_up_company
from app.devices.service import refresh_all
from app.extensions import db
from app.orm.audit import Actor, moment_of, record_event, set_actor
from app.orm.audittrail import protect
from app.ree.policies import ship_policies
from app.registers.service import ship_codes
from app.shipped import ship_lists
from app.tenancy import migrations
from app.tenancy.context import company_scope
from app.tenancy.directory import Company
from app.thermal.service import ship_thermal_lists


def create_company(
    slug: str, name: str, *, admin: str, password: str | None, now: datetime
) -> tuple[str, str]:
    """Create a company: directory row, database, permissions, lists, first administrator.

    Returns:
        User name and password of the administrator.

    Raises:
        BadSlugError, CompanyExistsError, BadUsernameError, PasswordTooShortError,
        PasswordTooCommonError, PasswordHoldsNameError: Nothing is left behind.
    """
    password = password or secrets.token_urlsafe(12)
    username = f"{slug}.{admin}"
    rules.ensure_own_part(admin)
    rules.ensure_password(password, username)
    db.directory.add(slug, name, now=now)
    try:
        upgrade_company(slug)
        with company_scope(slug):
            try:
                session = db.session()
                set_actor(session, Actor(None, "setup"))
                set_up_company(session, name, now=now)
                ship_lists(session)
                service.create_account(
                    session,
                    username,
                    name=(admin.capitalize(), ""),
                    password=password,
                    kind=AccountKind.SECRETARY,
                    roles=[catalogue.ADMINISTRATOR, catalogue.SECRETARY],
                )
                session.commit()
            finally:
                db.session.remove()
    except BaseException:
        db.router.drop(slug)
        db.directory.remove(slug)
        raise
    db.directory.change(slug, status="active")
    return username, password


def change_slots(slug: str, values: Mapping[str, int | None]) -> Company:
    """Set the slots of a company; noted in its history, works at once.

    Args:
        slug: Company.
        values: ``secretary_slots`` and/or ``technician_slots``; None: without limit.

    Raises:
        UnknownCompanyError: There is no such company.
        SlotsBelowUseError: More accounts are in use: disable some first.
    """
    company = db.directory.read(slug)
    before = {name: getattr(company, name) for name in values}
    with company_scope(slug):
        try:
            session = db.session()
            set_actor(session, Actor(None, "operator"))
            wanted = Slots(values.get("secretary_slots"), values.get("technician_slots"))
            ensure_not_below_use(wanted, roster.slots_in_use(session))
            changes = {name: [before[name], values[name]] for name in values}
            record_event(session, "slots_changed", "companies", slug, **changes)
            session.commit()
        finally:
            db.session.remove()
    return db.directory.change(slug, **values)


def upgrade_company(slug: str) -> None:
    """Migrate one company and bring its permission tables in step with the catalogue.

    A company from before the legal periods gets the shipped ones, and its dates follow.
    """
    migrations.upgrade(slug)
    with company_scope(slug):
        try:
            session = db.session()
            sync.synchronise(session)
            protect(session)
            if ship_thermal_lists(session):
                refresh_all(session, now=moment_of(session))
            ship_codes(session)
            ship_policies(session)
            session.commit()
        finally:
            db.session.remove()


def upgrade_all(app: Flask, slugs: list[str], *, jobs: int) -> Iterator[tuple[str, str]]:
    """Upgrade several companies at once; yield each slug with its problem, or ""."""

    def work(slug: str) -> str:
        with app.app_context():
            upgrade_company(slug)
        return slug

    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        futures = {pool.submit(work, slug): slug for slug in slugs}
        for future in as_completed(futures):
            problem = future.exception()
            yield futures[future], "" if problem is None else f"{type(problem).__name__}: {problem}"
