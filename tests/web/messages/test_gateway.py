"""Text messages through a gateway: a real server on this machine answers."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.messages.gateway import (
    HttpGateway,
    NotNowError,
    RefusedForGoodError,
    TextMessage,
    UncertainError,
    ensure_gateway,
)
from app.messages.models import ClientMessage
from app.messages.rules import Event, GatewayAddressError, MessageState, Way
from tests.web.messages.conftest import NOW

FRIDAY = NOW + timedelta(days=2)


@pytest.fixture
def provider():
    """A provider of text messages: what it got, and what it answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.server.got.append((self.path, dict(self.headers), json.loads(body)))
            status = self.server.answers.pop(0) if self.server.answers else 202
            if status is None:  # hang up without a word
                self.connection.close()
                return
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            self.wfile.write(b"said")
            while self.server.talks:  # until the other side hangs up
                try:
                    self.wfile.write(b"x" * 65536)
                except OSError:
                    break

        def log_message(self, *args):
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.got, server.answers, server.talks = [], [], False
    server.url = f"http://127.0.0.1:{server.server_port}/sms?k=1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def _private(app, monkeypatch):
    monkeypatch.setitem(app.config, "PRIVATE_HOSTS", True)


@pytest.fixture
def told(office, provider, _private):
    """Book a visit that is told by text message through the provider."""
    office.gateway(provider.url, sender="TermoClima", token=b"secret")
    office.says(Event.BOOKED, Way.TEXT)
    office.visit(office.client(), FRIDAY)
    return office


def test_what_the_gateway_gets(told, provider):
    told.minute()
    message = told.messages()[0]
    assert message.state is MessageState.SENT
    assert message.sent_at == NOW
    path, headers, body = provider.got[0]
    assert path == "/sms?k=1"
    assert headers["Authorization"] == "Bearer secret"
    assert headers["Idempotency-Key"] == str(message.id) == body["id"]
    assert (body["to"], body["from"]) == ("+393331234567", "TermoClima")
    assert body["text"] == message.text


def test_busy_is_tried_again_with_the_same_id(told, provider):
    provider.answers = [503]
    told.minute()
    assert told.messages()[0].state is MessageState.QUEUED
    assert "503 said" in told.messages()[0].error
    told.minute(NOW + timedelta(hours=1))
    assert told.messages()[0].state is MessageState.SENT
    assert len({body["id"] for _path, _headers, body in provider.got}) == 1


def test_a_refusal_waits_for_a_person_and_is_not_repeated(told, provider):
    provider.answers = [400]
    told.minute()
    told.minute(NOW + timedelta(hours=5))
    message = told.messages()[0]
    assert (message.state, message.error) == (MessageState.FAILED, "400 said")
    assert len(provider.got) == 1


def test_a_silence_after_handing_over_is_never_repeated(told, provider):
    provider.answers = [None]
    told.minute()
    told.minute(NOW + timedelta(hours=5))
    assert told.messages()[0].state is MessageState.FAILED
    assert len(provider.got) == 1


def test_a_worker_that_died_after_handing_over_does_not_send_again(told, provider, session):
    told.minute(NOW + timedelta(hours=11))  # 22:00: waits
    message = session.get(ClientMessage, told.messages()[0].id)
    morning = NOW + timedelta(days=1)
    with told.at_work() as own:
        from app.messages.delivery import dispatch  # noqa: PLC0415

        row = own.get(ClientMessage, message.id)
        dispatch(own, row, now=morning)
        row.state = MessageState.SENDING
        own.commit()
    told.minute(morning)
    assert told.messages()[0].state is MessageState.FAILED
    assert provider.got == []


def test_a_retry_at_night_waits_for_the_morning(told, provider):
    provider.answers = [503]
    told.minute(NOW + timedelta(hours=8))  # 19:00
    told.minute(NOW + timedelta(hours=10))  # 21:00
    assert told.messages()[0].state is MessageState.WAITING
    assert len(provider.got) == 1
    told.minute(NOW + timedelta(hours=21, minutes=5))
    assert told.messages()[0].state is MessageState.SENT


def test_without_a_gateway_messages_stay_here(office):
    office.says(Event.BOOKED, Way.TEXT)
    office.visit(office.client(), FRIDAY)
    office.minute()
    assert office.messages()[0].state is MessageState.KEPT


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/sms",
        "https://127.0.0.1/sms",
        "https://localhost/",
        "https://10.0.0.8/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://0.0.0.0/",
        "https://user:pass@example.com/",
        "https://2130706433/",
        "https://example.com:99999/",
        "ftp://example.com/",
        "https:///nowhere",
        "nonsense",
    ],
)
def test_addresses_of_this_machine_and_its_network_are_refused(url):
    with pytest.raises(GatewayAddressError):
        ensure_gateway(url, allows_private=False)
    with pytest.raises(GatewayAddressError):
        HttpGateway(url).send(TextMessage("1", "+393331234567", "ciao"))


def test_a_name_that_points_inside_is_refused_when_it_is_used(monkeypatch):
    answers = [[(2, 1, 6, "", ("10.1.2.3", 443))]]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_kwargs: answers[0])
    with pytest.raises(GatewayAddressError):
        HttpGateway("https://sms.example.com/").send(TextMessage("1", "+39333", "ciao"))


def test_a_redirect_is_not_followed(provider):
    provider.answers = [302]
    with pytest.raises(RefusedForGoodError):
        HttpGateway(provider.url, allows_private=True).send(TextMessage("1", "+39333", "ciao"))
    assert len(provider.got) == 1


@pytest.mark.parametrize(("status", "problem"), [(200, None), (400, RefusedForGoodError)])
def test_an_answer_without_end_is_read_to_a_bound(provider, status, problem):
    provider.answers, provider.talks = [status], True
    gateway = HttpGateway(provider.url, allows_private=True, timeout_seconds=5)
    message = TextMessage("1", "+39333", "ciao")
    if problem is None:
        gateway.send(message)
    else:
        with pytest.raises(problem) as refused:
            gateway.send(message)
        assert str(refused.value).startswith("400 said")
        assert len(str(refused.value)) <= 310


def test_nobody_there_and_nobody_answering(provider):
    gone = HttpGateway("http://127.0.0.1:1/", allows_private=True)
    with pytest.raises(NotNowError):
        gone.send(TextMessage("1", "+39333", "ciao"))
    provider.answers = [None]
    with pytest.raises(UncertainError):
        HttpGateway(provider.url, allows_private=True).send(TextMessage("1", "+39333", "ciao"))


def test_the_token_shows_nowhere():
    assert "secret" not in repr(HttpGateway("https://example.com/", token="secret"))
