"""Make the demonstration company with its four logins."""

import random
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts import catalogue, provisioning, service
from app.accounts.models import AccountKind
from app.company.notice import suggested
from app.company.queries import company_profile
from app.company.service import write_privacy_notice
from app.demo.efficiency import seed_efficiency
from app.demo.logins import PASSWORD, SLUG
from app.demo.money import seed_money
from app.demo.paperwork import seed_paperwork
from app.demo.people import make_person, towns
from app.demo.plants import seed_cards, seed_devices
from app.demo.purchases import seed_discounts, seed_mailbox, seed_purchases
from app.demo.work import seed_work
from app.extensions import db
from app.kernel.dates import local_day
from app.orm.audit import Actor, set_actor
from app.technicians.models import Technician
from app.tenancy.context import company_scope
from app.worker import company_files

NAME = "Termoclima Srl"

#: Monday to Friday, Europe/Rome.
_HOURS = {str(day): [["08:00", "12:00"], ["13:00", "17:00"]] for day in range(5)}

#: own part, first name, last name, kind, roles, colour as technician (None: office only).
_PEOPLE = (
    ("segreteria", "Silvia", "Ferraris", AccountKind.SECRETARY, (catalogue.SECRETARY,), None),
    ("tecnico", "Davide", "Marchisio", AccountKind.TECHNICIAN, (catalogue.TECHNICIAN,), "#1971C2"),
    ("capo", "Renzo", "Audisio", AccountKind.TECHNICIAN, (catalogue.LEAD_TECHNICIAN,), "#2F9E44"),
)

#: Technicians without a login, as many firms have them.
_WITHOUT_LOGIN = (
    ("Piero Gastaldi", "#7048E8"),
    ("Ivan Bruno", "#0B7285"),
    ("Luca Tesio", "#A61E4D"),
)


#: A technician of the demonstration does about this many visits in its two years of history.
_VISITS_EACH = 2_500
_FEWEST_TECHNICIANS, _MOST_TECHNICIANS = 6, 40


def make_demo_company(now: datetime, *, clients: int = 400, interventions: int = 1_500) -> None:
    """Create company, accounts and technicians; nothing happens when the company is there."""
    if db.directory.find(SLUG) is not None:
        return
    provisioning.create_company(SLUG, NAME, admin="titolare", password=PASSWORD, now=now)
    # Room to try out new accounts.
    db.directory.change(SLUG, secretary_slots=5, technician_slots=6)
    try:
        _fill(now, clients, interventions)
    except BaseException:
        # Half a demonstration would be taken for a whole one at the next start.
        db.directory.remove(SLUG)
        db.router.drop(SLUG)
        raise


def _fill(now: datetime, clients: int, interventions: int) -> None:
    rng = random.Random(2026)  # noqa: S311  invented data, the same each time
    with company_scope(SLUG):
        try:
            session = db.session()
            set_actor(session, Actor(None, "demo"))
            _fill_profile(session, now)
            _people(session, rng, _technicians_for(interventions))
            cards = seed_cards(session, rng, clients, now)
            seed_devices(session, rng, cards, local_day(now))
            seed_work(session, rng, interventions, now)
            # Locks and schemas of the office's own steps need what was written before.
            session.flush()
            seed_money(session, rng, now)
            seed_efficiency(session, rng, now)
            seed_paperwork(session, now)
            seed_purchases(session, company_files().put, now)
            seed_mailbox(session)
            seed_discounts(session)
            session.commit()
        finally:
            db.session.remove()


def _fill_profile(session: Session, now: datetime) -> None:
    profile = company_profile(session)
    profile.street, profile.postcode = "Via dell'Industria 12", "10095"
    profile.municipality, profile.province = "Grugliasco", "TO"
    profile.phone, profile.email = "011 0000000", "info@termoclima.example.it"
    # Invented: passes the check digit and is not expected to be assigned.
    profile.vat_number = profile.tax_code = "79999010154"
    profile.fgas_certificate = "FGAS-IMP-0457"
    profile.bank_name, profile.iban = "Banca di Prova", "IT60X0542811101000000123456"
    profile.opening_hours = _HOURS
    write_privacy_notice(session, profile, suggested(profile), author="Giorgio Bertola", now=now)


def _technicians_for(interventions: int) -> int:
    """Return how many technicians do that much work in two years."""
    return min(_MOST_TECHNICIANS, max(_FEWEST_TECHNICIANS, interventions // _VISITS_EACH))


def _people(session: Session, rng: random.Random, technicians: int) -> None:
    owner = service.account_of(session, f"{SLUG}.titolare")
    owner.first_name, owner.last_name = "Giorgio", "Bertola"
    session.add(_technician(owner.full_name, owner.id, "#E8590C", 0))
    for position, (own, first, last, kind, roles, colour) in enumerate(_PEOPLE, start=1):
        account = service.create_account(
            session,
            f"{SLUG}.{own}",
            name=(first, last),
            password=PASSWORD,
            kind=kind,
            roles=roles,
        )
        if colour is not None:
            session.add(_technician(account.full_name, account.id, colour, position))
    for position, (name, colour) in enumerate(_WITHOUT_LOGIN, start=len(_PEOPLE) + 1):
        session.add(_technician(name, None, colour, position))
    places = towns()
    for position in range(_FEWEST_TECHNICIANS, technicians):
        person = make_person(rng, rng.choice(places))
        colour = _WITHOUT_LOGIN[position % len(_WITHOUT_LOGIN)][1]
        name = f"{person.first_name} {person.last_name}"
        session.add(_technician(name, None, colour, position + 1))
    session.flush()


def _technician(name: str, user_id: int | None, colour: str, position: int) -> Technician:
    return Technician(
        name=name, user_id=user_id, colour=colour, position=position, working_hours=_HOURS
    )
