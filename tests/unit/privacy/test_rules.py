import pytest

from app.privacy.rules import (
    AnswerMissingError,
    Asked,
    NothingToRevokeError,
    SignedForm,
    answered,
    answers,
    asked_because,
    revocable,
)

PURPOSES = [{"code": "email", "text": "E"}, {"code": "sms", "text": "S"}]


@pytest.mark.parametrize(
    ("latest", "reason"),
    [
        (None, Asked.NEVER),
        (SignedForm(2, 7), None),
        (SignedForm(1, 7), Asked.NEW_NOTICE),
        (SignedForm(2, 6), Asked.NEW_OCCUPANT),
        (SignedForm(1, None), Asked.NEW_OCCUPANT),
    ],
)
def test_form_is_asked_for_once_per_notice_and_occupant(latest, reason):
    assert asked_because(latest, notice_version=2, occupancy_id=7) is reason


def test_silence_is_no_answer():
    with pytest.raises(AnswerMissingError) as refusal:
        answered(PURPOSES, {"email": False, "sms": None})

    assert refusal.value.field == "purpose_sms"
    assert answered(PURPOSES, {"email": False, "sms": True}) == [
        {"code": "email", "text": "E", "given": False},
        {"code": "sms", "text": "S", "given": True},
    ]
    assert answered([], {}) == []


def test_revocation_ends_what_was_given():
    stored = answered(PURPOSES, {"email": False, "sms": True})
    held = answers(stored, ["sms"])

    assert [(one.code, one.was_given, one.is_given) for one in held] == [
        ("email", False, False), ("sms", True, False),
    ]  # fmt: skip
    assert revocable(answers(stored, []), ["sms", "email", "x"]) == ["sms"]
    for wanted in ([], ["email"], ["sms"]):
        with pytest.raises(NothingToRevokeError):
            revocable(held, wanted)
