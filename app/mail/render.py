"""Words of a message from its three templates."""

from dataclasses import dataclass

from flask import render_template
from flask_babel import get_locale

from app.mail.owntexts import OwnText, fill
from app.mail.rules import clean_line


@dataclass(frozen=True)
class MailWords:
    """Subject, text and HTML of a message, in the language of the work at hand."""

    subject: str
    text: str
    html: str


def render_mail(name: str, *, own: OwnText | None = None, **facts: object) -> MailWords:
    """Return the words of ``templates/mail/<name>.{subject.txt,txt,html}``.

    Args:
        name: Name of the three templates.
        own: The company's own words (`queries.own_text`), in the place of the shipped ones.
        facts: What they show; HTML is escaped, text is not.
    """
    facts["language"] = str(get_locale() or "it")
    if own is not None:
        words = OwnText(fill(own.subject, name, facts), fill(own.body, name, facts))
        return render_words(words, **facts)
    return MailWords(
        subject=clean_line(render_template(f"mail/{name}.subject.txt", **facts)),
        text=render_template(f"mail/{name}.txt", **facts).strip() + "\n",
        html=render_template(f"mail/{name}.html", **facts),
    )


def render_words(words: OwnText, **facts: object) -> MailWords:
    """Return a message of words whose placeholders are filled; an empty line ends a paragraph."""
    facts["language"] = str(get_locale() or "it")
    facts["paragraphs"] = [part.strip() for part in words.body.split("\n\n") if part.strip()]
    return MailWords(
        subject=clean_line(words.subject),
        text=render_template("mail/own_text.txt", **facts).strip() + "\n",
        html=render_template("mail/own_text.html", **facts),
    )
