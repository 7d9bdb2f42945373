"""What surrounds every page: headers, errors, anonymous visitors, CSRF."""

import pytest

from app import create_app
from config import Testing
from tests.routes import OPEN


def addresses(app, method):
    """Yield (endpoint, address) of every rule of a method, with 1 for each argument."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if method not in rule.methods:
            continue
        values = dict.fromkeys(rule.arguments, 1)
        for name, converter in rule._converters.items():
            if type(converter).__name__ == "AnyConverter":
                values[name] = min(converter.items)
            elif type(converter).__name__ == "UUIDConverter":
                values[name] = "00000000-0000-4000-8000-000000000000"
        yield rule.endpoint, adapter.build(rule.endpoint, values, method=method)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_nobody_opens_anything(app, client, method):
    opened = {
        endpoint: answer.status_code
        for endpoint, address in addresses(app, method)
        if endpoint not in OPEN
        and (answer := client.open(address, method=method)).status_code
        not in {302, 401, 403, 404, 405}
    }

    assert opened == {}


def test_redirects_of_nobody_lead_to_sign_in(app, client):
    elsewhere = {
        address: answer.location
        for endpoint, address in addresses(app, "GET")
        if endpoint not in OPEN
        and (answer := client.get(address)).status_code == 302
        and "/login/" not in answer.location
    }

    assert elsewhere == {}


def test_headers_of_every_page(people):
    headers = people.secretary().get("/").headers

    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"


def test_session_cookie_is_kept_from_scripts_and_other_sites(app, people):
    cookie = people.secretary().get("/lang/it").headers.get("Set-Cookie", "")

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_unknown_address_is_a_page_in_italian(people):
    page = people.secretary().get("/non/esiste")

    assert page.status_code == 404
    assert 'lang="it"' in page.text
    assert "<h1" in page.text


def test_unknown_address_of_the_api_is_json(people):
    answer = people.secretary().get("/api/v1/non-esiste")

    assert (answer.status_code, answer.json["error"]) == (404, "not_found")


def test_every_writing_address_wants_a_token(people, tmp_path, database_url):
    guarded = create_app(Testing, DATA_DIR=tmp_path, DATABASE_URL="", WTF_CSRF_ENABLED=True)
    browser = guarded.test_client()
    accepted = {
        endpoint
        for method in ("POST", "PUT", "PATCH", "DELETE")
        for endpoint, address in addresses(guarded, method)
        if browser.open(address, method=method).status_code not in {302, 400, 401, 404, 405}
    }

    assert accepted == set()


def test_health_answers_and_metrics_count(client):
    assert client.get("/healthz").json == {"status": "ok"}
    assert "fiammetta_requests_total" in client.get("/metrics").text


def test_metrics_want_their_token(app, client):
    app.config["METRICS_TOKEN"] = "segreto"
    try:
        assert client.get("/metrics").status_code == 404
        answer = client.get("/metrics", headers={"Authorization": "Bearer segreto"})
        assert answer.status_code == 200
    finally:
        app.config["METRICS_TOKEN"] = ""
