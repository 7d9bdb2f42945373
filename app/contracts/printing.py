"""A contract on paper and on its way: gathered, printed, sealed, mailed."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.company.documents import sealed
from app.company.frozen import company_lines, frozen_logo
from app.company.queries import company_profile
from app.contracts.documents import PrintedContract, contract_pdf
from app.contracts.facts import facts_of
from app.contracts.models import Contract, ContractTerm
from app.contracts.service import Agreement, mark_sent
from app.files.store import CompanyFiles
from app.mail.models import OutgoingMail
from app.mail.queries import own_text
from app.mail.render import render_mail
from app.mail.rules import About, Attachment, Message
from app.mail.service import queue_mail

#: `About.kind` of the messages about a contract.
KIND = "contracts"


def agreement_of(session: Session, contract: Contract, **signed: Any) -> Agreement:
    """Return a contract's conditions as they are now, with who signed them."""
    return Agreement(facts_of(contract, company_profile(session)), **signed)


def print_contract(
    session: Session,
    contract: Contract,
    *,
    files: CompanyFiles,
    now: datetime,
    term: ContractTerm | None = None,
) -> bytes:
    """Return the PDF of a term in force, sealed; of a draft as it is now.

    Raises:
        CertificateNotReadableError: The company's certificate cannot be used.
    """
    profile = company_profile(session)
    if term is None:
        facts = facts_of(contract, profile)
        return contract_pdf(
            PrintedContract(facts, now, is_draft=True, logo=frozen_logo(facts, files))
        )
    pdf = contract_pdf(
        PrintedContract(
            term.facts,
            term.made_at,
            sha=term.content_sha256,
            logo=frozen_logo(term.facts, files),
            signer_name=term.signer_name,
            strokes=term.strokes,
        )
    )
    reason = _("Contract %(number)s", number=contract.label)
    return sealed(profile, pdf, reason=reason, now=now)


def send_contract(
    session: Session, contract: Contract, to: tuple[str, ...], *, files: CompanyFiles, now: datetime
) -> OutgoingMail:
    """Queue a contract: a draft to read and sign, else the term in force.

    Raises:
        AddressNotValidError, NoAddresseeError, TooManyAddresseesError: Nobody can get it.
    """
    term = contract.periods[-1] if contract.periods else None
    if term is None:
        mark_sent(session, contract)
    facts = term.facts if term is not None else facts_of(contract, company_profile(session))
    company: dict[str, Any] = facts["company"]
    words = render_mail(
        "contract_ready",
        own=own_text(session, "contract_ready"),
        number=contract.label,
        addressee=facts["client"]["name"],
        is_draft=term is None,
        company_name=company.get("legal_name", ""),
        company_lines=company_lines(company),
    )
    pdf = print_contract(session, contract, files=files, now=now, term=term)
    attachment = Attachment(file_name(contract), "application/pdf", content=pdf)
    message = Message(to, words.subject, words.text, words.html, attachments=(attachment,))
    about = About(KIND, str(contract.id), contract.client_id)
    return queue_mail(session, message, now=now, files=files, about=about)


def file_name(contract: Contract) -> str:
    """Return the name of the file a contract travels as."""
    return f"Contratto {contract.label.replace('/', '-')}.pdf"
