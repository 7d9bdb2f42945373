"""Rules of sign-in: sessions by profile and codes."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from app.accounts.signinrules import (
    Policy,
    app_address,
    code_digest,
    combined,
    matching_step,
    new_key,
    new_recovery_codes,
)

NOW = datetime(2026, 11, 25, 10, 0, 15, tzinfo=UTC)
KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ([], Policy(24)),
        ([Policy(720)], Policy(720)),
        ([Policy(720), Policy(12)], Policy(12)),
        ([Policy(720, needs_second_factor=True), Policy(12)], Policy(12, needs_second_factor=True)),
    ],
)
def test_the_strictest_profile_decides(held, asked):
    assert combined(held, 24) == asked


def test_codes_are_those_of_rfc_6238():
    # RFC 6238, appendix B, SHA-1, second 59: 94287082; six digits are its last six.
    assert matching_step(KEY, "287082", datetime.fromtimestamp(59, UTC)) == 1


@pytest.mark.parametrize(
    ("seconds", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_clocks_may_differ_by_one_step(seconds, taken):
    code = pyotp.TOTP(KEY).at(NOW + timedelta(seconds=seconds))

    assert (matching_step(KEY, code, NOW) is not None) == taken


def test_blanks_in_a_code_do_not_matter():
    code = pyotp.TOTP(KEY).at(NOW)

    assert matching_step(KEY, f" {code[:3]} {code[3:]} ", NOW) == int(NOW.timestamp()) // 30


@pytest.mark.parametrize("typed", ["", "abc", "\uff11\uff12\uff13", "1234567"])
def test_what_is_no_code_matches_nothing(typed):
    assert matching_step(KEY, typed, NOW) is None


def test_recovery_codes_are_long_distinct_and_forgiving():
    codes = new_recovery_codes()

    assert len(set(codes)) == 8
    assert {len(code.replace("-", "")) for code in codes} == {16}
    assert code_digest(codes[0].lower().replace("-", " ")) == code_digest(codes[0])


def test_the_address_of_the_app_names_program_and_person():
    assert app_address(new_key(), "prova.anna").startswith("otpauth://totp/Fiammetta:prova.anna?")
