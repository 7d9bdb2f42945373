"""The OpenAPI document, and the interface held against it."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import ignored_auth

from app.api import openapi
from tests.factories.interventions import make_job

PATHS = ("clients", "devices", "calls", "appointments", "interventions", "technicians")


def test_the_document_is_open_and_names_every_resource(client):
    answer = client.get("/api/v1/openapi.json")

    document = answer.json
    assert document["openapi"] == "3.1.0"
    assert set(document["paths"]) == {
        path for name in PATHS for path in (f"/{name}", f"/{name}/{{id}}")
    }
    amount = document["components"]["schemas"]["Intervention"]["properties"]["total_eur"]
    assert amount == {"type": "string", "x-needs-function": "prices.read"}


@pytest.mark.parametrize("path", sorted(openapi.document()["paths"]))
def test_every_address_keeps_to_the_document(app, people, session, path):
    """Schemathesis makes arguments, right and wrong, and compares each answer with the document."""
    make_job(session)
    browser = people.administrator()
    cookie = browser.get_cookie("fiammetta")
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operation = schema[path]["GET"]

    @given(case=operation.as_strategy())
    @settings(
        max_examples=20,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def ask(case):
        answer = case.call(cookies={"fiammetta": cookie.value})
        # ignored_auth mistakes the session of the test for the wrong key that it made up.
        case.validate_response(answer, excluded_checks=[ignored_auth])
        assert answer.status_code in {200, 404, 422}

    ask()
