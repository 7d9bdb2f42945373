"""Words of a message from its three templates."""

from dataclasses import dataclass

from flask import render_template
from flask_babel import get_locale

from app.mail.rules import clean_line


@dataclass(frozen=True)
class MailWords:
    """Subject, text and HTML of a message, in the language of the work at hand."""

    subject: str
    text: str
    html: str


def render_mail(name: str, **facts: object) -> MailWords:
    """Return the words of ``templates/mail/<name>.{subject.txt,txt,html}``.

    Args:
        name: Name of the three templates.
        facts: What they show; HTML is escaped, text is not.
    """
    facts["language"] = str(get_locale() or "it")
    return MailWords(
        subject=clean_line(render_template(f"mail/{name}.subject.txt", **facts)),
        text=render_template(f"mail/{name}.txt", **facts).strip() + "\n",
        html=render_template(f"mail/{name}.html", **facts),
    )
