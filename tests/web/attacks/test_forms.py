"""Whole forms and lists filled with what nobody types: never a failure, on either database."""

import re

from tests.web.attacks.test_fuzz import failure
from tests.web.attacks.walking import forms_of, pages_of, posts
from tests.web.attacks.world import make_world

#: For every field of a form at once; each form takes one of them, in turn.
TYPED = (
    "a\x00b", "x" * 30_000, "\U0001f525\u202e\ud83d" + "e\u0301", "NaN", "Infinity", "1e999",
    "9" * 40, "-1", "²", "01/01/0001", "9999-12-31", "null",
)  # fmt: skip
#: For the arguments of each list, all at once.
ASKED = ("a\x00b", "9" * 40, "²", "9999-12-31")


def questions(pages):
    """Return the arguments that the forms of the pages ask by, by address."""
    found = {}
    for address, page in pages.items():
        for form in forms_of(page):
            if form.method == "get":
                target = re.sub(r"\d+", "1", (form.action or address).partition("?")[0])
                found.setdefault(target, set()).update(form.fields)
    return found.items()


def test_no_form_and_no_list_fails_whatever_is_typed(app, session, people):
    world = make_world(session, people, with_papers=False)
    wrong = {}
    for browser in (world.office, world.field):
        pages = pages_of(app, browser)
        for turn, (address, names) in enumerate(questions(pages)):
            value = ASKED[turn % len(ASKED)]
            if said := failure(browser, "GET", address, query_string=dict.fromkeys(names, value)):
                wrong[f"GET {address} {value:.9}"] = said
        for turn, (address, names) in enumerate(posts(pages)):
            value = TYPED[turn % len(TYPED)]
            data = dict.fromkeys(names, value.encode("utf-8", "surrogatepass"))
            if said := failure(browser, "POST", address, data=data):
                wrong[f"POST {address} {value:.9}"] = said

    assert not wrong, "\n".join(f"{place}: {said}" for place, said in wrong.items())
