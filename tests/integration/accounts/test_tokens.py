"""One-use links: once, in time, for one purpose, for one account."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts import tokens
from app.accounts.models import AccountToken, TokenPurpose
from app.accounts.rules import LinkNotValidError

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
INVITATION = TokenPurpose.INVITATION


@pytest.fixture
def account(people):
    return people.account(["Segreteria"])[0]


def test_link_lets_its_account_in_once(session, account):
    secret = tokens.issue(session, account, INVITATION, now=NOW)

    assert tokens.redeem(session, secret, INVITATION, now=NOW).id == account.id
    with pytest.raises(LinkNotValidError):
        tokens.redeem(session, secret, INVITATION, now=NOW)


def test_looking_does_not_use_it_up(session, account):
    secret = tokens.issue(session, account, INVITATION, now=NOW)

    tokens.account_of_token(session, secret, INVITATION, now=NOW)

    assert tokens.redeem(session, secret, INVITATION, now=NOW).id == account.id


def test_secret_is_not_stored(session, account):
    secret = tokens.issue(session, account, INVITATION, now=NOW)

    assert secret not in [row.digest for row in session.query(AccountToken)]


@pytest.mark.parametrize(
    ("purpose", "moment"),
    [
        (TokenPurpose.PASSWORD_RESET, NOW),
        (INVITATION, NOW + timedelta(days=7)),
    ],
)
def test_other_purpose_and_old_link_are_refused(session, account, purpose, moment):
    secret = tokens.issue(session, account, INVITATION, now=NOW)

    with pytest.raises(LinkNotValidError):
        tokens.redeem(session, secret, purpose, now=moment)


def test_newer_link_replaces_the_former(session, account):
    former = tokens.issue(session, account, INVITATION, now=NOW)
    newer = tokens.issue(session, account, INVITATION, now=NOW)

    with pytest.raises(LinkNotValidError):
        tokens.redeem(session, former, INVITATION, now=NOW)
    assert tokens.redeem(session, newer, INVITATION, now=NOW).id == account.id


def test_disabled_account_and_revoked_link_are_refused(session, account):
    secret = tokens.issue(session, account, INVITATION, now=NOW)
    account.active = False
    session.flush()

    with pytest.raises(LinkNotValidError):
        tokens.redeem(session, secret, INVITATION, now=NOW)

    account.active = True
    tokens.revoke(session, account)
    with pytest.raises(LinkNotValidError):
        tokens.redeem(session, secret, INVITATION, now=NOW)


def test_link_text_is_company_and_secret():
    assert tokens.split_link("prova.abc-_1") == ("prova", "abc-_1")
    assert tokens.split_link("prova") == ("prova", "")
