"""Every template parses, carries no inline script, and FAB's names are all ours."""

import re
from pathlib import Path

import flask_appbuilder
import pytest
from jinja2 import Environment

TEMPLATES = Path(__file__).parents[3] / "app" / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
STOCK = Path(flask_appbuilder.__file__).parent / "templates"
INLINE = re.compile(
    r"<script(?![^>]*(src=|type=\"application/json\"))|<style|\son[a-z]+=[\"']|javascript:",
    re.IGNORECASE,
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_template_parses_and_has_no_inline_script(page):
    source = page.read_text(encoding="utf-8")

    Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source)
    assert INLINE.findall(re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)) == []


def test_every_template_of_fab_is_replaced():
    stock = {path.relative_to(STOCK) for path in (STOCK / "appbuilder").rglob("*.html")}
    ours = {path.relative_to(TEMPLATES) for path in PAGES}

    assert sorted(map(str, stock - ours)) == []


def test_macros_of_fab_keep_their_names():
    name = re.compile(r"macro (\w+)\(")
    for file in ("baselib.html", "general/lib.html"):
        stock = name.findall((STOCK / "appbuilder" / file).read_text(encoding="utf-8"))
        ours = name.findall((TEMPLATES / "appbuilder" / file).read_text(encoding="utf-8"))
        assert set(stock) - set(ours) == set(), file
