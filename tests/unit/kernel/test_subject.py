import pytest

from app.kernel.subject import (
    SubjectFacts,
    SubjectKind,
    SubjectReason,
    is_subject_mismatch,
    suggest_subject,
)

PERSON_CODE, VAT, BODY_CODE = "RSSMRA85T10A562S", "00743110157", "90012345678"


@pytest.mark.parametrize(
    ("facts", "kind", "reason"),
    [
        (SubjectFacts("X", "", VAT, "UF5QZ2"), "public_body", "six_character_recipient"),
        (SubjectFacts("Comune di Pistoia", "", VAT), "public_body", "public_body_name"),
        (SubjectFacts("COMUNE DELL'AQUILA"), "public_body", "public_body_name"),
        (SubjectFacts("Universit\u00e0 di Pisa", BODY_CODE), "public_body", "public_body_name"),
        (SubjectFacts("A.S.L. 3", BODY_CODE), "public_body", "public_body_name"),
        (SubjectFacts("Via Roma 3", BODY_CODE), "condominium", "body_tax_code"),
        (SubjectFacts("Ente", "80012345678"), "condominium", "body_tax_code"),
        (SubjectFacts("Ente", "70012345678"), "business", "company_name"),
        (SubjectFacts("Ente", BODY_CODE, VAT), "business", "vat_number"),
        (SubjectFacts("Rossi Mario", PERSON_CODE, VAT, "M5UXCR1"), "business", "sole_trader"),
        (SubjectFacts("Bianchi", "", VAT), "business", "vat_number"),
        (SubjectFacts("Impresa Rossi", PERSON_CODE), "person", "personal_tax_code"),
        (SubjectFacts("Condominio Le Rose"), "condominium", "body_name"),
        (SubjectFacts("Bianchi S.r.l."), "business", "company_name"),
        (SubjectFacts("Comunello Anna"), "person", "nothing_known"),
        (SubjectFacts(), "person", "nothing_known"),
    ],
)
def test_suggestion_follows_the_order(facts, kind, reason):
    suggestion = suggest_subject(facts)

    assert suggestion.kind == SubjectKind(kind)
    assert suggestion.reason == SubjectReason(reason)


def test_mismatch_comes_from_codes_not_from_names():
    assert is_subject_mismatch(SubjectKind.PERSON, SubjectFacts("Rossi", "", VAT))
    assert not is_subject_mismatch(SubjectKind.BUSINESS, SubjectFacts("Rossi", "", VAT))
    assert not is_subject_mismatch(SubjectKind.PERSON, SubjectFacts("Bianchi S.r.l."))
