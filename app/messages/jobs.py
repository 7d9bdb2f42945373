"""Background work of messages to customers."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from app.files.store import CompanyFiles
from app.jobs.registry import job
from app.mail.models import OutgoingMail
from app.mail.service import when_ended, while_wanted
from app.messages.delivery import (
    ENCLOSE,
    KIND,
    MONEY_KIND,
    SEND,
    GatewayOf,
    mail_ended,
    mail_with_documents,
    may_mail_leave,
    note_failure,
    send_text,
)
from app.orm.audit import moment_of


def register(gateway_of: GatewayOf, files: Callable[[], CompanyFiles]) -> None:
    """Register the jobs, and hear how the mails that carry messages end; called once at start."""

    @job(SEND, on_failure=note_failure)
    def send(session: Session, message_id: str, *, now: datetime) -> None:
        send_text(session, message_id, gateway_of, now=now)

    @job(ENCLOSE, on_failure=note_failure)
    def enclose(session: Session, message_id: str, *, now: datetime) -> None:
        mail_with_documents(session, message_id, files(), now=now)

    def ended(session: Session, mail: OutgoingMail) -> None:
        mail_ended(session, mail, now=moment_of(session))

    for kind in (KIND, MONEY_KIND):
        when_ended(kind, ended)
        while_wanted(kind, may_mail_leave)
