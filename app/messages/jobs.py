"""Background work of messages to customers."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.jobs.registry import job
from app.mail.models import OutgoingMail
from app.mail.service import when_ended
from app.messages.delivery import (
    KIND,
    MONEY_KIND,
    SEND,
    GatewayOf,
    mail_ended,
    note_failure,
    send_text,
)
from app.orm.audit import moment_of


def register(gateway_of: GatewayOf) -> None:
    """Register the job, and hear how the mails that carry messages end; called once at start."""

    @job(SEND, on_failure=note_failure)
    def send(session: Session, message_id: str, *, now: datetime) -> None:
        send_text(session, message_id, gateway_of, now=now)

    def ended(session: Session, mail: OutgoingMail) -> None:
        mail_ended(session, mail, now=moment_of(session))

    when_ended(KIND, ended)
    when_ended(MONEY_KIND, ended)
