"""Importing this module makes the metadata know every table (migrations, tests)."""

from app.accounts import models as accounts
from app.accounts import signinmodels
from app.agenda import models as agenda
from app.attachments import models as attachments
from app.booklets import models as booklets
from app.calls import models as calls
from app.channels import models as channels
from app.clients import models as clients
from app.company import models as company
from app.contracts import models as contracts
from app.dashboard import models as dashboard
from app.devices import models as devices
from app.fgas import models as fgas
from app.imports import models as imports
from app.interventions import models as interventions
from app.invoices import collectionmodels as collections
from app.invoices import models as invoices
from app.jobs import models as jobs
from app.mail import models as mail
from app.maintenance import models as maintenance
from app.messages import models as messages
from app.notes import models as notes
from app.orm import audit, numbering
from app.pricelist import models as pricelist
from app.privacy import models as privacy
from app.purchases import models as purchases
from app.quotes import models as quotes
from app.ree import models as ree
from app.ree import policymodels as ree_policies
from app.registers import models as registers
from app.search import models as search
from app.technicians import models as technicians
from app.thermal import models as thermal
from app.worktypes import models as worktypes

MODULES = (
    accounts, agenda, attachments, audit, booklets, calls, channels, clients, collections, company,
    contracts, dashboard, devices, fgas, imports, interventions, invoices, jobs, mail, maintenance,
    messages, notes, numbering, pricelist, privacy, purchases, quotes, ree, ree_policies,
    registers, search,
    signinmodels, technicians, thermal, worktypes,
)  # fmt: skip
