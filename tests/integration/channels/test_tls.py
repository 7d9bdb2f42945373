"""Certified e-mail over TLS: the server proves who it is, or hears nothing; and the reading job."""

import contextlib
import imaplib
import socket
import ssl
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from app.channels import jobs
from app.channels.models import PecReading
from app.channels.pec import account_of, read_mailbox, send_file
from app.channels.rules import UntrustedServerError
from app.invoices import sdi, service
from app.invoices.rules import InvoiceState
from app.invoices.schema import invoice_schema
from app.jobs.models import OutboxJob
from app.jobs.rules import JobGivesUpError
from app.kernel.subject import SubjectKind
from app.mail.delivery import Security
from app.web.clock import utc_now
from app.web.errors import user_message
from tests.conftest import COMPANY
from tests.factories import certificates
from tests.factories.invoices import NOW, make_buyer, make_draft, make_seller
from tests.factories.pec import letter
from tests.helpers import fresh
from tests.integration.channels.test_pec import PASSWORD, USER, answer, imap  # noqa: F401 - fixture
from tests.integration.mail.test_sending import TlsController
from tests.web.company.test_mail_server import Box, free_port

HOST = "127.0.0.1"


@pytest.fixture(scope="module")
def authority():
    return certificates.authority(now=utc_now())


@pytest.fixture(scope="module")
def trust(authority):
    """What a machine trusts that knows the authority."""
    return ssl.create_default_context(cadata=authority.pem.decode())


@pytest.fixture
def tls(authority, trust, tmp_path):
    """The authority, what trusts it, and a folder for what it issues."""
    return authority, trust, tmp_path


def server_file(folder, authority, host=HOST):
    path = folder / f"{host}.pem"
    made = certificates.issued(authority, now=utc_now(), name=host, host=host)
    path.write_bytes(made.key_and_pem)
    return path


def server_context(path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@pytest.fixture
def profile(session):
    return make_seller(
        session, sdi_channel="pec", pec=USER, pec_smtp_host=HOST, pec_smtp_port=1,
        pec_imap_host=HOST, pec_imap_port=1, pec_security="tls", pec_user="",
        pec_password=PASSWORD.encode(),
    )  # fmt: skip


@contextlib.contextmanager
def smtp(security, context, trust):
    """Yield what a server over TLS took."""
    handler = Box()
    if security is Security.TLS:
        server = TlsController(handler, hostname=HOST, port=free_port(), ssl_context=context)
        server.trust = trust
    else:
        server = Controller(
            handler, hostname=HOST, port=free_port(), tls_context=context, require_starttls=True
        )
    server.start()
    handler.port = server.port
    try:
        yield handler
    finally:
        server.stop()


def account_to(profile, security, *, smtp_port=1, imap_port=1, trust=None):
    found = account_of(profile, allows_private=True)
    # The SMTP server of the tests asks for no password.
    user = found.out.user if smtp_port == 1 else ""
    out = replace(found.out, port=smtp_port, security=security, user=user)
    return replace(found, out=out, port=imap_port, security=security, trust=trust)


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_an_invoice_leaves_through_a_checked_connection(
    profile, tmp_path, authority, trust, security
):
    context = server_context(server_file(tmp_path, authority))
    with smtp(security, context, trust) as box:
        account = account_to(profile, security, smtp_port=box.port, trust=trust)

        send_file(account, "IT79999010154_00001.xml", b"<a/>", now=NOW)

    assert [message.rcpt_tos for message in box.messages] == [["sdi01@pec.fatturapa.it"]]


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
@pytest.mark.parametrize("is_known", [True, False], ids=["of another host", "of a stranger"])
def test_a_wrong_certificate_stops_the_invoice_with_a_sentence(
    app, profile, tls, security, is_known
):
    authority, trust, folder = tls
    context = server_context(server_file(folder, authority, "127.0.0.9" if is_known else HOST))
    anybody = ssl.create_default_context(cadata=authority.pem.decode())
    anybody.check_hostname = False
    with smtp(security, context, anybody) as box:
        account = account_to(
            profile, security, smtp_port=box.port, trust=trust if is_known else None
        )
        with pytest.raises(UntrustedServerError) as refusal:
            send_file(account, "x.xml", b"<a/>", now=NOW)

    assert box.messages == []
    with app.app_context():
        said = jobs.in_italian(user_message)(refusal.value)
    assert said.startswith(HOST)


def test_the_job_that_sends_gives_up_with_the_sentence(app, session, profile, tmp_path, authority):
    invoice = make_draft(session, make_buyer(session, SubjectKind.BUSINESS))
    service.issue(session, invoice, now=NOW, schema=invoice_schema())
    sdi.send(session, invoice, now=NOW, by_job=True)
    context = server_context(server_file(tmp_path, authority))
    anybody = ssl.create_default_context(cadata=authority.pem.decode())
    with smtp(Security.TLS, context, anybody) as box:
        profile.pec_smtp_port = box.port
        session.commit()
        with app.app_context():
            channel = jobs.channel_of(session, has_stand_in=False, say=repr)
            with pytest.raises(JobGivesUpError, match="UntrustedServerError"):
                channel(session, invoice.files[0].id, now=NOW)
    assert box.messages == []


@contextlib.contextmanager
def front(context, backend):
    """Yield the port of a server that speaks TLS at once and passes all on to another port."""
    listener = socket.create_server((HOST, 0))
    threading.Thread(target=_accept, args=(listener, context, backend), daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


def _accept(listener, context, backend):
    while True:
        try:
            plain, _address = listener.accept()
            secure = context.wrap_socket(plain, server_side=True)
        except ssl.SSLError:
            continue  # the client did not like the certificate
        except OSError:
            return
        behind = socket.create_connection((HOST, backend))
        for source, target in ((secure, behind), (behind, secure)):
            threading.Thread(target=_pipe, args=(source, target), daemon=True).start()


def _pipe(source, target):
    with contextlib.suppress(OSError):
        while content := source.recv(65536):
            target.sendall(content)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


def texts(account):
    _validity, messages = read_mailbox(account, after=0, validity=0, now=NOW)
    return b"".join(message.raw for message in messages)


def test_the_mailbox_is_read_through_tls(profile, imap, tmp_path, authority, trust):  # noqa: F811
    imap.put(letter(("prova.xml", b"<a/>")))
    context = server_context(server_file(tmp_path, authority))

    with front(context, imap.port) as port:
        found = texts(account_to(profile, Security.TLS, imap_port=port, trust=trust))
        with pytest.raises(UntrustedServerError):
            texts(account_to(profile, Security.TLS, imap_port=port))

    assert b"prova.xml" in found


def test_the_mailbox_is_read_after_starttls(profile, tmp_path, authority, trust):
    path = server_file(tmp_path, authority)
    port = free_port()
    program = Path(sys.executable).with_name("pymap")
    where = ["--host", HOST, "--port", str(port), "--cert", str(path), "--key", str(path)]
    user = ["dict", "--demo-data", "--demo-user", USER, "--demo-password", PASSWORD]
    with subprocess.Popen(  # noqa: S603 - the tests' own server
        [program, *where, *user], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        for _ in range(100):
            with socket.socket() as probe:
                if not probe.connect_ex((HOST, port)):
                    break
            time.sleep(0.1)
        try:
            with imaplib.IMAP4(HOST, port) as box:
                box.starttls(trust)
                box.login(USER, PASSWORD)
                box.append(
                    "INBOX", None, imaplib.Time2Internaldate(NOW), letter(("p.xml", b"<a/>"))
                )
            found = texts(account_to(profile, Security.STARTTLS, imap_port=port, trust=trust))
            with pytest.raises(UntrustedServerError):
                texts(account_to(profile, Security.STARTTLS, imap_port=port))
        finally:
            server.terminate()

    assert b"p.xml" in found


def work(app):
    with app.app_context():
        app.extensions["worker"].run_company(COMPANY)


def queued(session):
    """Return how many readings wait."""
    rows = fresh(session).scalars(select(OutboxJob).where(OutboxJob.name == jobs.READ))
    return [row.state.value for row in rows].count("queued")


def test_the_reading_job_takes_the_receipt_once_and_asks_for_itself(
    app, session, profile, imap  # noqa: F811
):  # fmt: skip
    profile.pec_security, profile.pec_imap_port = "none", imap.port
    invoice = make_draft(session, make_buyer(session, SubjectKind.BUSINESS))
    service.issue(session, invoice, now=NOW, schema=invoice_schema())
    sdi.send(session, invoice, now=NOW, by_job=False)
    session.commit()
    stem = invoice.files[0].name[:-4]
    imap.put(letter((f"{stem}_RC_001.xml", answer(invoice, "RicevutaConsegna"))))

    jobs.ask_again(session, now=utc_now(), minutes=0)
    session.commit()
    work(app)

    session.refresh(invoice)
    reading = fresh(session).get(PecReading, 1)
    assert invoice.state is InvoiceState.DELIVERED
    assert (reading.error, reading.last_uid > 0, queued(session)) == ("", True, 1)
    # Read again, the same message is behind the mark: one receipt, and still one chain.
    seen = reading.last_uid
    jobs.ask_again(session, now=utc_now(), minutes=0)
    session.commit()
    work(app)
    session.refresh(invoice)
    assert [notice.kind for notice in invoice.files[0].notices] == ["RC"]
    assert (fresh(session).get(PecReading, 1).last_uid, queued(session)) == (seen, 1)


def test_the_reading_job_says_what_is_wrong_and_tries_again(
    app, session, profile, imap, tmp_path, authority  # noqa: F811
):  # fmt: skip
    with front(server_context(server_file(tmp_path, authority)), imap.port) as port:
        profile.pec_imap_port = port
        jobs.ask_again(session, now=utc_now(), minutes=0)
        session.commit()
        work(app)

    reading = fresh(session).get(PecReading, 1)
    assert reading.error.startswith(HOST)
    assert (reading.read_at, queued(session)) == (None, 1)
