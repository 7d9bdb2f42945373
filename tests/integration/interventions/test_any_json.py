"""Whatever a phone sends, the answer is a stored report or a refusal in words."""

import copy

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.interventions.service import receive_report
from app.kernel.errors import DomainError
from app.web.errors import known_errors
from tests.factories.interventions import NOON, STROKES, body_of, make_job
from tests.helpers import office_access

UUID = "8d0a6c5e-52a1-4f7e-9d1b-3f4d5a6b7c8d"

#: Values that are right somewhere, wrong elsewhere, or at the edge of a column.
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=400),
    st.sampled_from(
        ["2026-10-12", "2100-12-31", "23:59", "00:00", "1", "0.00000001", "99999999.99999999",
         "99999", "done", "refused", "cash", "warranty", "N6.7", "client", "é" * 400, "0" * 400,
         2**31 - 1, 2**31, 0, 1, [], {}, [[]], [{}], [1, 1], STROKES, "2026-10-12T08:00:00Z",
         "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"]
    ),
)  # fmt: skip


def places(value, path=()):
    """Yield every place of a sending, as a path of keys."""
    yield path
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            yield from places(inner, (*path, key))


def full(session, job):
    body = body_of(
        session, *job, started_at="09:05", ended_at="10:20", travel_minutes=25,
        request_text="Non scalda", next_visit_advised_on="2027-10-01", technician_ids=[],
        findings=[{"kind": "remark", "text": "Rumore"}], moves_due_date=True, attachments=[],
        payment={"method": "cash", "amount": "99.00", "receipt_number": "12"},
    )  # fmt: skip
    body["content"]["lines"][0] |= {
        "item_id": None, "source": "van", "unit": "pz", "discount_pct": "0", "vat_nature": None,
    }  # fmt: skip
    body["compiled_at"] = "2026-10-12T08:30:00Z"
    body["corrects"] = None
    return body


def changed(body, path, value):
    """Return a copy with another value at a place."""
    if not path:
        return value
    made = copy.deepcopy(body)
    inner = made
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return made


def test_any_value_anywhere_is_stored_or_refused(session, app):
    job = make_job(session)
    body = full(session, job)
    paths = [path for path in places(body) if "points" not in path]

    @settings(
        max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(st.sampled_from(paths), VALUES)
    def send(path, value):
        sent = changed(body, path, value)
        try:
            receive_report(session, UUID, sent, access=office_access(), now=NOON)
        except DomainError as refusal:
            refused = type(refusal)
        else:
            refused = None
        finally:
            session.rollback()
        assert refused is None or refused in known_errors()

    send()
