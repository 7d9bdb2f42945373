"""Tables of the company domain."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.mixins import Stamped, Versioned
from app.orm.types import Json, Secret, UtcDateTime


class CompanyProfile(Audited, Stamped, Versioned, Table):
    """The one row of facts about the company that documents, mails and rules use."""

    __tablename__ = "company_profile"
    __table_args__ = (CheckConstraint("id = 1", name="ck_company_profile_single"),)
    __audit_skip__ = frozenset({"seal_p12", "seal_password", "smtp_password", "pec_password"})

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    legal_name: Mapped[str] = mapped_column(String(160))
    street: Mapped[str] = mapped_column(String(160), default="")
    postcode: Mapped[str] = mapped_column(String(5), default="")
    municipality: Mapped[str] = mapped_column(String(80), default="")
    province: Mapped[str] = mapped_column(String(2), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(160), default="")
    pec: Mapped[str] = mapped_column(String(160), default="")
    website: Mapped[str] = mapped_column(String(160), default="")
    #: Partita IVA, 11 digits.
    vat_number: Mapped[str] = mapped_column(String(11), default="")
    #: Codice fiscale, 11 or 16 characters.
    tax_code: Mapped[str] = mapped_column(String(16), default="")
    #: Register of companies, e.g. "TO-1234567".
    rea: Mapped[str] = mapped_column(String(20), default="")
    #: Letters of DM 37/2008 and other qualifications, free text for documents.
    certifications: Mapped[str] = mapped_column(Text, default="")
    #: Number of the company's F-gas certificate.
    fgas_certificate: Mapped[str] = mapped_column(String(60), default="", server_default="")
    #: Italian day the F-gas certificate ends; NULL without one.
    fgas_expires_on: Mapped[date | None]
    #: Share capital in euro; NULL when the company has none to state.
    share_capital_eur: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    bank_name: Mapped[str] = mapped_column(String(120), default="", server_default="")
    iban: Mapped[str] = mapped_column(String(34), default="", server_default="")
    #: Codes under which the bank takes orders: RiBa (5), CBI service (8), SEPA creditor.
    sia_code: Mapped[str] = mapped_column(String(5), default="", server_default="")
    cbi_code: Mapped[str] = mapped_column(String(8), default="", server_default="")
    sepa_creditor: Mapped[str] = mapped_column(String(35), default="", server_default="")
    #: Regime fiscale of electronic invoices, "RF01" to "RF19".
    regime_fiscale: Mapped[str] = mapped_column(String(4), default="RF01", server_default="RF01")
    #: Where suppliers' invoices arrive: code of the company's own channel; empty: by PEC.
    codice_destinatario: Mapped[str] = mapped_column(String(7), default="", server_default="")
    #: SHA-256 of the logo in the file store; None without logo.
    logo_sha: Mapped[str | None] = mapped_column(String(64), default=None)
    #: Colour of documents, "#rrggbb".
    colour: Mapped[str] = mapped_column(String(7), default="#C2410C")
    document_footer: Mapped[str] = mapped_column(Text, default="")
    #: Certificate that seals documents (PKCS#12), made with the company and replaceable.
    seal_p12: Mapped[bytes | None] = mapped_column(Secret, default=None)
    seal_password: Mapped[bytes | None] = mapped_column(Secret, default=None)
    #: Outgoing mail server; empty: mail stays in the local outbox.
    smtp_host: Mapped[str] = mapped_column(String(160), default="")
    smtp_port: Mapped[int] = mapped_column(default=587)
    smtp_user: Mapped[str] = mapped_column(String(160), default="")
    smtp_password: Mapped[bytes | None] = mapped_column(Secret, default=None)
    #: "starttls", "tls" or "none".
    smtp_security: Mapped[str] = mapped_column(String(10), default="starttls")
    #: How invoices reach the exchange system: "manual" or "pec".
    sdi_channel: Mapped[str] = mapped_column(String(10), default="manual", server_default="manual")
    #: Address of the exchange system that invoices go to by PEC.
    sdi_address: Mapped[str] = mapped_column(
        String(160), default="sdi01@pec.fatturapa.it", server_default="sdi01@pec.fatturapa.it"
    )
    #: Servers of the certified mailbox `pec`; empty: not set up.
    pec_smtp_host: Mapped[str] = mapped_column(String(160), default="", server_default="")
    pec_smtp_port: Mapped[int] = mapped_column(default=465, server_default="465")
    pec_imap_host: Mapped[str] = mapped_column(String(160), default="", server_default="")
    pec_imap_port: Mapped[int] = mapped_column(default=993, server_default="993")
    #: "starttls", "tls" or "none", of both servers.
    pec_security: Mapped[str] = mapped_column(String(10), default="tls", server_default="tls")
    #: Empty: the address itself.
    pec_user: Mapped[str] = mapped_column(String(160), default="", server_default="")
    pec_password: Mapped[bytes | None] = mapped_column(Secret, default=None)
    mail_from: Mapped[str] = mapped_column(String(160), default="")
    #: A finished report leaves for the customer's address by itself.
    mails_reports: Mapped[bool] = mapped_column(default=True)
    #: Days of notice that a new contract proposes.
    contract_notice_days: Mapped[int] = mapped_column(default=60, server_default="60")
    #: Days before its notice from which a contract is among those to renew.
    renewal_lead_days: Mapped[int] = mapped_column(default=30, server_default="30")
    #: Whether late visits keep the anniversary ("anniversary") or count from the visit ("visit").
    due_mode: Mapped[str] = mapped_column(String(20), default="visit")
    #: Whose periods of efficiency controls hold, a code of `app.thermal.tables_periods.BODIES`;
    #: empty: by the province of each plant.
    control_body: Mapped[str] = mapped_column(String(10), default="", server_default="")
    #: Opening hours by weekday, {"0": [["08:00", "12:30"], …]}, 0 = Monday, Europe/Rome.
    opening_hours: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)

    #: Feast of the comune's patron saint, "24/06"; empty: not said.
    patron_day: Mapped[str] = mapped_column(String(5), default="", server_default="")
    #: What it is called, e.g. "San Giovanni Battista".
    patron_name: Mapped[str] = mapped_column(String(80), default="", server_default="")

    def __repr__(self) -> str:
        return self.legal_name


class CompanyClosure(Audited, Stamped, Table):
    """Days on which the company does not work: summer holidays, an inventory."""

    __tablename__ = "company_closures"
    __table_args__ = (
        CheckConstraint("last_on >= first_on", name="ck_company_closures_order"),
        Index("ix_company_closures_span", "first_on", "last_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: First and last Italian day, both closed.
    first_on: Mapped[date]
    last_on: Mapped[date]
    name: Mapped[str] = mapped_column(String(80))

    def __repr__(self) -> str:
        return self.name


class PrivacyNotice(Table):
    """One version of the privacy notice; signed forms name the version they showed."""

    __tablename__ = "privacy_notices"

    #: Version: 1, 2, 3 …
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    #: Consents asked for, in order: [{"code": "email", "text": …}]; None: none.
    purposes: Mapped[list[dict[str, str]] | None] = mapped_column(Json, default=None)
    #: Instant from which it holds, UTC.
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Who wrote it, as shown then.
    author: Mapped[str] = mapped_column(String(120))

    def __repr__(self) -> str:
        return str(self.id)
