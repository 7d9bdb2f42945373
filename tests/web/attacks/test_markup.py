"""Hostile words in every text of the company: no page, file or paper takes them for markup."""

import csv
import io

import pytest

from tests.web.attacks.poison import EVIL, RAW, cure, poison
from tests.web.attacks.walking import walk
from tests.web.attacks.world import make_world, write_papers


@pytest.fixture
def world(session, people):
    made = make_world(session, people, with_papers=False)
    kept = poison(session)
    try:
        write_papers(session, made)
        poison(session, only={"attachments", "purchases", "office_notes", "privacy_forms"})
        yield made
    finally:
        cure(session, kept)


def formulas(text):
    """Return the cells of a file that a spreadsheet would take for a formula."""
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";")
    return [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]


def faults(address, status, content, body):
    """Return what is wrong with one answer."""
    if status >= 500:
        return [f"status {status}"]
    if "pdf" in content:
        return [] if body.startswith(b"%PDF") else ["no PDF"]
    if "zip" in content or "sheet" in content or "image" in content:
        return []
    text = body.decode()
    found = ["raw"] if "html" in content and RAW in text else []
    found += ["template"] if "{{7*7}}" not in text and "49" in text and EVIL[:20] in text else []
    return found + (formulas(text)[:1] if "csv" in content else [])


def test_no_text_is_taken_for_markup(app, world):
    app.extensions["worker"].run_company("prova")
    wrong, told, papers = {}, 0, 0
    for browser in (world.office, world.field):
        for address, status, content, body in walk(app, browser):
            told += EVIL[:4].encode() in body
            papers += "pdf" in content
            if found := faults(address, status, content, body):
                wrong[address] = found

    assert wrong == {}
    assert told > 100
    assert papers > 8
