"""Walks every address that an account reaches, one of each kind; reads the forms it finds."""

import html
import re
from collections import deque
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.routes import addresses

#: Leads out, elsewhere, or to files of the program.
_AWAY = re.compile(
    r"^/(static|logout|login|lang|back|metrics|healthz|aiuto)|[?&](cursor|page_|psize_|_oc_|_od_|cols)"
)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_LINK = re.compile(r'(?:href|src|hx-get|data-url|data-src)="(/[^"#]*)"')
#: Where the browser of the walk would sign itself out.
SIGNS_OUT = re.compile(r"^/(logout|guarda|accesso|password|utenti/\d+/(guarda|disattiva|sessioni))")
#: The number that `tests.routes.addresses` puts in the place of every key.
_NOWHERE = re.compile(r"999999|00000000-0000-4000")


def kind_of(address):
    """Return an address without what tells one row, or one choice of filters, from another."""
    path, _mark, query = address.partition("?")
    names = sorted({part.partition("=")[0] for part in query.split("&") if part})
    return re.sub(r"\d+", "N", _UUID.sub("U", path)), tuple(names)


def starts(app):
    """Return the addresses that name no row."""
    return [
        address
        for _endpoint, method, address in addresses(app)
        if method == "GET" and not _NOWHERE.search(address) and not _AWAY.match(address)
    ]


def walk(app, browser):
    """Yield (address, status, content type, body) of one address of each kind."""
    waiting, known = deque(["/", *starts(app)]), set()
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if kind in known or _AWAY.match(address):
            continue
        known.add(kind)
        with browser.get(address) as answer:
            body, content = answer.get_data(), answer.headers.get("Content-Type", "")
            yield address, answer.status_code, content, body
        if "html" in content:
            waiting.extend(html.unescape(one) for one in _LINK.findall(body.decode()))


@dataclass
class Form:
    """A form of a page: where it goes, how, and what it sends untouched."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.inside, self.select = [], None, None

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        name = said.get("name")
        if tag == "form":
            self.inside = Form(said.get("action") or "", (said.get("method") or "get").lower())
            self.found.append(self.inside)
        elif tag == "option" and self.select and "selected" in said:
            self.inside.fields[self.select].append(said.get("value") or "")
        elif self.inside is not None and name and tag in {"input", "textarea", "select"}:
            values = self.inside.fields.setdefault(name, [])
            self.select = name if tag == "select" else None
            if tag == "input" and (
                said.get("type") not in {"checkbox", "radio"} or "checked" in said
            ):
                values.append(said.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = self.select = None


def forms_of(page):
    """Return the forms of a page."""
    reader = _Forms()
    reader.feed(page)
    return reader.found


def pages_of(app, browser):
    """Return the page of each kind that an account reaches, by address."""
    return {
        address: body.decode()
        for address, status, content, body in walk(app, browser)
        if status == 200 and "html" in content
    }


def posts(pages):
    """Return (address, names) of every form that writes, once for each kind of address."""
    found = {}
    for address, page in pages.items():
        for form in forms_of(page):
            target = form.action or address
            if form.method == "post" and not SIGNS_OUT.match(target):
                found.setdefault(kind_of(target), (target, sorted(form.fields)))
    return found.values()
