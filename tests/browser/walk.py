"""Walks every page that an account reaches, one address of each kind."""

import re
from collections import deque
from dataclasses import dataclass, field

from playwright.sync_api import Error

from tests.browser.test_sign_in import sign_in
from tests.routes import OPEN

#: No pages: files, exports, what signs out; and other pages of the same list.
_NO_PAGE = re.compile(
    r"^/static|^/file/|^/lang/|^/logout|^/back|/export/|/pdf|\.pdf|\.png|/allegati/|/messaggio"
    r"|rifiutate|/list/|/options|/related|/attesa|/impianto|^/interventi/nuovo$|^/ree/nuovo$|^/fgas/nuovo$"
    r"|^/contratti/apparecchi|^/metrics|^/healthz"
    r"|^/api/|[?&](cursor|page_|psize_|_oc_|_od_|cols)",
)
#: What scripts may take to draw a page.
SETTLING_MS = 250
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@dataclass
class Seen:
    """What a page of the walk showed: its address, status and the browser's complaints."""

    address: str
    status: int
    complaints: list[str] = field(default_factory=list)


def kind_of(address):
    """Return an address without what tells one row, or one choice of filters, from another."""
    path, _mark, query = address.partition("?")
    names = {part.partition("=")[0] for part in query.split("&") if part}
    names = sorted({"filter" if name.startswith("f_") else name for name in names})
    return re.sub(r"\d+", "N", _UUID.sub("U", path)), tuple(names)


def starts(app):
    """Return the addresses of pages that need no argument."""
    return [
        str(rule)
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and not rule.arguments and rule.endpoint not in OPEN
    ]


def walk(page, name, password, addresses=()):
    """Sign in and yield a `Seen` of one page of each kind; the page shows it meanwhile.

    Args:
        page: A page of the browser.
        name: Who signs in.
        password: Their password.
        addresses: Where to begin, beside the first page.
    """
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def note(said):
        if said.type == "error":
            complaints.append(f"{said.text} ({said.location['url']})")

    page.on("console", note)
    sign_in(page, password, name)
    waiting, known = deque(["/", *addresses]), set()
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if kind in known or _NO_PAGE.search(address):
            continue
        known.add(kind)
        complaints.clear()
        answer = _open(page, address)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        page.wait_for_timeout(SETTLING_MS)
        if answer.status == 200:
            waiting.extend(_links(page))
        yield Seen(address, answer.status, complaints)


def _open(page, address):
    """Return the answer, or None where the browser saves it instead of showing it."""
    try:
        return page.goto(address)
    except Error as error:
        if "Download is starting" in error.message:
            return None
        raise


def _links(page):
    found = page.evaluate(
        "[...document.querySelectorAll('main a[href], .sidebar a[href]')]"
        ".filter(a => a.origin === location.origin).map(a => a.pathname + a.search)"
    )
    return dict.fromkeys(found)
