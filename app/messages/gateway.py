"""Handing text messages over: one interface, and the gateway that most providers understand.

`HttpGateway` sends ``POST <url>`` with ``{"id", "to", "from", "text"}`` as JSON and the token as
``Authorization: Bearer …``. Any answer of 200 to 299 means: taken.
"""

import json
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import SplitResult, urlsplit

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
)

from app.messages.rules import GatewayAddressError
from app.outside import HostUnknownError, PrivateHostError, checked_address

#: Seconds to wait for the gateway at each step.
TIMEOUT_SECONDS = 15.0
#: Characters of its answer kept for the office, and bytes read of it: the rest is not waited for.
_ANSWER, _MOST_READ = 300, 4096


class RefusedForGoodError(Exception):
    """The gateway will not take this message; the text says why."""


class NotNowError(Exception):
    """The gateway certainly did not take the message this time: try later."""


class UncertainError(Exception):
    """Nobody knows whether the gateway took the message: it must not be sent a second time."""


@dataclass(frozen=True)
class TextMessage:
    """What is handed over; the id is the same at each attempt."""

    id: str
    to: str
    text: str


class Gateway(Protocol):
    """Whatever takes text messages."""

    def send(self, message: TextMessage) -> None:
        """Hand a message over.

        Raises:
            RefusedForGoodError, NotNowError, UncertainError: See there.
        """


@dataclass(frozen=True)
class HttpGateway:
    """A provider's web address.

    Attributes:
        url: Where to post.
        sender: Shown to the customer; empty: the provider's choice.
        token: Secret of the account.
        allows_private: Whether addresses of this machine and its network are allowed.
    """

    url: str
    sender: str = ""
    token: str = field(default="", repr=False)
    allows_private: bool = False
    timeout_seconds: float = TIMEOUT_SECONDS

    def send(self, message: TextMessage) -> None:
        parts = parse_url(self.url, allows_private=self.allows_private)
        content = {"id": message.id, "to": message.to, "text": message.text}
        if self.sender:
            content["from"] = self.sender
        try:
            answer = self._pool(parts).urlopen(
                "POST",
                f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}",
                body=json.dumps(content).encode(),
                headers=self._headers(parts, message),
                redirect=False,
                retries=False,
                timeout=self.timeout_seconds,
                preload_content=False,
            )
            said = _beginning(answer)
        except (NewConnectionError, ConnectTimeoutError, NameResolutionError, MaxRetryError) as no:
            raise NotNowError(str(no)) from no
        except HTTPError as error:
            raise UncertainError(str(error)) from error
        _judge(answer.status, said)

    def _headers(self, parts: SplitResult, message: TextMessage) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json",
            "Host": parts.netloc.rpartition("@")[2],
            "Idempotency-Key": message.id,
        }
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        return headers

    def _pool(self, parts: SplitResult) -> urllib3.HTTPConnectionPool:
        """Return a connection to the very address that was checked: a name may point elsewhere
        a moment later.
        """
        host = parts.hostname or ""
        address = _address(host, parts.port, allows_private=self.allows_private)
        if parts.scheme == "https":
            return urllib3.HTTPSConnectionPool(
                address, parts.port or 443, server_hostname=host, assert_hostname=host
            )
        return urllib3.HTTPConnectionPool(address, parts.port or 80)


def parse_url(url: str, *, allows_private: bool) -> SplitResult:
    """Return the parts of a gateway's address.

    Raises:
        GatewayAddressError: Not ``https://…`` (``http://`` only where private ones are allowed).
    """
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # raises when it is no number
    except ValueError as error:
        raise GatewayAddressError from error
    schemes = {"https", "http"} if allows_private else {"https"}
    if parts.scheme not in schemes or not parts.hostname or parts.username is not None:
        raise GatewayAddressError
    return parts


def ensure_gateway(url: str, *, allows_private: bool) -> None:
    """Refuse an address to which messages may not be handed; a name not known now is accepted.

    Raises:
        GatewayAddressError: Not https, or on this machine or network.
    """
    parts = parse_url(url, allows_private=allows_private)
    try:
        _address(parts.hostname or "", parts.port, allows_private=allows_private)
    except NotNowError:
        return


def _address(host: str, port: int | None, *, allows_private: bool) -> str:
    try:
        return checked_address(host, port, allows_private=allows_private)
    except PrivateHostError as error:
        raise GatewayAddressError from error
    except HostUnknownError as error:
        raise NotNowError(str(error)) from error


def _beginning(answer: urllib3.BaseHTTPResponse) -> str:
    """Return the beginning of an answer, whatever its length; the connection is given up.

    What comes after the status changes nothing: a body that breaks off is no failure.
    """
    try:
        content = answer.read1(_MOST_READ, decode_content=False)  # what is there, at once
    except HTTPError:
        content = b""
    finally:
        answer.close()
    return content.decode("utf-8", "replace")[:_ANSWER]


def _judge(status: int, text: str) -> None:
    said = f"{status} {text}".strip()
    if 200 <= status < 300:
        return
    if status in {408, 425, 429} or status >= 500:
        raise NotNowError(said)
    raise RefusedForGoodError(said)
