"""Certified e-mail with real local servers: out by SMTP, in by IMAP, once whatever breaks."""

import hashlib
import imaplib
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from app.channels import jobs
from app.channels.models import PecProblem, PecReading
from app.channels.pec import account_of, send_file
from app.channels.rules import OtherContentError, PecIncompleteError, UnsignedBodyError
from app.channels.rules_letter import open_letter
from app.channels.service import hand_over_by_pec, keep_signed
from app.company.queries import company_profile
from app.invoices import sdi, service
from app.invoices.models import SdiNotice
from app.invoices.rules import InvoiceState
from app.invoices.schema import invoice_schema
from app.jobs.models import OutboxJob
from app.kernel.subject import SubjectKind
from app.mail.delivery import NotNowError, RefusedForGoodError
from app.purchases.models import Purchase, PurchaseFile
from app.purchases.rules import Source
from tests.factories.invoices import NOW, make_buyer, make_draft, make_seller
from tests.factories.pec import SDI, letter, ordinary, provider_says
from tests.factories.purchases import NAME, metadata_xml, signed, supplier_xml
from tests.unit.invoices.test_sdi import receipt
from tests.web.company.test_mail_server import box, free_port  # noqa: F401 - a fixture

USER, PASSWORD = "ditta@pec.example.it", "segreta"


class Mailbox:
    """A mailbox on a real IMAP server, and the provider that puts messages in it."""

    def __init__(self, port):
        self.port = port

    def put(self, *messages):
        with imaplib.IMAP4("127.0.0.1", self.port) as server:
            server.login(USER, PASSWORD)
            for raw in messages:
                server.append("INBOX", None, imaplib.Time2Internaldate(NOW), raw)


@pytest.fixture
def imap():
    port = free_port()
    program = Path(sys.executable).with_name("pymap")
    options = ["--host", "127.0.0.1", "--port", str(port), "--no-tls", "dict", "--demo-data"]
    user = ["--demo-user", USER, "--demo-password", PASSWORD]
    with subprocess.Popen(  # noqa: S603 - the tests' own server
        [program, *options, *user], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        for _ in range(100):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.1)
        yield Mailbox(port)
        server.terminate()


@pytest.fixture
def profile(session, box):  # noqa: F811 - the fixture
    return make_seller(
        session, sdi_channel="pec", pec=USER, pec_smtp_host="127.0.0.1", pec_smtp_port=box.port,
        pec_imap_host="127.0.0.1", pec_imap_port=1, pec_security="none",
        pec_password=PASSWORD.encode(), pec_user="",
    )  # fmt: skip


@pytest.fixture
def reads(session, profile, imap):
    """Read the mailbox; returns how many messages were read."""
    profile.pec_imap_port = imap.port
    session.commit()

    def read():
        account = account_of(profile, allows_private=True)
        return jobs.read_now(session, account, put=kept, say=repr, now=NOW)

    return read


def kept(content):
    """Stand in for the file store."""
    return hashlib.sha256(content).hexdigest()


def account(profile):
    found = account_of(profile, allows_private=True)
    # The tests' server asks for no password.
    return replace(found, out=replace(found.out, user=""))


@pytest.fixture
def sent(session, profile):
    invoice = make_draft(session, make_buyer(session, SubjectKind.BUSINESS))
    service.issue(session, invoice, now=NOW, schema=invoice_schema())
    sdi.send(session, invoice, now=NOW, by_job=True)
    session.commit()
    return invoice


def answer(invoice, root, inner=""):
    name = invoice.files[-1].name
    return receipt(root, inner=inner).replace(b"IT79999010154_00007.xml", name.encode())


def test_a_file_leaves_once_with_its_name_and_content(session, profile, box, sent):  # noqa: F811
    file = sent.files[0]
    assert file.sent_at is None

    for _ in range(2):
        hand_over_by_pec(session, file.id, account(profile), now=NOW)
        session.commit()

    (message,) = box.messages
    assert message.rcpt_tos == ["sdi01@pec.fatturapa.it"]
    assert f'filename="{file.name}"'.encode() in message.content
    assert f"Message-ID: <{file.name[:-4]}@pec.example.it>".encode() in message.content
    assert (file.sent_at, file.attempts) == (NOW, 1)


def test_dying_after_the_server_took_it_loses_and_doubles_nothing(
    session, box, sent, reads, imap, monkeypatch  # noqa: F811
):  # fmt: skip
    file, profile = sent.files[0], company_profile(session)

    def dies(*args, **kwargs):
        send_file(*args, **kwargs)
        raise KeyboardInterrupt

    monkeypatch.setattr("app.channels.service.send_file", dies)
    with pytest.raises(KeyboardInterrupt):
        hand_over_by_pec(session, file.id, account(profile), now=NOW)
    session.rollback()
    monkeypatch.undo()
    # The job is still queued: the next worker takes it.
    hand_over_by_pec(session, file.id, account(profile), now=NOW)
    session.commit()
    copy = "<ListaErrori><Errore><Codice>00002</Codice></Errore></ListaErrori>"
    imap.put(
        letter((f"{file.name[:-4]}_NS_001.xml", answer(sent, "RicevutaScarto", copy))),
        letter((f"{file.name[:-4]}_RC_001.xml", answer(sent, "RicevutaConsegna"))),
    )
    reads()

    session.refresh(sent)
    assert file.attempts == 2
    assert {one.content.split(b"Message-ID: ")[1].split(b"\r\n")[0] for one in box.messages} == {
        f"<{file.name[:-4]}@pec.example.it>".encode()
    }
    assert [notice.kind for notice in file.notices] == ["NS", "RC"]
    assert sent.state is InvoiceState.DELIVERED


def test_the_same_rejection_counts_when_the_file_left_once(session, sent):
    sent.files[0].attempts = 1
    copy = "<ListaErrori><Errore><Codice>00002</Codice></Errore></ListaErrori>"

    sdi.receive(session, "x_NS_001.xml", answer(sent, "RicevutaScarto", copy), now=NOW)

    assert sent.state is InvoiceState.REJECTED


def test_dying_before_the_server_was_asked_sends_it_the_next_time(
    session, profile, box, sent, monkeypatch  # noqa: F811
):  # fmt: skip
    def dies(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("app.channels.service.send_file", dies)
    with pytest.raises(KeyboardInterrupt):
        hand_over_by_pec(session, sent.files[0].id, account(profile), now=NOW)
    session.rollback()
    monkeypatch.undo()

    hand_over_by_pec(session, sent.files[0].id, account(profile), now=NOW)

    assert len(box.messages) == 1


def test_a_server_that_is_away_is_tried_again_and_one_that_refuses_is_not(
    session, profile, box, sent  # noqa: F811
):  # fmt: skip
    profile.sdi_address = "pieno@pec.fatturapa.it"
    with pytest.raises(RefusedForGoodError):
        hand_over_by_pec(session, sent.files[0].id, account(profile), now=NOW)
    profile.pec_smtp_port = free_port()
    with pytest.raises(NotNowError):
        hand_over_by_pec(session, sent.files[0].id, account(profile), now=NOW)
    with pytest.raises(PecIncompleteError):
        hand_over_by_pec(session, sent.files[0].id, None, now=NOW)

    assert sent.files[0].sent_at is None


def test_trying_again_revives_the_same_job(session, sent):
    job = session.scalars(select(OutboxJob).where(OutboxJob.name == sdi.TRANSMIT)).one()
    job.state = type(job.state).FAILED
    session.commit()

    assert sdi.try_again(session, sent, now=NOW)
    session.commit()

    assert job.state is type(job.state).QUEUED
    sent.files[0].sent_at = NOW
    assert not sdi.try_again(session, sent, now=NOW)


def test_receipts_and_supplier_invoices_arrive_and_the_address_is_learnt(
    session, profile, sent, reads, imap
):
    file = sent.files[0]
    imap.put(
        letter((f"{file.name[:-4]}_RC_001.xml", answer(sent, "RicevutaConsegna"))),
        letter(
            (f"{NAME}.p7m", signed(supplier_xml())), ("x_MT_001.xml", metadata_xml(f"{NAME}.p7m"))
        ),
    )

    assert reads() >= 2
    assert reads() == 0

    session.refresh(sent)
    assert sent.state is InvoiceState.DELIVERED
    assert session.scalars(select(Purchase)).one().number == "F 12/A"
    arrived = session.scalars(select(PurchaseFile)).one()
    assert (arrived.source, arrived.sdi_id, arrived.is_signed) == (Source.PEC, "900000123", True)
    assert profile.sdi_address == SDI
    reading = session.get(PecReading, 1)
    assert (reading.read_at, reading.error) == (NOW, "")


def test_only_the_exchange_system_is_believed(session, sent, reads, imap):
    name = f"{sent.files[0].name[:-4]}_RC_001.xml"
    forged = (name, answer(sent, "RicevutaConsegna"))
    imap.put(letter(forged, sender="truffa@pec.example.com"), ordinary(forged),
             letter((NAME, supplier_xml()), sender="x@pec.fatturapa.it.example.com"))  # fmt: skip

    reads()

    session.refresh(sent)
    assert sent.state is InvoiceState.SENT
    assert session.scalars(select(SdiNotice)).all() == []
    assert session.scalars(select(Purchase)).all() == []


def test_what_the_provider_could_not_deliver_is_said_on_the_file(session, sent, reads, imap):
    file = sent.files[0]
    file.sent_at = NOW
    session.commit()
    imap.put(
        provider_says("errore-consegna", f"<{file.name[:-4]}@pec.example.it>", "casella piena")
    )

    reads()

    session.refresh(file)
    assert file.sent_at is None
    assert "casella piena" in file.error


def test_what_cannot_be_taken_is_kept_for_a_person_once(session, profile, reads, imap):
    laughs = b'<!DOCTYPE a [<!ENTITY b "c">]><FatturaElettronica>&b;</FatturaElettronica>'
    imap.put(letter(("brutto.xml", laughs)), letter(("brutto.xml", laughs)),
             letter((NAME, supplier_xml())), letter((NAME, supplier_xml())))  # fmt: skip

    reads()

    assert session.scalars(select(PecProblem)).one().name == "brutto.xml"
    assert len(session.scalars(select(Purchase)).all()) == 1


def test_one_odd_message_does_not_stop_the_later_ones(session, profile, reads, imap, monkeypatch):
    def odd(raw):
        if b"strano" in raw:
            raise LookupError("unknown encoding")
        return open_letter(raw)

    monkeypatch.setattr("app.channels.jobs.open_letter", odd)
    imap.put(letter(("strano.xml", b"<a/>")), letter((NAME, supplier_xml())))

    reads()

    assert session.scalars(select(PecProblem)).one().name == "messaggio.eml"
    assert session.scalars(select(Purchase)).one().number == "F 12/A"


def test_a_mailbox_that_does_not_answer_is_noted_and_read_later(session, profile, reads, imap):
    imap.put(letter((NAME, supplier_xml())))
    profile.pec_password = b"sbagliata"
    session.commit()
    assert reads() == 0
    assert session.get(PecReading, 1).error

    profile.pec_password = PASSWORD.encode()
    session.commit()
    reads()

    assert session.get(PecReading, 1).error == ""
    assert session.scalars(select(Purchase)).one().number == "F 12/A"


@pytest.fixture
def for_body(session, profile):
    invoice = make_draft(session, make_buyer(session, SubjectKind.PUBLIC_BODY))
    service.issue(session, invoice, now=NOW, schema=invoice_schema())
    sdi.send(session, invoice, now=NOW, by_job=True)
    session.commit()
    return invoice


def test_a_public_bodys_invoice_leaves_signed_or_not_at_all(session, profile, box, for_body):  # noqa: F811
    file = for_body.files[0]
    with pytest.raises(UnsignedBodyError):
        hand_over_by_pec(session, file.id, account(profile), now=NOW)
    session.rollback()

    keep_signed(session, file, "firmata.p7m", signed(file.content))
    session.commit()
    hand_over_by_pec(session, file.id, account(profile), now=NOW)

    assert f'filename="{file.name}.p7m"'.encode() in box.messages[0].content


@pytest.mark.parametrize("wrong", [b"altro", None])
def test_another_document_signed_is_refused(session, for_body, wrong):
    file = for_body.files[0]
    content = file.content if wrong is None else signed(supplier_xml())

    with pytest.raises(OtherContentError):
        keep_signed(session, file, "x.p7m", content)
