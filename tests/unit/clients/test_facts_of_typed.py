"""What was looked for in vain fills the new card."""

import pytest

from app.clients.rules import facts_of_typed


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (" ", {}),
        ("rossi", {"last_name": "Rossi", "first_name": ""}),
        ("rossi maria", {"last_name": "Rossi", "first_name": "Maria"}),
        ("339 1234567", {"phones": "339 123 4567"}),
        ("edil rossi srl", {"is_firm": "y", "company_name": "Edil Rossi S.r.l."}),
    ],
)
def test_a_number_is_a_telephone_and_words_are_a_firm_or_a_person(text, fields):
    assert facts_of_typed(text) == fields
