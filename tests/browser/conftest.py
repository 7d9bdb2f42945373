"""A real server and a real browser. CI may not skip these tests; other machines say why they do."""

import os
import shutil
from threading import Thread

import pytest
from playwright.sync_api import sync_playwright
from waitress import create_server

from app import create_app
from app.accounts import provisioning
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
    app = create_app(Demo, DATA_DIR=tmp_path_factory.mktemp("browser"), DATABASE_URL="")
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
