"""Too many sign-ins in a minute from one address are refused before the password is looked at."""

import pytest

from app import create_app
from app.accounts import provisioning
from app.web.clock import utc_now
from config import Testing
from tests.conftest import PASSWORD


@pytest.fixture
def limited(tmp_path):
    """An application that counts, with one company on SQLite."""
    app = create_app(
        Testing, DATA_DIR=tmp_path, DATABASE_URL="", RATELIMIT_ENABLED=True,
        AUTH_RATE_LIMIT="3 per minute",
    )  # fmt: skip
    with app.app_context():
        provisioning.create_company(
            "contata", "Contata", admin="capo", password=PASSWORD, now=utc_now()
        )
    return app


def sign_in(app, typed="sbagliata del tutto", address="10.0.0.1"):
    return app.test_client().post(
        "/login/",
        data={"username": "contata.capo", "password": typed},
        environ_base={"REMOTE_ADDR": address},
    )


def test_the_fourth_sign_in_of_a_minute_is_refused_in_words(limited):
    statuses = [sign_in(limited).status_code for _ in range(3)]
    refused = sign_in(limited, PASSWORD)

    assert 429 not in statuses
    assert refused.status_code == 429
    assert "Troppi" in refused.text
    assert "Set-Cookie" not in refused.headers or "sid" not in refused.headers["Set-Cookie"]


def test_other_addresses_and_other_pages_go_on(limited):
    for _ in range(4):
        sign_in(limited)

    assert sign_in(limited, PASSWORD, address="10.0.0.2").status_code == 302
    assert limited.test_client().get("/login/").status_code == 200
