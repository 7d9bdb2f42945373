"""The job that mails the link for a new password."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import queries, tokens
from app.accounts.models import Account, AccountToken, TokenPurpose
from app.accounts.rules import can_receive, split_username
from app.company.documents import letterhead
from app.company.queries import company_profile
from app.jobs.registry import job
from app.mail.render import render_mail
from app.mail.rules import About, Message
from app.mail.service import queue_mail
from app.orm.audit import record_event

SEND_LINK = "accounts.send_reset_link"

#: A second request within this time sends nothing: the first link still works.
AGAIN_AFTER = timedelta(minutes=5)

#: Kind of the messages that hold a link which lets somebody in: nobody reads them in the outbox.
SECRET_MAIL = "account_link"  # noqa: S105  a name, not a secret


@job(SEND_LINK)
def send_reset_link(session: Session, username: str, address: str, *, now: datetime) -> None:
    """Mail a link to an active account that has an address; else do nothing.

    Args:
        session: Open session; the runner commits.
        username: Whole user name, as typed.
        address: Public address of the installation, without a slash at its end.
        now: Current instant.
    """
    account = queries.account_by_username(session, username)
    if account is None or not account.active or not can_receive(account.email):
        return
    if _asked_lately(session, account, now):
        return
    secret = tokens.issue(session, account, TokenPurpose.PASSWORD_RESET, now=now)
    slug, _own = split_username(username)
    profile = company_profile(session)
    words = render_mail(
        "password_reset",
        person=account.first_name,
        username=account.username,
        link=f"{address}/password/nuova/{slug}.{secret}",
        company_name=profile.legal_name,
        company_lines=letterhead(profile)["address"],
    )
    queue_mail(
        session,
        Message(to=(account.email,), subject=words.subject, text=words.text, html=words.html),
        now=now,
        about=About(SECRET_MAIL, str(account.id)),
    )
    record_event(session, "password_reset_asked", "ab_user", account.id)


def _asked_lately(session: Session, account: Account, now: datetime) -> bool:
    found = session.scalar(
        select(AccountToken.id).where(
            AccountToken.account_id == account.id,
            AccountToken.purpose == TokenPurpose.PASSWORD_RESET,
            AccountToken.used_at.is_(None),
            AccountToken.created_at > now - AGAIN_AFTER,
        )
    )
    return found is not None
