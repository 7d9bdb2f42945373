"""``python -m bench``: fill a company, serve it on loopback, time its pages.

The server runs in this process, in its own threads, so figures hold the client's cost too.
"""

import argparse
import http.client
import re
import statistics
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path
from threading import Thread

import click
from sqlalchemy import Engine, event, insert, select
from waitress import create_server

from app import create_app
from app.clients.models import Client
from app.demo.company import PASSWORD, SLUG, make_demo_company
from app.devices.models import Device, DeviceType
from app.extensions import db
from app.search.models import SearchEntry
from app.tenancy.context import company_scope
from app.web.clock import utc_now
from config import Demo

#: Page, address, what it must show, most milliseconds it may take (p50), peers' best figure.
PAGES = (
    ("client list", "/clienti/", "Cognome 1", 15, 52),
    ("search by name", "/clienti/?q=cognome+1234", "Cognome 1234", 12, 41),
    ("client card", "/clienti/{client}", "Cognome", 20, 45),
    ("device list", "/apparecchi/", "SN0000", 15, None),
    ("week agenda, empty", "/agenda/", "<h1", 25, None),
)
BATCH = 5_000
ROUNDS = 30


def main() -> int:
    """Fill, serve, measure, print; 1 when a budget is exceeded and --strict."""
    options = argparse.ArgumentParser(prog="python -m bench")
    options.add_argument("--clients", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--strict", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Demo, DATA_DIR=Path(folder), DATABASE_URL="", IN_PROCESS_WORKER=False)
        with app.app_context():
            make_demo_company(utc_now())
            first = _fill(chosen.clients)
            statements = _counter(db.engine_of(SLUG))
        web = create_server(app, host="127.0.0.1", port=0, threads=4)
        Thread(target=web.run, daemon=True).start()
        over = _measure(int(web.effective_port), first, chosen.rounds, statements)
    return 1 if over and chosen.strict else 0


def _fill(clients: int) -> int:
    """Store clients with a device each; return the number of one of them."""
    with company_scope(SLUG):
        session = db.session()
        kind = session.scalars(select(DeviceType.id)).first()
        for start in range(1, clients + 1, BATCH):
            numbers = range(start, min(start + BATCH, clients + 1))
            session.execute(insert(Client), [_client(number) for number in numbers])
            session.execute(
                insert(SearchEntry),
                [{"client_id": n, "text": f"cognome {n} nome torino via roma"} for n in numbers],
            )
            session.execute(
                insert(Device),
                [
                    {"client_id": n, "device_type_id": kind, "serial_number": f"SN{n:07}"}
                    for n in numbers
                ],
            )
        session.commit()
        db.session.remove()
    return clients // 2


def _client(number: int) -> dict[str, object]:
    name = f"Cognome {number} Nome"
    return {
        "id": number,
        "number": number,
        "last_name": f"Cognome {number}",
        "first_name": "Nome",
        "display_name": name,
        "sort_name": name.lower(),
        "municipality": "Torino",
        "street": "Via Roma",
    }


def _counter(engine: Engine) -> list[str]:
    found: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *facts: found.append(facts[2]))
    return found


def _measure(port: int, client: int, rounds: int, statements: list[str]) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    cookie = _sign_in(connection)
    over = False
    click.echo(f"{'page':20} {'p50':>7} {'p95':>7} {'budget':>7} {'peers':>6} {'SQL':>4} {'kB':>6}")
    for name, address, shows, budget, peers in PAGES:
        times, size = [], 0
        for _round in range(rounds + 2):
            statements.clear()
            began = time.perf_counter()
            connection.request("GET", address.format(client=client), headers={"Cookie": cookie})
            answer = connection.getresponse()
            text = answer.read().decode()
            size = len(text.encode())
            times.append((time.perf_counter() - began) * 1000)
            if answer.status != http.client.OK or shows not in text:
                sys.exit(f"{name}: answered {answer.status}, without {shows!r}")
        times = sorted(times[2:])
        middle, slow = statistics.median(times), times[int(len(times) * 0.95)]
        over |= middle > budget
        sql = sum(not one.startswith("BEGIN") for one in statements)
        click.echo(
            f"{name:20} {middle:7.1f} {slow:7.1f} {budget:7} {peers or '-':>6} {sql:4} "
            f"{size / 1000:6.1f}{'  OVER' if middle > budget else ''}"
        )
    return over


def _sign_in(connection: http.client.HTTPConnection) -> str:
    connection.request("GET", "/login/")
    answer = connection.getresponse()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.read().decode())
    cookie = _cookie(answer)
    form = {"username": f"{SLUG}.titolare", "password": PASSWORD}
    form["csrf_token"] = token.group(1) if token else ""
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/login/", urllib.parse.urlencode(form), headers)
    answer = connection.getresponse()
    answer.read()
    return _cookie(answer)


def _cookie(answer: http.client.HTTPResponse) -> str:
    return (answer.getheader("Set-Cookie") or "").split(";")[0]


if __name__ == "__main__":
    sys.exit(main())
