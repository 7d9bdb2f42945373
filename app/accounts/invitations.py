"""The link by which a new person chooses a password: its address and its message."""

from datetime import datetime

from flask import current_app, url_for
from sqlalchemy.orm import Session

from app.accounts import service
from app.accounts.models import Account
from app.company.queries import company_profile
from app.mail.render import render_mail
from app.mail.rules import About, Message
from app.mail.service import queue_mail

#: Kind of the messages that hold a link which lets somebody in: nobody reads them in the outbox.
SECRET_MAIL = "account_link"  # noqa: S105  a name, not a secret


def link_of(slug: str, secret: str) -> str:
    """Return the whole address of an invitation."""
    path = url_for("InvitationView.accept", token=f"{slug}.{secret}")
    public = current_app.config["PUBLIC_URL"]
    if public:
        return f"{public}{path}"
    return url_for("InvitationView.accept", token=f"{slug}.{secret}", _external=True)


def send_invitation(session: Session, account: Account, link: str, *, now: datetime) -> None:
    """Mail an invitation to an account that has an address."""
    address = service.address_of(account)
    if address is None:
        raise ValueError("invitation without an address")
    profile = company_profile(session)
    words = render_mail(
        "invitation",
        person=account.first_name,
        username=account.username,
        link=link,
        company_name=profile.legal_name,
        company_lines=[line for line in (profile.phone, profile.email) if line],
    )
    queue_mail(
        session,
        Message(to=(address,), subject=words.subject, text=words.text, html=words.html),
        now=now,
        about=About(kind=SECRET_MAIL, id=str(account.id)),
    )
