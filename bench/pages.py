"""What is measured, its budget, and the best figure of the programs it is compared with."""

import json
import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from app.web.clock import utc_now
from bench.browser import Answer, Browser
from bench.company import Samples, report_of

#: Most statements of a page, most kB of its HTML, most compressed kB of the first script and style.
STATEMENTS, HTML_KB, ASSETS_KB = 8, 150, 200
#: Most MB of the server's process.
MEMORY_MB = 200


@dataclass(frozen=True)
class Page:
    """One thing that people do all day.

    ``budget`` and ``peers`` are p50 in ms at 20,000 clients: ours at most, and the fastest of Odoo
    with the OCA field service, Dolibarr and OpenSTAManager doing the same work.
    """

    name: str
    ask: Callable[["Visit", int], Answer]
    budget: float
    peers: float | None = None
    #: What the answer must contain.
    shows: str = ""
    #: A list or card, which may take `STATEMENTS`; false for what writes or makes a document.
    is_page: bool = True


@dataclass
class Visit:
    """The browsers and rows of one run."""

    office: Browser
    technician: Browser
    samples: Samples
    #: Interventions stored by this run: their documents are made at the first request.
    made: list[int] = field(default_factory=list)

    def get(self, address: str) -> Answer:
        """Ask for a page as the office."""
        return self.office.get(address)


def pages(found: Samples) -> Iterable[Page]:
    """Return what is measured, in order: the PDF needs the interventions made before it."""
    word = found.name.replace(" ", "+")
    surname = found.name.split()[0]
    year = f"from={found.today[:4]}-01-01&to={found.today[:4]}-12-31"
    span = f"from={found.monday}T00:00&to={found.next_monday}T00:00"
    return (
        _page("client list", "/clienti/", 15, 52, "<h1"),
        _page("search by name", f"/clienti/?q={word}", 12, 41, found.name.split()[-1]),
        _page("search by surname", f"/clienti/?q={surname}", 12, 41, surname),
        _page("client card", f"/clienti/{found.client}", 20, 61, found.name),
        _page("week agenda by technician", "/agenda/?vista=settimana", 25, 123, "data-technician"),
        _page("week agenda, calendar", "/agenda/", 25, 123, "<h1"),
        _page("week agenda, its data", f"/api/v1/appointments/?{span}", 25, 123, "appointments"),
        Page("create an intervention", _create, 20, 41, "number", is_page=False),
        Page("intervention PDF", _pdf, 40, 111, "", is_page=False),
        _page("intervention card", f"/interventi/{found.intervention}", 20, 61, "<h1"),
        _page("interventions list", "/interventi/", 15, None, "<h1"),
        _page("device list", "/apparecchi/", 15, None, "<h1"),
        _page("devices of a brand", "/apparecchi/?q=vaillant", 15, None, "Vaillant"),
        _page("brand in the filter", "/apparecchi/?f_brand=vaillant", 15, None, "Vaillant"),
        _page("device card", f"/apparecchi/{found.device}", 20, None, "<h1"),
        _page("calls list", "/chiamate/", 15, None, "<h1"),
        _page("global search", f"/cerca/?q={word}", 12, 41, surname),
        _page("dashboard", "/", 15, None, "<h1"),
        _page("dashboard of a year", f"/bacheca/?{year}", 150, None, "<h1"),
        _page("maintenance due", "/manutenzioni/", 100, None, "<h1"),
        Page("Oggi", lambda visit, _turn: visit.technician.get("/oggi/"), 15, None, "<h1"),
    )


def _page(name: str, address: str, budget: float, peers: float | None, shows: str) -> Page:
    return Page(name, lambda visit, _turn: visit.get(address), budget, peers, shows)


def _create(visit: Visit, turn: int) -> Answer:
    key = visit.samples.visits[turn % len(visit.samples.visits)][0]
    context = json.loads(visit.get(f"/api/v1/reports/context?appointment={key}").body)
    body = report_of(visit.samples, turn, context["appointment"]["version"])[1]
    body["compiled_at"] = (utc_now() - timedelta(minutes=1)).isoformat()
    answer = visit.office.put(f"/api/v1/reports/{uuid.uuid4()}", body)
    visit.made.append(int(json.loads(answer.body)["id"]))
    return answer


def _pdf(visit: Visit, turn: int) -> Answer:
    answer = visit.get(f"/interventi/{visit.made[turn % len(visit.made)]}/pdf")
    if not answer.body.startswith(b"%PDF"):
        raise RuntimeError("no PDF came back")
    return answer


def first_assets_kb(browser: Browser) -> float:
    """Return the compressed kB of the scripts and styles that the client list loads."""
    page = browser.get("/clienti/").text
    names = set(re.findall(r'(?:src|href)="(/static/dist/[^"]+\.(?:js|css))"', page))
    return sum(len(browser.get(name, encoding="br, gzip").body) for name in names) / 1000
