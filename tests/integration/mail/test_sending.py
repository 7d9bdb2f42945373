"""Real SMTP conversations with a server in this process."""

import socket
import ssl
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from ipaddress import ip_address

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.jobs.models import OutboxJob
from app.jobs.rules import JobState
from app.jobs.runner import run_due
from app.mail.delivery import MailAccount, Security
from app.mail.jobs import register
from app.mail.models import OutgoingMail
from app.mail.rules import Attachment, MailState, Message
from app.mail.service import queue_mail

NOON = datetime(2025, 3, 10, 12, 0, tzinfo=UTC)
PASSWORD, WRONG_PASSWORD = "parola", "sbagliata"


class Postman:
    """An SMTP handler that keeps what it gets and answers as it is told."""

    def __init__(self):
        self.letters = []
        self.answers = {}
        self.data_answer = "250 OK"
        self.pause = 0.0

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        time.sleep(self.pause)  # noqa: ASYNC251  # the whole server is to be slow
        if self.data_answer.startswith("250"):
            self.letters.append(envelope)
        return self.data_answer


@contextmanager
def server(postman, **options):
    controller = Controller(postman, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def postman():
    return Postman()


@pytest.fixture
def port(postman):
    with server(postman) as port:
        yield port


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    monkeypatch.setattr("app.jobs.registry._jobs", {})


def account(port, **changes):
    facts = {
        "host": "127.0.0.1",
        "port": port,
        "sender": "ufficio@termoclima.it",
        "sender_name": "Termoclima S.r.l. «Perché sì",
        "security": Security.NONE,
        "reply_to": "risposte@termoclima.it",
        "timeout_seconds": 3.0,
    }
    return MailAccount(**(facts | changes))


@pytest.fixture
def send(sessions, files):
    """Queue a message, run the job once, return the stored message and job."""

    def _send(sender, now=NOON, **changes):
        register(lambda _session: sender, lambda: files)
        words = {"to": ("mario@posta.it",), "subject": "Rapportino è €", "text": "Così è.\n"}
        with sessions() as session:
            mail_id = queue_mail(session, Message(**(words | changes)), now=now, files=files).id
            session.commit()
        run_due(sessions, now=lambda: now)
        with sessions() as session:
            return session.get(OutgoingMail, mail_id), session.query(OutboxJob).one()

    return _send


def letter(postman):
    (envelope,) = postman.letters
    return message_from_bytes(envelope.content, policy=policy.default)


def test_message_arrives_as_it_was_written(send, port, postman):
    mail, job = send(
        account(port),
        cc=("capo@posta.it",),
        html="<p>Così è, «€».</p>",
        attachments=(
            Attachment("perché.pdf", "application/pdf", b"%PDF\r\n\n\x00\xff"),
            Attachment("visita.ics", "text/calendar", b"BEGIN:VCALENDAR\nEND\r\n"),
        ),
    )

    got = letter(postman)
    assert (mail.state, mail.sent_at, mail.error) == (MailState.SENT, NOON, "")
    assert job.state is JobState.DONE
    assert postman.letters[0].rcpt_tos == ["mario@posta.it", "capo@posta.it"]
    assert postman.letters[0].mail_from == "ufficio@termoclima.it"
    assert got["Subject"] == "Rapportino è €"
    assert got["From"].addresses[0].display_name == "Termoclima S.r.l. «Perché sì"
    assert got["Reply-To"] == "risposte@termoclima.it"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["Message-ID"] == mail.message_id == f"<{mail.id}@termoclima.it>"
    assert got["Date"].datetime == NOON
    assert got.get_body(("plain",)).get_content().splitlines() == ["Così è."]
    assert got.get_body(("html",)).get_content().strip() == "<p>Così è, «€».</p>"
    assert [
        (part.get_filename(), part.get_content_type(), part.get_payload(decode=True))
        for part in got.iter_attachments()
    ] == [
        ("perché.pdf", "application/pdf", b"%PDF\r\n\n\x00\xff"),
        ("visita.ics", "text/calendar", b"BEGIN:VCALENDAR\nEND\r\n"),
    ]
    assert postman.letters[0].content.isascii()


def test_no_header_can_be_slipped_in(send, port, postman):
    send(
        account(port, sender_name="Firma\r\nBcc: x@posta.it"),
        subject="Rapportino\r\nBcc: x@posta.it\r\n\r\nbody",
        unsubscribe="https://cat.it/u/1\r\nX-Evil: 1",
        attachments=(Attachment('a"\r\nX-Evil: 1.pdf', "application/pdf", b"x"),),
    )

    got = letter(postman)
    assert got["Bcc"] is None
    assert got["X-Evil"] is None
    assert got["Subject"] == "Rapportino Bcc: x@posta.it body"
    assert postman.letters[0].rcpt_tos == ["mario@posta.it"]


def test_reminder_can_be_unsubscribed_in_one_click(send, port, postman):
    send(account(port), unsubscribe="https://cat.it/u/abc")

    got = letter(postman)
    assert got["List-Unsubscribe"] == "<https://cat.it/u/abc>"
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_without_a_server_nothing_leaves_and_the_message_is_kept(send):
    mail, job = send(None)

    assert (mail.state, mail.sent_at) == (MailState.CAUGHT, None)
    assert job.state is JobState.DONE


def test_busy_server_is_tried_again_and_gets_the_same_message_id(send, port, postman, sessions):
    postman.data_answer = "451 4.3.0 try later"
    mail, job = send(account(port))
    assert (mail.state, mail.error) == (MailState.QUEUED, "451 4.3.0 try later")
    assert (job.state, job.attempts) == (JobState.QUEUED, 1)
    first_id = mail.message_id

    postman.data_answer = "250 OK"
    run_due(sessions, now=lambda: NOON + timedelta(minutes=1))

    with sessions() as session:
        sent = session.get(OutgoingMail, mail.id)
    assert (sent.state, sent.error) == (MailState.SENT, "")
    assert letter(postman)["Message-ID"] == first_id


def test_refused_addressee_fails_at_once_with_the_server_s_words(send, port, postman):
    postman.answers["mario@posta.it"] = "550 5.1.1 unknown user"

    mail, job = send(account(port))

    assert (mail.state, mail.error) == (MailState.FAILED, "mario@posta.it: 550 5.1.1 unknown user")
    assert (job.state, job.last_error) == (JobState.FAILED, mail.error)


def test_one_refused_of_two_is_shown_on_the_sent_message(send, port, postman):
    postman.answers["capo@posta.it"] = "550 5.1.1 unknown user"

    mail, _ = send(account(port), cc=("capo@posta.it",))

    assert (mail.state, mail.error) == (MailState.SENT, "capo@posta.it: 550 5.1.1 unknown user")
    assert postman.letters[0].rcpt_tos == ["mario@posta.it"]


def test_silent_server_is_given_up_in_time_and_tried_again(send, port, postman):
    postman.pause = 0.8

    mail, job = send(account(port, timeout_seconds=0.3))

    assert mail.state is MailState.QUEUED
    assert "timed out" in mail.error
    assert job.state is JobState.QUEUED


def test_absent_server_is_tried_again(send):
    mail, _ = send(account(free_port()))

    assert mail.state is MailState.QUEUED
    assert "ConnectionRefusedError" in mail.error


def test_missing_attachment_fails_at_once(send, port, postman):
    lost = Attachment("a.pdf", "application/pdf", sha="0" * 64)

    mail, _ = send(account(port), attachments=(lost,))

    assert mail.state is MailState.FAILED
    assert "missing" in mail.error
    assert postman.letters == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1: the server's context and one that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        made.public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context, ssl.create_default_context(cafile=path)


def knows(server, session, envelope, mechanism, data):
    right = (data.login, data.password) == (b"ufficio", PASSWORD.encode())
    return AuthResult(success=right, handled=False)


@pytest.fixture
def secure_port(postman, certificate):
    options = {
        "tls_context": certificate[0],
        "require_starttls": True,
        "auth_required": True,
        "authenticator": knows,
    }
    with server(postman, **options) as port:
        yield port


def test_password_goes_only_through_a_checked_connection(send, secure_port, postman, certificate):
    mail, _ = send(
        account(
            secure_port,
            security=Security.STARTTLS,
            user="ufficio",
            password=PASSWORD,
            trust=certificate[1],
        )
    )

    assert (mail.state, mail.error) == (MailState.SENT, "")


def test_unknown_certificate_is_refused_before_the_password(send, secure_port, postman):
    mail, _ = send(
        account(secure_port, security=Security.STARTTLS, user="ufficio", password=PASSWORD)
    )

    assert mail.state is MailState.FAILED
    assert "CERTIFICATE_VERIFY_FAILED" in mail.error
    assert postman.letters == []


def test_wrong_password_fails_at_once_and_is_not_shown(send, secure_port, postman, certificate):
    mail, job = send(
        account(
            secure_port,
            security=Security.STARTTLS,
            user="ufficio",
            password=WRONG_PASSWORD,
            trust=certificate[1],
        )
    )

    assert mail.state is MailState.FAILED
    assert mail.error.startswith("535")
    assert WRONG_PASSWORD not in mail.error + job.last_error


def test_server_without_encryption_gets_no_password(send, port, postman):
    mail, _ = send(account(port, security=Security.STARTTLS, user="ufficio", password=PASSWORD))

    assert mail.state is MailState.FAILED
    assert "STARTTLS" in mail.error


class TlsController(Controller):
    """A server that speaks TLS at once; its own first connection trusts the certificate."""

    trust = None

    def _trigger_server(self):
        with (
            socket.create_connection((self.hostname, self.port), 2) as plain,
            self.trust.wrap_socket(plain, server_hostname=self.hostname) as secure,
        ):
            secure.recv(100)


def test_server_that_speaks_tls_from_the_start(send, postman, certificate):
    context, trust = certificate
    controller = TlsController(postman, hostname="127.0.0.1", port=free_port(), ssl_context=context)
    controller.trust = trust
    controller.start()
    try:
        mail, _ = send(account(controller.port, security=Security.TLS, trust=trust))
    finally:
        controller.stop()

    assert (mail.state, mail.error) == (MailState.SENT, "")
