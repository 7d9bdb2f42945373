"""An account with a password, and ways to sign in."""

import pytest
from werkzeug.security import generate_password_hash

from tests.conftest import PASSWORD

#: Hashed once: hashing is slow on purpose.
HASH = generate_password_hash(PASSWORD)


@pytest.fixture
def anna(people):
    """A secretary with a password and an address."""
    account, _ = people.account(["Segreteria"])
    account.password = HASH
    people.session.commit()
    return account


@pytest.fixture
def sign_in(app):
    """Return a function that signs in by the form and returns (browser, answer)."""

    def signed_in(account, password=PASSWORD, browser=None, **kwargs):
        browser = browser or app.test_client()
        data = {"username": account.username, "password": password}
        return browser, browser.post("/login/", data=data, **kwargs)

    return signed_in
