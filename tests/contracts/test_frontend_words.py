"""Scripts hold no words of their own: what a user reads comes from the page, translated.

The sources are read as text, without running them: comments and regular expressions go, string
and template literals stay, and each is looked at for what only a sentence looks like.
"""

import ast
import re
from pathlib import Path

import pytest

SOURCES = sorted(Path("app/frontend/src").rglob("*.js"))

_TOKEN = re.compile(
    r"""
    (?P<comment>//[^\n]*|/\*.*?\*/)
    |(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    |(?P<regex>(?<=[=(,:;!&|?{}\[\n])\s*/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*)
    |(?P<template>`)
    """,
    re.VERBOSE | re.DOTALL,
)
#: Two words in a row, the first with a capital: "Choose a client".
_SENTENCE = re.compile(r"\b[A-Z][a-zà-ù']+(?:,? [a-zà-ù']+)+")
#: Words between tags, and attributes that are read out or shown.
_BETWEEN_TAGS = re.compile(r">([^<>]*[^\W\d_]{2,}[^<>]*)<")
_SPOKEN = re.compile(r"""\b(?:title|alt|placeholder|aria-label)="([^"]*[^\W\d_]{2,}[^"]*)\"""")
#: What puts a text on the page or before the eyes, with a literal as its text.
_SHOWN = re.compile(
    r"""(?:\.(?:textContent|innerText|title|placeholder|ariaLabel|alt)\s*=\s*
    |\b(?:alert|confirm|prompt)\(\s*
    |["'](?:aria-label|title|placeholder|alt)["']\s*,\s*
    |\b(?:textContent|ariaLabel|placeholder)\s*:\s*)
    (?P<text>"[^"\n]*[^\W\d_]{2,}[^"\n]*"|'[^'\n]*[^\W\d_]{2,}[^'\n]*')""",
    re.VERBOSE,
)


def words_in(source):
    """Return the literals of a script that a user would read."""
    plain, found = [], []
    at = 0
    while match := _TOKEN.search(source, at):
        plain.append(source[at : match.start()])
        at = match.end()
        if match["text"]:
            plain.append(match["text"])
            found += _SENTENCE.findall(match["text"])
        elif match["template"]:
            literal, inner, at = _template(source, at)
            found += _SENTENCE.findall(literal)
            found += [text.strip() for text in _BETWEEN_TAGS.findall(literal)]
            found += _SPOKEN.findall(literal)
            for code in inner:
                found += words_in(code)
    plain.append(source[at:])
    return found + [match["text"] for match in _SHOWN.finditer("".join(plain))]


def _template(source, at):
    """Return the text of a template literal, the code inside it, and where it ends."""
    text, inner = [], []
    while source[at] != "`":
        if source[at] == "\\":
            at += 2
        elif source.startswith("${", at):
            end = _closing(source, at + 2)
            inner.append(source[at + 2 : end])
            # A hole: neither letters nor a tag.
            text.append("\0")
            at = end + 1
        else:
            text.append(source[at])
            at += 1
    return "".join(text), inner, at + 1


def _closing(source, at):
    """Return where the brace that is open closes."""
    depth = 1
    while True:
        match = re.compile(r"[{}`]|" + _TOKEN.pattern, re.VERBOSE | re.DOTALL).search(source, at)
        at = match.end()
        if match[0] == "`":
            _text, _inner, at = _template(source, at)
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if not depth:
            return match.start()


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_script_says_nothing_by_itself(path):
    assert words_in(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        'warn("Choose a client");',
        "box.textContent = 'Saved';",
        'button.ariaLabel = "close";',
        'node.setAttribute("title", "Remove");',
        "html`<p>Nothing here</p>`",
        'html`<button title="Undo">${icon}</button>`',
        "html`<div>${rows.map((row) => html`<b>${row.name} missing</b>`)}</div>`",
        'confirm("sure?")',
    ],
)
def test_words_are_found(source):
    assert words_in(source)


@pytest.mark.parametrize(
    "source",
    [
        "// Choose a client\nstart();",
        'const kind = row.state === "to_resume" ? "Escape" : "d-none";',
        "html`<p>${words.nothing}</p>`",
        "text.replace(/[A-Z] things`/g, '')",
        'box.textContent = "";',
        "url(`${base}?giorno=${day}`)",
    ],
)
def test_what_is_no_text_passes(source):
    assert words_in(source) == []


def test_json_answers_hold_codes_and_translated_sentences():
    untranslated = []
    for path in Path("app").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        for call in calls:
            if getattr(call.func, "id", "") == "jsonify":
                untranslated += [f"{path}: {text}" for text in _literals(call)]
    assert untranslated == []


def _literals(call):
    """Return the sentences of a call that pass through no translation."""
    found = []
    for part in [*call.args, *(keyword.value for keyword in call.keywords)]:
        for node in ast.walk(part):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "gettext"}:
                break
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found += [node.value] if " " in node.value.strip() else []
    return found
