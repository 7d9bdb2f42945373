"""The Italian catalogue is complete, keeps the placeholders and is in step with the code."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
METHODS = [
    ("app/**.py", "python"),
    ("app/templates/**.html", "jinja2"),
    ("app/templates/**.txt", "jinja2"),
]


@pytest.fixture(scope="module")
def catalogue():
    with Path("translations/it/LC_MESSAGES/messages.po").open("rb") as stream:
        return read_po(stream, locale="it")


def forms_of(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


def test_nothing_is_missing_or_fuzzy(catalogue):
    undone = [m.id for m in catalogue if m.id and (m.fuzzy or not all(forms_of(m)))]

    assert undone == []


def test_placeholders_survive_translation(catalogue):
    wrong = []
    for message in catalogue:
        if not message.id:
            continue
        source = message.id if isinstance(message.id, str) else " ".join(message.id)
        allowed = set(PLACEHOLDER.findall(source))
        if any(not set(PLACEHOLDER.findall(form)) <= allowed for form in forms_of(message)):
            wrong.append(message.id)

    assert wrong == []


def test_every_string_of_the_code_is_in_the_catalogue(catalogue):
    keywords = {
        "_": None,
        "gettext": None,
        "lazy_gettext": None,
        "ngettext": (1, 2),
        "lazy_ngettext": (1, 2),
    }
    found = extract_from_dir(
        ".",
        method_map=METHODS,
        keywords=keywords,
        options_map={},
        directory_filter=lambda path: (
            not any(part in path for part in ("node_modules", ".venv", "static", ".git"))
        ),
    )
    known = {m.id if isinstance(m.id, str) else m.id[0] for m in catalogue if m.id}
    used = {text if isinstance(text, str) else text[0] for _f, _l, text, _c, _x in found}

    assert sorted(used - known - {""}) == []
