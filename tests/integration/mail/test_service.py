from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from app.jobs.models import OutboxJob
from app.mail.models import OutgoingMail
from app.mail.queries import count_failed, outgoing_mails
from app.mail.rules import (
    MAX_ATTACHED_BYTES,
    About,
    AddressNotValidError,
    Attachment,
    AttachmentsTooHeavyError,
    MailState,
    Message,
)
from app.mail.service import find_mail, queue_mail, send_again

NOON = datetime(2025, 3, 10, 12, 0, tzinfo=UTC)


@pytest.fixture
def session(sessions):
    with sessions() as session:
        yield session


def message(**changes):
    words = {"to": ("mario@posta.it",), "subject": "Rapportino", "text": "Ecco.\n"}
    return Message(**(words | changes))


def jobs(session):
    return [(job.name, job.args) for job in session.query(OutboxJob)]


def test_message_is_stored_with_its_files_and_a_job(session, files):
    pdf = Attachment("rapportino 2025/1.pdf", "application/pdf", b"%PDF")

    mail = queue_mail(
        session,
        message(attachments=(pdf,), reply_to="ufficio@cat.it"),
        now=NOON,
        files=files,
        about=About("report", "7", client_id=3),
    )

    sha = sha256(b"%PDF").hexdigest()
    assert mail.attachments == [
        {"name": "rapportino 2025-1.pdf", "mime": "application/pdf", "sha": sha}
    ]
    assert files.read(sha) == b"%PDF"
    assert (mail.state, mail.reply_to, mail.client_id) == (MailState.QUEUED, "ufficio@cat.it", 3)
    assert jobs(session) == [("mail.send", [str(mail.id)])]


def test_refused_message_leaves_nothing(session, files):
    heavy = Attachment("a.bin", "application/octet-stream", b"x" * (MAX_ATTACHED_BYTES + 1))

    with pytest.raises(AddressNotValidError):
        queue_mail(session, message(to=("mario",)), now=NOON)
    with pytest.raises(AttachmentsTooHeavyError):
        queue_mail(session, message(attachments=(heavy,)), now=NOON, files=files)

    assert session.query(OutgoingMail).count() == 0
    assert jobs(session) == []


def test_failed_message_goes_out_again_itself(session):
    mail = queue_mail(session, message(), now=NOON)
    mail.state, mail.error = MailState.FAILED, "550 unknown user"

    again = send_again(session, mail, now=NOON)
    send_again(session, mail, now=NOON)

    assert again is mail
    assert (mail.state, mail.error) == (MailState.QUEUED, "")
    assert jobs(session) == [("mail.send", [str(mail.id)])] * 2


def test_sent_message_goes_out_again_as_a_copy(session):
    mail = queue_mail(session, message(), now=NOON, about=About("report", "7", 3))
    mail.state, mail.sent_at, mail.message_id = MailState.SENT, NOON, "<x@cat.it>"

    copy = send_again(session, mail, now=NOON + timedelta(days=1))

    assert copy.id != mail.id
    assert (copy.to, copy.subject, copy.related_id) == (["mario@posta.it"], "Rapportino", "7")
    assert (copy.state, copy.sent_at, copy.message_id) == (MailState.QUEUED, None, "")
    assert mail.state is MailState.SENT


def test_lists_show_the_newest_first_and_only_what_is_asked(session):
    mails = [
        queue_mail(
            session,
            message(subject=f"n. {n}"),
            now=NOON + timedelta(minutes=n),
            about=About("report", str(n % 2), client_id=n % 3),
        )
        for n in range(6)
    ]
    mails[4].state = MailState.FAILED
    session.commit()

    def subjects(**asked):
        return [mail.subject[3:] for mail in outgoing_mails(session, **asked)]

    assert subjects() == ["5", "4", "3", "2", "1", "0"]
    assert subjects(limit=2, before=mails[4].created_at) == ["3", "2"]
    assert subjects(state=MailState.FAILED) == ["4"]
    assert subjects(about=About(client_id=0)) == ["3", "0"]
    assert subjects(about=About("report", "1")) == ["5", "3", "1"]
    assert count_failed(session) == 1


def test_unreadable_id_is_no_message(session):
    assert find_mail(session, "x") is None
