"""Every page opens its help; the help names only what exists."""

import re

import pytest

from app.help import pages
from tests.routes import views_of


def test_every_page_has_its_text():
    for page in pages.PAGES:
        source = pages.source(page)
        assert source.startswith("# ")
        assert len(source.split()) > 30, page


def test_every_view_named_exists(app):
    named = {view for views in pages.PAGES.values() for view in views}

    assert named - {view.__class__.__name__ for view in views_of(app).values()} == set()


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/", "bacheca"),
        ("/bacheca/", "bacheca"),
        ("/note/", "note"),
        ("/note/elenco/add", "note"),
        ("/clienti/", "clienti"),
        ("/chiamate/add", "chiamate"),
        ("/azienda/", "azienda"),
        ("/cerca/", "clienti"),
        ("/azienda/messaggi/", "messaggi"),
        ("/manutenzioni/contratti/", "manutenzioni"),
        ("/incassi/contanti", "incassi"),
    ],
)
def test_the_question_mark_opens_the_help_of_the_page(people, address, page):
    browser = people.administrator()
    text = browser.get(address, follow_redirects=True).text

    link = re.search(r'href="(/aiuto/[^"]+)" data-hotkey="\?"', text)
    assert link[1] == f"/aiuto/{page}"
    assert f"<h1>{pages.title(page)}</h1>" in browser.get(link[1]).text


def test_a_technician_has_help_too(people):
    browser, _technician = people.technician()

    assert 'href="/aiuto/oggi"' in browser.get("/oggi/").text
    assert browser.get("/aiuto/").status_code == 200


def test_what_is_no_page_leads_to_the_list(people, client):
    browser = people.secretary()

    assert browser.get("/aiuto/../../config").status_code == 404
    assert browser.get("/aiuto/niente").location == "/aiuto/"
    assert browser.get("/aiuto/__init__").location == "/aiuto/"
    assert "/login/" in client.get("/aiuto/bacheca").location


def test_texts_cannot_carry_html():
    assert "<script" not in "".join(pages.body(page) for page in pages.PAGES)
