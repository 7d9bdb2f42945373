"""Every refusal the rules can utter has a sentence, with the facts it names."""

import importlib
import pkgutil
import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import app as package
from app.audit.messages import ACTIONS
from app.kernel.errors import DomainError
from app.web import errors

PLACEHOLDER = re.compile(r"%\((\w+)\)")


def every_module():
    for found in pkgutil.walk_packages(package.__path__, "app."):
        if not found.name.startswith("app.frontend"):
            importlib.import_module(found.name)


def subclasses(cls):
    for sub in cls.__subclasses__():
        yield sub
        yield from subclasses(sub)


def ours():
    every_module()
    return {cls for cls in subclasses(DomainError) if cls.__module__.startswith("app.")}


def test_every_domain_error_has_a_sentence(app):
    leaves = {cls for cls in ours() if not cls.__subclasses__()}

    assert sorted(cls.__name__ for cls in leaves - errors.known_errors()) == []


def test_sentences_name_only_facts_the_error_has(app):
    with app.test_request_context():
        wrong = {
            cls.__name__: missing
            for cls in ours() & errors.known_errors()
            if is_dataclass(cls)
            and (
                missing := set(PLACEHOLDER.findall(str(errors._sentences[cls])))
                - {field.name for field in fields(cls)}
                - set(dir(cls))
            )
        }

    assert wrong == {}


def test_the_register_names_every_event_in_words():
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in Path("app").rglob("*.py")
        if "frontend" not in path.parts
    )
    noted = set(re.findall(r'record_event\(\s*[\w.()]+,\s*"(\w+)"', source))
    noted |= set(re.findall(r'_note\(\s*session,\s*"(\w+)"', source))

    assert "sign_in" in noted
    assert sorted(noted - set(ACTIONS)) == []
