"""Small helpers for arrangement and assertions."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from threading import Barrier

from flask_appbuilder.security.sqla import models as fab
from sqlalchemy import event, select

from app.accounts import catalogue, entering, sessions
from app.accounts.models import Account, AccountKind
from app.extensions import db
from app.kernel.access import Access
from app.technicians.models import Technician
from app.web.clock import utc_now

_serial = count(1)


def committed(session, row):
    """Return the row as the database has it: what was not committed is dropped first."""
    session.rollback()
    session.refresh(row)
    return row


def fresh(session):
    """Return the session with a new view of the database."""
    session.rollback()
    session.expire_all()
    return session


def at_once(askings):
    """Call everything at the same moment; returns the answers in order."""
    start = Barrier(len(askings))

    def ask(asking):
        start.wait()
        return asking()

    with ThreadPoolExecutor(len(askings)) as pool:
        return list(pool.map(ask, askings))


class People:
    """Accounts of one company and browsers signed in as them.

    `secretary`, `technician`, `lead` and `administrator` have the shipped profiles;
    `with_functions` has exactly what a test names (and not what those functions need).
    """

    def __init__(self, app, session, company):
        self.app, self.session, self.company = app, session, company

    def account(self, roles, *, kind=AccountKind.SECRETARY, works_as_technician=False):
        """Make an account holding roles; returns (account, technician or None)."""
        number = next(_serial)
        account = Account(
            username=f"{self.company}.persona{number}",
            first_name="Persona",
            last_name=str(number),
            email=f"persona{number}@example.it",
            active=True,
            kind=kind,
            password="",
            preferences={},
            roles=list(self.session.scalars(select(fab.Role).where(fab.Role.name.in_(roles)))),
        )
        self.session.add(account)
        self.session.flush()
        technician = None
        if works_as_technician:
            technician = Technician(name=account.full_name, user_id=account.id, working_hours={})
            self.session.add(technician)
        self.session.commit()
        return account, technician

    def browser(self, account):
        """Return a test client signed in as an account."""
        client = self.app.test_client()
        secret = sessions.start(
            self.session, account, sessions.Browser(None, "test"), now=utc_now()
        )
        self.session.commit()
        with client.session_transaction() as cookie:
            cookie[entering.SECRET] = secret
            cookie["_user_id"] = f"{self.company}:{account.id}:{account.session_epoch}"
            cookie["_fresh"] = True
        return client

    def administrator(self):
        """Return a browser of an owner: secretary account with the administrator flag."""
        account, _ = self.account([catalogue.ADMINISTRATOR, catalogue.SECRETARY])
        return self.browser(account)

    def secretary(self):
        """Return a browser of the office."""
        account, _ = self.account([catalogue.SECRETARY])
        return self.browser(account)

    def technician(self):
        """Return (browser, technician) with the plain technician profile."""
        return self._field([catalogue.TECHNICIAN])

    def lead(self):
        """Return (browser, technician) with the lead technician profile."""
        return self._field([catalogue.LEAD_TECHNICIAN])

    def with_functions(self, *codes, kind=AccountKind.SECRETARY, works_as_technician=False):
        """Return (browser, technician or None) of an account with exactly these functions."""
        name = f"test {next(_serial)}"
        role = fab.Role(name=name)
        self.session.add(role)
        pairs = {pair for code in codes for pair in catalogue.BY_CODE[code].grants}
        for permission, view in pairs:
            role.permissions.append(
                self.session.scalars(
                    select(fab.PermissionView)
                    .join(fab.Permission)
                    .join(fab.ViewMenu)
                    .where(fab.Permission.name == permission, fab.ViewMenu.name == view)
                ).one()
            )
        self.session.commit()
        account, technician = self.account(
            [name], kind=kind, works_as_technician=works_as_technician
        )
        return self.browser(account), technician

    def _field(self, roles):
        account, technician = self.account(
            roles, kind=AccountKind.TECHNICIAN, works_as_technician=True
        )
        return self.browser(account), technician


def office_access(**values):
    """Return the rights of somebody who may do everything in the office."""
    values.setdefault("functions", frozenset(catalogue.BY_CODE))
    return Access(user_id=1, name="Prova Ufficio", is_office=True, **values)


def technician_access(technician_id, *functions):
    """Return the rights of a technician with the day's functions and those named."""
    return Access(
        user_id=2,
        name="Prova Tecnico",
        functions=catalogue.FIELD | frozenset(functions),
        technician_id=technician_id,
    )


def listed_appointments(answer):
    """Return the rows of the calendar's data as dicts."""
    return [
        dict(zip(answer.json["columns"], row, strict=True)) for row in answer.json["appointments"]
    ]


@contextmanager
def counted_statements(app, company="prova"):
    """Collect the SQL statements the application sends for a company inside the block."""
    with app.app_context():
        engine = db.engine_of(company)
    statements = []

    def note(_connection, _cursor, statement, _parameters, _context, _many):
        if not statement.startswith(("BEGIN", "SET LOCAL", "COMMIT", "ROLLBACK", "SAVEPOINT")):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
