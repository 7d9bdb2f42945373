"""The permission catalogue: every function of every domain, and the shipped profiles.

A gathering point like `app.registry`: single source for FAB's tables, the matrix, the tests and
``docs/permissions.md``.
"""

from collections.abc import Iterable

from app.agenda.permissions import FUNCTIONS as AGENDA
from app.audit.permissions import FUNCTIONS as AUDIT
from app.booklets.permissions import FUNCTIONS as BOOKLETS
from app.calls.permissions import FUNCTIONS as CALLS
from app.clients.permissions import FUNCTIONS as CLIENTS
from app.company.permissions import FUNCTIONS as COMPANY
from app.contracts.permissions import FUNCTIONS as CONTRACTS
from app.dashboard.permissions import FUNCTIONS as DASHBOARD
from app.devices.permissions import FUNCTIONS as DEVICES
from app.fgas.permissions import FUNCTIONS as FGAS
from app.imports.permissions import FUNCTIONS as IMPORTS
from app.interventions.permissions import FUNCTIONS as INTERVENTIONS
from app.invoices.permissions import FUNCTIONS as INVOICES
from app.kernel.functions import Function, Pair, closure, effective, in_the_field
from app.mail.permissions import FUNCTIONS as MAIL
from app.maintenance.permissions import FUNCTIONS as MAINTENANCE
from app.messages.permissions import FUNCTIONS as MESSAGES
from app.notes.permissions import FUNCTIONS as NOTES
from app.personal.permissions import FUNCTIONS as PERSONAL
from app.privacy.permissions import FUNCTIONS as PRIVACY
from app.purchases.permissions import FUNCTIONS as PURCHASES
from app.quotes.permissions import FUNCTIONS as QUOTES
from app.registers.permissions import FUNCTIONS as REGISTERS
from app.technicians.permissions import FUNCTIONS as TECHNICIANS
from app.worktypes.permissions import FUNCTIONS as WORKTYPES

ALL: tuple[Function, ...] = (
    *DASHBOARD,
    *CLIENTS,
    *PRIVACY,
    *PERSONAL,
    *DEVICES,
    *FGAS,
    *CALLS,
    *AGENDA,
    *INTERVENTIONS,
    *BOOKLETS,
    *REGISTERS,
    *QUOTES,
    *INVOICES,
    *PURCHASES,
    *CONTRACTS,
    *MAINTENANCE,
    *MAIL,
    *MESSAGES,
    *NOTES,
    *WORKTYPES,
    *TECHNICIANS,
    *IMPORTS,
    *COMPANY,
    *AUDIT,
)

BY_CODE = {function.code: function for function in ALL}

#: Names of FAB's roles: data the company may rename in its own tables later, hence Italian.
ADMINISTRATOR = "Amministratore"
PUBLIC = "Public"
SECRETARY = "Segreteria"
TECHNICIAN = "Tecnico"
LEAD_TECHNICIAN = "Capo tecnico"

#: Opens the card: without it the card's subsections have no effect.
CARD = "clients.read"

#: A technician's own day: what every technician may do.
FIELD = frozenset({"agenda.read", "reports.own"})

#: Functions that a new company's profiles start with (`reference/product.md` 2.7, 2.8).
PROFILES: dict[str, frozenset[str]] = {
    SECRETARY: closure(
        (
            "dashboard.read",
            "notes.write",
            "clients.add",
            "clients.write",
            "clients.delete",
            "buildings.write",
            "privacy.write",
            "devices.delete",
            "fgas.write",
            "card_calls.read",
            "calls.write",
            "agenda.write",
            "card_interventions.read",
            "card_booklets.read",
            "booklets.write",
            "registers.export",
            "interventions.write",
            "prices.read",
            "payments.take",
            "card_contracts.read",
            "contracts.write",
            "card_quotes.read",
            "quotes.write",
            "mail.write",
            "messages.write",
            "maintenance.write",
        ),
        BY_CODE,
    ),
    TECHNICIAN: FIELD,
    LEAD_TECHNICIAN: closure(
        (
            *FIELD,
            "agenda.all",
            "reports.lead",
            "clients.read",
            "card_interventions.read",
            "devices.write",
            "card_calls.read",
            "calls.read",
        ),
        BY_CODE,
    ),
}

#: What the administrator flag gives: everything.
ADMINISTRATOR_FUNCTIONS = frozenset(BY_CODE)


def working(
    pairs: Iterable[Pair], *, is_office: bool = True, is_technician: bool = False
) -> frozenset[str]:
    """Return the functions that work among stored pairs: those whose needs are stored too.

    Whoever works as a technician has the own day, whatever is stored (product reference 2.7 row
    0; for a hybrid 2.5), and what is stored may need it.
    """
    held = set(pairs)
    if is_technician:
        held |= {BY_CODE[code].pair for code in FIELD}
    found = effective(held, BY_CODE)
    return found if is_office else in_the_field(found, BY_CODE)
