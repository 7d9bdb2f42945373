"""The mail server: settings kept secret, and a test that really converses."""

import re
import socket

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from sqlalchemy import select

from app.mail.models import OutgoingMail
from tests.helpers import committed, fresh


class Box:
    """Takes messages, except for one address."""

    def __init__(self):
        self.messages = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  aiosmtpd's name
        if address.startswith("pieno@"):
            return "552 Casella piena"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        self.messages.append(envelope)
        return "250 Presa"


class OnFreePort(Controller):
    """A controller that tells its port."""

    def factory(self):
        return SMTP(self.handler, hostname="posta.example.it")


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def box():
    handler = Box()
    controller = OnFreePort(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    handler.port = controller.port
    yield handler
    controller.stop()


def settings(profile, port, **changes):
    values = {
        "version": profile.version,
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "smtp_security": "none",
        "mail_from": "ufficio@prova.example.it",
    }
    return {**values, **changes}


def said(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def test_a_test_message_arrives_and_the_page_says_so(people, session, profile, box):
    browser = people.administrator()
    browser.post("/azienda/posta/", data=settings(profile, box.port))

    answer = browser.post(
        "/azienda/posta/prova", data={"to": "io@example.it"}, follow_redirects=True
    )

    assert "io@example.it" in said(answer)
    (message,) = box.messages
    assert message.rcpt_tos == ["io@example.it"]


def test_the_words_of_a_server_that_refuses_are_shown(people, profile, box):
    browser = people.administrator()
    browser.post("/azienda/posta/", data=settings(profile, box.port))

    answer = browser.post(
        "/azienda/posta/prova", data={"to": "pieno@example.it"}, follow_redirects=True
    )

    assert "552 Casella piena" in said(answer)


def test_a_server_that_is_away_is_said(people, profile):
    browser = people.administrator()
    browser.post("/azienda/posta/", data=settings(profile, free_port()))

    answer = browser.post(
        "/azienda/posta/prova", data={"to": "io@example.it"}, follow_redirects=True
    )

    assert "ConnectionRefusedError" in said(answer)


def test_a_test_needs_an_address_and_a_server(people, profile, box):
    browser = people.administrator()

    for to in ("io@example.it", "nessuno", "a@b.it\r\nBcc: x@y.it"):
        browser.post("/azienda/posta/prova", data={"to": to})

    assert box.messages == []


def test_the_password_is_stored_hidden_and_kept(people, session, profile, box):
    browser = people.administrator()
    data = settings(profile, box.port, smtp_user="ufficio", smtp_password="parola segreta")
    browser.post("/azienda/posta/", data=data)

    stored = committed(session, profile)
    assert stored.smtp_password == b"parola segreta"
    page = browser.get("/azienda/posta/").get_data(as_text=True)
    (mail,) = fresh(session).scalars(select(OutgoingMail))
    assert "parola segreta" not in page + mail.text + mail.html

    data = settings(stored, 2525, smtp_user="ufficio", smtp_password="")
    browser.post("/azienda/posta/", data=data)

    assert committed(session, profile).smtp_password == b"parola segreta"


def test_a_refused_form_does_not_send_the_password_back(people, profile):
    data = settings(profile, "porta", smtp_password="parola segreta")

    answer = people.administrator().post("/azienda/posta/", data=data)

    assert answer.status_code == 422
    assert b"parola segreta" not in answer.data


def test_a_server_needs_a_sender(people, profile):
    data = settings(profile, 25, mail_from="")

    assert people.administrator().post("/azienda/posta/", data=data).status_code == 422


def test_the_office_decides_whether_reports_leave_by_themselves(people, session, profile, box):
    browser = people.administrator()
    browser.post("/azienda/posta/", data=settings(profile, box.port))
    assert committed(session, profile).mails_reports is False

    ticked = settings(profile, box.port, mails_reports="y")
    assert browser.post("/azienda/posta/", data=ticked).status_code == 302
    assert committed(session, profile).mails_reports is True
