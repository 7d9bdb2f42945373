"""Parts of a page made elsewhere: what another template prints as it is."""

from typing import Any

from flask import render_template
from markupsafe import Markup


def rendered(template: str, /, **context: Any) -> Markup:
    """Return a template of ours as markup that is not escaped again.

    Args:
        template: Path below `app/templates`.
        context: What it names; the template escapes each value.
    """
    return Markup(render_template(template, **context))  # noqa: S704 - escaped in the template


def badge(tone: str, words: Any) -> Markup:
    """Return a word with its colour, like the macro `badge` of `macros/ui.html`.

    Args:
        tone: "danger", "warning", "info", "success" or "neutral".
        words: What it says, translated.
    """
    return Markup('<span class="badge tone-{}">{}</span>').format(tone, words)
