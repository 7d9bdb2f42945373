"""The company's own words for messages."""

import pytest

from app.mail.owntexts import EDITABLE, LooseBraceError, UnknownPlaceholderError, fill
from app.mail.owntexts import ensure_placeholders as ensure


def test_shipped_words_name_known_placeholders_only():
    for code, editable in EDITABLE.items():
        ensure(editable.shipped.subject, code, "subject")
        ensure(editable.shipped.body, code, "body")


@pytest.mark.parametrize("text", ["{cliente}", "{}", "{nome!r}", "{nome.__class__}", "{ nome }"])
def test_other_placeholders_are_refused(text):
    with pytest.raises(UnknownPlaceholderError):
        ensure(text, "report_ready", "body")


@pytest.mark.parametrize("text", ["{", "}", "{{nome}}", "nome}"])
def test_loose_braces_are_refused(text):
    with pytest.raises(LooseBraceError):
        ensure(text, "report_ready", "body")


def test_what_a_customer_is_called_is_not_filled_again():
    facts = {"number": "1/2026", "day": "25/11/2026", "addressee": "{numero}"}

    assert fill("Caro {nome}", "report_ready", facts) == "Caro {numero}"
