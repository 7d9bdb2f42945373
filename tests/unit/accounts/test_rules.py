"""Names, passwords and lockout."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.rules import (
    BadUsernameError,
    PasswordHoldsNameError,
    PasswordTooCommonError,
    PasswordTooShortError,
    delay_after,
    ensure_own_part,
    ensure_password,
    is_locked,
    split_username,
)

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("termofuoco.ufficio1", ("termofuoco", "ufficio1")),
        ("  TermoFuoco.Ufficio1 ", ("termofuoco", "ufficio1")),
        ("termofuoco", ("termofuoco", "")),
        ("", ("", "")),
    ],
)
def test_username_splits_at_the_first_dot(typed, parts):
    assert split_username(typed) == parts


@pytest.mark.parametrize("own", ["ab", "tecnico2", "maria-rosa", "a" * 30])
def test_own_part_is_accepted(own):
    ensure_own_part(own)


@pytest.mark.parametrize("own", ["", "a", "A1", "è bello", "a" * 31, "due parole", "x/y"])
def test_own_part_is_refused(own):
    with pytest.raises(BadUsernameError):
        ensure_own_part(own)


@pytest.mark.parametrize(
    "password", ["tre gatti sul tetto", "fiammetta-demo", "dodici-segni", "Xk9!mmq2Lp0z"]
)
def test_long_phrases_are_accepted(password):
    ensure_password(password, "termoclima.titolare")


@pytest.mark.parametrize(
    ("password", "error"),
    [
        ("undicisegni", PasswordTooShortError),
        ("termoclima.titolare", PasswordHoldsNameError),
        ("titolare-2026!", PasswordHoldsNameError),
        ("passwordpassword", PasswordTooCommonError),
        ("123456123456", PasswordTooCommonError),
        ("aaaaaaaaaaaaaaa", PasswordTooCommonError),
        ("termoclima123456", PasswordHoldsNameError),
    ],
)
def test_guessable_passwords_are_refused(password, error):
    with pytest.raises(error):
        ensure_password(password, "termoclima.titolare")


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (4, 0), (5, 15), (6, 30), (7, 60), (11, 900), (500, 900)]
)
def test_delay_doubles_and_never_passes_a_quarter_of_an_hour(failures, seconds):
    assert delay_after(failures) == timedelta(seconds=seconds)


def test_lock_ends_at_its_instant():
    assert is_locked(NOW + timedelta(seconds=1), NOW)
    assert not is_locked(NOW, NOW)
    assert not is_locked(None, NOW)


@pytest.mark.parametrize(
    ("password", "company_name"),
    [
        ("qui lavora Termo Fuoco bene", "Termo Fuoco S.r.l."),
        ("rossi&figli dal settanta", "Rossi & Figli Snc"),
        ("il mio gatto termoclima", ""),
        ("la TERMO-CLIMA che va", ""),
    ],
)
def test_phrases_with_the_company_in_them_are_refused(password, company_name):
    with pytest.raises(PasswordHoldsNameError):
        ensure_password(password, "termoclima.anna", company_name)


@pytest.mark.parametrize("company_name", ["", "Srl", "Gas srl", "S.p.A."])
def test_short_names_and_legal_forms_forbid_nothing(company_name):
    ensure_password("tre gatti spa e gas srl", "abc.anna", company_name)
