"""Use cases of the company domain."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.company import queries, rules
from app.company.models import CompanyProfile, PrivacyNotice
from app.company.rules import Change
from app.mail.models import MailText
from app.mail.owntexts import EDITABLE, OwnText
from app.mail.queries import own_text
from app.orm.audit import record_event
from app.orm.numbering import NumberSeries
from app.pdf.seal import ensure_current_p12, make_self_signed_p12


def set_up_company(session: Session, name: str, *, now: datetime) -> CompanyProfile:
    """Write the company's first facts and make the certificate that seals its documents."""
    profile = CompanyProfile(id=1, legal_name=name, opening_hours={})
    _make_seal(profile, now)
    session.add(profile)
    session.flush()
    return profile


def change_profile(profile: CompanyProfile, values: Mapping[str, Any]) -> list[Change]:
    """Set fields of the company data; return those that really changed."""
    changes = []
    for field, value in values.items():
        before = getattr(profile, field)
        if before != value:
            setattr(profile, field, value)
            changes.append(Change(field, before, value))
    return changes


def set_smtp_password(session: Session, profile: CompanyProfile, password: str) -> list[Change]:
    """Set the password of the mail server; an empty one leaves the stored one."""
    return _set_password(session, profile, "smtp_password", password)


def set_pec_password(session: Session, profile: CompanyProfile, password: str) -> list[Change]:
    """Set the password of the certified mailbox; an empty one leaves the stored one."""
    return _set_password(session, profile, "pec_password", password)


def replace_seal(
    session: Session, profile: CompanyProfile, p12: bytes, password: str, *, now: datetime
) -> list[Change]:
    """Seal further documents with a certificate of the company's own.

    Raises:
        CertificateNotReadableError: Not a P12, another password, or no private key.
        CertificateExpiredError: Not valid at this moment.
    """
    ensure_current_p12(p12, password, now=now)
    profile.seal_p12, profile.seal_password = p12, password.encode()
    return [_secret_changed(session, profile, "seal_p12")]


def renew_seal(session: Session, profile: CompanyProfile, *, now: datetime) -> list[Change]:
    """Seal further documents with a new self-made certificate."""
    _make_seal(profile, now)
    return [_secret_changed(session, profile, "seal_p12")]


@dataclass(frozen=True)
class NoticeText:
    """What a version of the privacy notice says.

    Attributes:
        purposes: Consents asked for, in order: {"code", "text"}.
    """

    text: str
    purposes: tuple[dict[str, str], ...] = ()

    @classmethod
    def of(cls, notice: PrivacyNotice) -> "NoticeText":
        """Return what a stored version says."""
        return cls(notice.text, tuple(notice.purposes or ()))

    @property
    def shown(self) -> str:
        """Notice and consents as one text, for the summary of what changed."""
        return "\n".join((self.text, *(f"- {one['text']}" for one in self.purposes)))


def write_privacy_notice(
    session: Session, profile: CompanyProfile, wanted: NoticeText, *, author: str, now: datetime
) -> list[Change]:
    """Store a new version of the privacy notice unless it is the present one.

    The caller holds the lock of `profile`: versions are numbered without gaps.
    """
    versions = queries.privacy_notices(session)
    before = NoticeText.of(versions[0]) if versions else None
    if wanted == before:
        return []
    number = versions[0].id + 1 if versions else 1
    notice = PrivacyNotice(id=number, text=wanted.text, author=author[:120], created_at=now)
    notice.purposes = list(wanted.purposes)
    session.add(notice)
    profile.version += 1
    record_event(session, "update", "privacy_notices", number, version=[number - 1, number])
    return [Change("privacy_notice", before.shown if before else "", wanted.shown)]


def start_series(
    session: Session, profile: CompanyProfile, wanted: Mapping[str, int], *, year: int
) -> list[Change]:
    """Let number series go on from where the company's former program ended.

    Args:
        session: Open session; the caller commits.
        profile: Locked row of the company data.
        wanted: Series -> number of the next document.
        year: Italian year of the yearly series.

    Raises:
        NumberTakenError: The number, or a higher one, was given already.
    """
    changes = []
    for code, number in wanted.items():
        key = (code, year if rules.SERIES[code] else 0)
        series = session.get(NumberSeries, key, with_for_update=True, populate_existing=True)
        last = series.last if series else 0
        if number == last + 1:
            continue
        rules.ensure_next_number(number, last, f"number_{code}")
        if series is None:
            session.add(NumberSeries(code=code, year=key[1], last=number - 1))
        else:
            series.last = number - 1
        profile.version += 1
        record_event(session, "update", "number_series", code, last=[last, number - 1])
        changes.append(Change(f"number_{code}", last + 1, number))
    return changes


def change_mail_text(
    session: Session, profile: CompanyProfile, code: str, words: OwnText | None
) -> list[Change]:
    """Store the company's own words of a message, or go back to the shipped ones with None.

    The caller has checked the placeholders and holds the lock of `profile`.
    """
    shipped = EDITABLE[code].shipped
    before = own_text(session, code) or shipped
    after = words or shipped
    row = session.get(MailText, code)
    if after == shipped:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(MailText(code=code, subject=after.subject, body=after.body))
    else:
        row.subject, row.body = after.subject, after.body
    pairs = (("subject", before.subject, after.subject), ("body", before.body, after.body))
    changes = [Change(field, old, new) for field, old, new in pairs if old != new]
    if changes:
        profile.version += 1
        facts = {change.field: [change.before, change.after] for change in changes}
        record_event(session, "update", "mail_texts", code, **facts)
    return changes


def _make_seal(profile: CompanyProfile, now: datetime) -> None:
    password = secrets.token_urlsafe(24)
    profile.seal_p12 = make_self_signed_p12(profile.legal_name, now=now, password=password)
    profile.seal_password = password.encode()


def _set_password(
    session: Session, profile: CompanyProfile, field: str, password: str
) -> list[Change]:
    if not password:
        return []
    setattr(profile, field, password.encode())
    return [_secret_changed(session, profile, field)]


def _secret_changed(session: Session, profile: CompanyProfile, field: str) -> Change:
    # The audit listener leaves secrets out: the fact itself is noted here.
    record_event(session, "update", "company_profile", profile.id, **{field: ["…", "…"]})
    return Change(field, None, None)
