import pytest
from flask import Flask
from flask_babel import Babel

from app.mail.render import render_mail

FACTS = {
    "number": "2025/00123",
    "day": "10/03/2025",
    "addressee": "Rossi & <b>Figli</b>",
    "company_name": "Termoclima S.r.l.",
    "company_lines": ["Via Roma 1, Torino", "011 123456"],
}


@pytest.fixture
def bare_app():
    app = Flask("app", template_folder="templates")
    Babel(app, default_locale="en")
    with app.test_request_context():
        yield app


def test_report_mail_has_all_three_parts(bare_app):
    words = render_mail("report_ready", **FACTS)

    assert words.subject == "Report 2025/00123 of 10/03/2025"
    assert words.text == (
        "Dear Rossi & <b>Figli</b>,\n\n"
        "attached is report 2025/00123 of our visit on 10/03/2025.\n"
        "For any question, answer this message or call us.\n\n"
        "-- \nTermoclima S.r.l.\nVia Roma 1, Torino\n011 123456\n"
    )
    assert "Dear Rossi &amp; &lt;b&gt;Figli&lt;/b&gt;," in words.html
    assert "011 123456" in words.html


def test_subject_is_one_line_whatever_the_facts(bare_app):
    words = render_mail("report_ready", **FACTS | {"number": "1\r\nBcc: x@posta.it"})

    assert words.subject == "Report 1 Bcc: x@posta.it of 10/03/2025"
