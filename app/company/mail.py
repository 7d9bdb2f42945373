"""The summary that the administrators get after each change of the company data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from app.company.documents import letterhead
from app.company.messages import CHOICES, FIELDS, WEEKDAYS
from app.company.models import CompanyProfile
from app.company.rules import FILES, SECRETS, Change
from app.mail.render import render_mail
from app.mail.rules import Message
from app.web.formats import display, format_moment


@dataclass(frozen=True)
class Author:
    """Who changed the data, when and from which network address."""

    name: str
    at: datetime
    address: str


def summary(
    profile: CompanyProfile,
    section: str,
    changes: Sequence[Change],
    *,
    author: Author,
    administrators: Iterable[str],
) -> Message | None:
    """Return the message for one save, or None when nobody has an address.

    It goes to the administrators and to the company; to the old and the new address when that
    changed. Secrets are never in it.
    """
    moved = [each for change in changes if change.field == "email" for each in (change.before,)]
    to = tuple(dict.fromkeys(filter(None, [profile.email, *moved, *administrators])))
    if not to:
        return None
    words = render_mail(
        "company_changed",
        section=section,
        person=author.name,
        moment=format_moment(author.at),
        address=author.address,
        changes=[described(change) for change in changes],
        company_name=profile.legal_name,
        company_lines=letterhead(profile)["address"],
    )
    return Message(to=to[:20], subject=words.subject, text=words.text, html=words.html)


def described(change: Change) -> tuple[str, str, str]:
    """Return label, value before and value after, as people read them."""
    field, _colon, of = change.field.partition(":")
    label = str(FIELDS.get(field, field)) + (f" ({of})" if of else "")
    if change.field in SECRETS:
        return label, _("(secret)"), _("(changed)")
    if change.field in FILES:
        after = _("New logo") if change.after else _("Removed")
        return label, _("(present)") if change.before else "", after
    return label, _shown(field, change.before), _shown(field, change.after)


def _shown(field: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if field in CHOICES:
        return str(CHOICES[field].get(value, value))
    if field == "opening_hours":
        return hours_text(value)
    if isinstance(value, bool | date | Decimal):
        return str(display(value))
    return str(value)


def hours_text(hours: dict[str, list[list[str]]]) -> str:
    """Return opening hours on one line: "Monday 08:00-12:30, 14:00-18:00; …"."""
    days = []
    for number, name in enumerate(WEEKDAYS):
        spans = ", ".join("-".join(span) for span in hours.get(str(number), ()))
        if spans:
            days.append(f"{name} {spans}")
    return "; ".join(days)
