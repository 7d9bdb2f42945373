"""Every page of the demonstration, as each kind of account meets it, at a desk and on a phone.

No violation of WCAG 2.2 AA (axe-core) in light and dark, no sideways scroll on a phone, no error
in the browser's console (the security policy complains there), nothing in English.
"""

import os
import re
from pathlib import Path

import pytest

from app.demo.company import make_demo_company
from app.demo.logins import PASSWORD, SLUG
from app.web.clock import utc_now
from tests.browser.english import english_in
from tests.browser.walk import starts, walk
from tests.browser.work import do_the_jobs

AXE = Path("app/frontend/node_modules/axe-core/axe.min.js")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async (only) => (await axe.run(document, {runOnly: only, resultTypes: ["violations"]}))
    .violations.map(one => `${one.id}: ${one.nodes.map(node => node.target).join(" ")}`)"""
#: What is read or heard: the text, and the texts of attributes.
TEXTS = """() => [...document.body.innerText.split(/\\n|\\t/), document.title,
    ...[...document.querySelectorAll("[placeholder],[title],[aria-label],[alt],[data-confirm]")]
        .flatMap(one => ["placeholder", "title", "aria-label", "alt", "data-confirm"]
        .map(name => one.getAttribute(name) || ""))]"""


@pytest.fixture(scope="module")
def axe():
    if not AXE.exists():
        if os.environ.get("CI"):
            pytest.fail("axe-core is not installed: run npm ci in app/frontend.")
        pytest.skip("axe-core is not installed: run npm ci in app/frontend.")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def demo(server_app):
    """The demonstration, smaller than `make run` shows it, with its documents made."""
    with server_app.app_context():
        make_demo_company(utc_now(), clients=60, interventions=120)
    do_the_jobs(server_app, SLUG)
    return server_app


def faults_of(page, axe):
    """Return what axe finds on a page as it is, in light and in dark."""
    page.evaluate(axe)
    page.emulate_media(color_scheme="light")
    found = page.evaluate(RUN, {"type": "tag", "values": TAGS})
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(RUN, {"type": "rule", "values": ["color-contrast"]})
    page.emulate_media(color_scheme="light")
    return found + [f"dark {one}" for one in dark]


def at_full_height(page):
    """Make the window as tall as the page: a bar stuck to its foot would hide fields from axe."""
    size = page.viewport_size
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
    return size


def look_at(page, seen, axe):
    """Return what is wrong with the page shown."""
    wrong = [*seen.complaints]
    if seen.status != 200:
        wrong.append(f"status {seen.status}")
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > page.viewport_size["width"]:
        wrong.append(f"scrolls sideways: {width}")
    wrong += [f"English: {line}" for line in english_in(page.evaluate(TEXTS))]
    page.keyboard.press("Escape")  # a list that opened by itself covers the field below it
    size = at_full_height(page)
    wrong += faults_of(page, axe)
    page.set_viewport_size(size)
    return wrong


def picture_path(kind, who, count, address):
    name = re.sub(r"\W+", "-", address).strip("-")[:60]
    return str(Path(os.environ["PICTURES"]) / f"{kind}-{who}-{count:03}-{name}.png")


@pytest.mark.parametrize(
    ("kind", "who", "least"),
    [
        ("desk", "titolare", 90),
        ("phone", "titolare", 90),
        ("phone", "tecnico", 6),
        ("phone", "capo", 6),
    ],
)
def test_every_page_is_sound_and_italian(request, demo, axe, kind, who, least):
    page = request.getfixturevalue(kind)
    page.emulate_media(reduced_motion="reduce")  # colours on their way are no colours yet
    wrong, count = {}, 0
    known = starts(demo) if who == "titolare" else ()
    for seen in walk(page, f"{SLUG}.{who}", PASSWORD, known):
        count += 1
        if os.environ.get("PICTURES"):
            page.screenshot(path=picture_path(kind, who, count, seen.address), full_page=True)
        if found := look_at(page, seen, axe):
            wrong[seen.address] = found

    assert not wrong, "\n".join(f"{place}: {one}" for place, all_ in wrong.items() for one in all_)
    assert count >= least
