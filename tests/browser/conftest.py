"""A real server and a real browser. CI may not skip these tests; other machines say why they do."""

import os
import shutil
from threading import Thread

import pytest
from flask_appbuilder.security.sqla import models as fab
from playwright.sync_api import sync_playwright
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from waitress import create_server
from werkzeug.security import generate_password_hash

from app import create_app
from app.accounts import catalogue, provisioning
from app.accounts.models import Account, AccountKind
from app.extensions import db
from app.technicians.models import Technician
from app.web.clock import utc_now
from config import Demo
from tests.conftest import PASSWORD

#: Chromium looks for hosts of its maker at start; on a closed network that only costs time.
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server_app(tmp_path_factory):
    """The application behind the server, with one company; nothing does its jobs by itself."""
    app = create_app(
        Demo,
        DATA_DIR=tmp_path_factory.mktemp("browser"),
        DATABASE_URL="",
        # On a quick machine these tests sign in more often than people of one address may.
        RATELIMIT_ENABLED=False,
    )
    with app.app_context():
        provisioning.create_company(
            "prova", "Prova Srl", admin="capo", password=PASSWORD, now=utc_now()
        )
    return app


@pytest.fixture(scope="session")
def server(server_app):
    """The product as `make run` starts it, on a free port."""
    web = create_server(server_app, host="127.0.0.1", port=0, threads=4)
    Thread(target=web.run, daemon=True).start()
    yield f"http://127.0.0.1:{web.effective_port}"
    web.close()


# Stopped with the last test of this folder: its event loop would be in the way of the others'.
@pytest.fixture(scope="package")
def chromium():
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed; CI must run the browser tests.")
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


def _page(chromium, server, width, height):
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        locale="it-IT",
        timezone_id="Europe/Rome",
        base_url=server,
    )
    return context.new_page()


@pytest.fixture
def desk(chromium, server):
    """A page as wide as an office screen."""
    page = _page(chromium, server, 1366, 900)
    yield page
    page.context.close()


@pytest.fixture
def phone(chromium, server):
    """A page as wide as a phone."""
    page = _page(chromium, server, 390, 844)
    yield page
    page.context.close()


@pytest.fixture
def stored(server):
    """A session of the test's own on the company that the server shows."""
    engine = create_engine(f"sqlite:///{db.router.path('prova')}")
    with Session(engine, expire_on_commit=False) as own:
        yield own
    engine.dispose()


def person(session, username, role, kind):
    """Return the account of somebody with a shipped profile, made once."""
    known = session.scalars(select(Account).where(Account.username == username)).first()
    if known is not None:
        return known
    account = Account(
        username=username,
        first_name="Luca" if kind is AccountKind.TECHNICIAN else "Silvia",
        last_name="Ferraris",
        email=f"{username}@example.it",
        active=True,
        kind=kind,
        password=generate_password_hash(PASSWORD),
        preferences={},
        roles=[session.scalars(select(fab.Role).where(fab.Role.name == role)).one()],
    )
    session.add(account)
    session.commit()
    return account


@pytest.fixture
def technician(stored):
    """The technician `prova.luca`, made once."""
    account = person(stored, "prova.luca", catalogue.TECHNICIAN, AccountKind.TECHNICIAN)
    found = stored.scalars(select(Technician).where(Technician.user_id == account.id)).first()
    if found is None:
        found = Technician(name="Luca Ferraris", user_id=account.id, working_hours={})
        stored.add(found)
        stored.commit()
    return found


@pytest.fixture
def secretary(stored):
    """The secretary `prova.silvia`, made once."""
    return person(stored, "prova.silvia", catalogue.SECRETARY, AccountKind.SECRETARY)
