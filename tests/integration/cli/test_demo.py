"""``flask demo``: the same company every time."""

import hashlib

import pytest
from sqlalchemy import func, select

from app.calls.models import Call
from app.clients.models import Client
from app.demo.logins import SLUG
from app.devices.models import Device
from app.extensions import db
from app.tenancy.context import company_scope


@pytest.fixture
def run(app):
    yield lambda *arguments: app.test_cli_runner().invoke(
        args=["demo", "--clients", "12", "--interventions", "10", *arguments]
    )
    with app.app_context():
        if db.directory.find(SLUG) is not None:
            db.router.drop(SLUG)
            db.directory.remove(SLUG)


def fingerprint(app):
    """Everything that is invented and does not move with the day."""
    with app.app_context(), company_scope(SLUG):
        cards = db.session.execute(
            select(Client.number, Client.display_name, Client.tax_code, Client.street).order_by(
                Client.number
            )
        ).all()
        devices = db.session.execute(
            select(Device.client_id, Device.brand, Device.serial_number).order_by(Device.id)
        ).all()
        calls = db.session.scalar(select(func.count(Call.id)))
        db.session.remove()
    text = repr([tuple(row) for row in (*cards, *devices)])
    return len(cards), calls, hashlib.sha256(text.encode()).hexdigest()


def test_the_demo_is_the_same_every_time(app, run):
    first = run()
    before = fingerprint(app)
    refused = run()
    again = run("--replace")

    assert first.exit_code == 0, first.output
    assert (refused.exit_code, "--replace" in refused.output) == (1, True)
    assert again.exit_code == 0, again.output
    assert fingerprint(app) == before
    assert before[0] >= 12


@pytest.mark.parametrize("arguments", [("--clients", "0"), ("--interventions", "-1")])
def test_impossible_sizes_are_refused(run, arguments):
    assert run(*arguments).exit_code == 2
