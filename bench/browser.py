"""A browser of the measurements: one kept connection, one account."""

import http.client
import json
import re
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.demo.logins import PASSWORD

#: How long a server may take to answer first, seconds.
_START_SECONDS = 60
#: What the server tells of each answer, see `bench.server`.
_TOLD = ("Statements", "Sql-Ms", "Cpu-Ms")


@dataclass(frozen=True)
class Answer:
    """What came back, and what it took."""

    status: int
    body: bytes
    #: From the first byte sent to the last received, ms.
    ms: float
    statements: int
    sql_ms: float
    cpu_ms: float

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode(errors="replace")


class Browser:
    """Signs in and asks; raises when an answer is not the one expected."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._cookies: dict[str, str] = {}
        self.token = ""

    def sign_in(self, name: str, password: str = PASSWORD) -> "Browser":
        """Open a session of an account."""
        self.token = _token_of(self.get("/login/").text)
        form = {"username": name, "password": password, "csrf_token": self.token}
        self.send("POST", "/login/", urllib.parse.urlencode(form).encode(), expect=(302,))
        self.token = str(json.loads(self.get("/api/v1/token").body)["csrf_token"])
        return self

    def get(self, address: str, *, encoding: str = "identity") -> Answer:
        """Ask for a page."""
        return self.send("GET", address, None, headers={"Accept-Encoding": encoding})

    def put(self, address: str, body: Any) -> Answer:
        """Send JSON by PUT."""
        return self._json("PUT", address, body)

    def patch(self, address: str, body: Any, *, expect: tuple[int, ...]) -> Answer:
        """Send JSON by PATCH."""
        return self._json("PATCH", address, body, expect=expect)

    def post_form(self, address: str, form: dict[str, str]) -> Answer:
        """Send a form; a redirect is what a stored form answers."""
        body = urllib.parse.urlencode(form | {"csrf_token": self.token}).encode()
        return self.send("POST", address, body, expect=(302,))

    def send(
        self,
        method: str,
        address: str,
        body: bytes | None,
        *,
        headers: dict[str, str] | None = None,
        expect: tuple[int, ...] = (200, 201),
    ) -> Answer:
        """Send a request and read the whole answer.

        Raises:
            RuntimeError: The status is none of those expected.
        """
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        began = time.perf_counter()
        self._connection.request(
            method, address, body, {"Cookie": cookie, **kind, **(headers or {})}
        )
        answer = self._connection.getresponse()
        content = answer.read()
        spent = (time.perf_counter() - began) * 1000
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        if answer.status not in expect:
            text = content.decode(errors="replace")
            said = re.findall(r"(?:invalid-feedback|alert)[^>]*>\s*([^<\s][^<]*)", text)
            excerpt = " · ".join(said) or text[:300]
            raise RuntimeError(f"{method} {address} answered {answer.status}: {excerpt}")
        told = [float(answer.headers.get(f"X-{name}") or 0) for name in _TOLD]
        return Answer(answer.status, content, spent, int(told[0]), told[1], told[2])

    def _json(
        self, method: str, address: str, body: Any, expect: tuple[int, ...] = (200, 201)
    ) -> Answer:
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.token}
        content = json.dumps(body).encode()
        return self.send(method, address, content, headers=headers, expect=expect)


@dataclass(frozen=True)
class Served:
    """A server at work."""

    port: int
    pid: int

    def memory_mb(self) -> float:
        """Return the resident memory of the process, MB of 1024 kB."""
        found = subprocess.run(  # noqa: S603  our own process's number
            ["/bin/ps", "-o", "rss=", "-p", str(self.pid)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return int(found.stdout) / 1024


@contextmanager
def served(folder: Path, database: str, *flags: str) -> Iterator[Served]:
    """Start the server in a process of its own; stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "bench.server", "--data", str(folder), "--port", str(port)]
    process = subprocess.Popen(  # noqa: S603  ourselves
        [*command, *(["--database", database] if database else []), *flags]
    )
    try:
        _wait_for(port, process)
        yield Served(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            Browser(port).get("/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


def _token_of(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    return found.group(1) if found else ""
