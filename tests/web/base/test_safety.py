"""Tokens, threads and shared state."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask_appbuilder.models.sqla.interface import SQLAInterface

from app.web.views import HouseModelView
from tests.web.base.conftest import PASSWORD, committed, drop_database, make_app
from tests.web.base.models import Client
from tests.web.base.screens import Marking

STOCK = pytest.mark.xfail(strict=True, reason="Flask-AppBuilder 5.3 as shipped")
BOTH = [pytest.param("StockClientView", marks=STOCK), "HouseClientView"]


@pytest.fixture(scope="module")
def guarded_app(tmp_path_factory):
    app = make_app(tmp_path_factory.mktemp("guarded"), WTF_CSRF_ENABLED=True)
    yield app
    drop_database(app)


def view_of(app, name):
    return next(view for view in app.appbuilder.baseviews if type(view).__name__ == name)


@pytest.mark.parametrize("name", BOTH)
def test_filters_of_two_requests_are_two(base_app, name):
    view = view_of(base_app, name)

    def other_request():
        with base_app.test_request_context("/b"):
            return list(view._filters.filters)

    with base_app.test_request_context("/a"), ThreadPoolExecutor(1) as threads:
        view._filters.filters.append("mine")
        seen = threads.submit(other_request).result()
        view._filters.filters.clear()

    assert seen == []


def test_filters_of_one_request_stay(base_app):
    view = view_of(base_app, "HouseClientView")

    with base_app.test_request_context("/"):
        assert view._filters is view._filters


def test_subclasses_share_no_labels(base_app):
    class First(HouseModelView):
        datamodel = SQLAInterface(Client)
        label_columns = {"name": "Name"}

    class Second(First):
        list_columns = ["city"]

    with base_app.app_context():
        First()
        Second()

    assert First.label_columns == {"name": "Name"}


def test_permissions_of_methods_are_inherited(base_app):
    class Special(Marking, HouseModelView):
        datamodel = SQLAInterface(Client)
        method_permission_name = {"mark": "write"}

    with base_app.app_context():
        view = Special()

    assert set(view.base_permissions) == {"can_read", "can_write", "can_delete", "can_export"}


def test_order_that_cannot_be_is_found_at_start(base_app):
    class Wrong(HouseModelView):
        datamodel = SQLAInterface(Client)
        order_columns = ["zone"]

    with base_app.app_context(), pytest.raises(ValueError, match="order_columns"):
        Wrong()


def test_history_keeps_no_foreign_and_no_endless_address(anna):
    anna.get("/clients/?q=" + "x" * 199 + "&f_name=" + "y" * 600)
    anna.get("/clients/")

    with anna.session_transaction() as session:
        assert session["page_history"] == ["/clients/"]


@pytest.mark.parametrize(
    "address", ["/clients/delete/{}", "/clients/action/mark/{}", "/clients/columns"]
)
def test_post_without_token_changes_nothing(guarded_app, address):
    with guarded_app.app_context():
        session = guarded_app.database.session
        row = Client(name="Rossi")
        session.add(row)
        session.commit()
        browser = guarded_app.test_client()
        token = re.search(r'csrf_token"[^>]*value="([^"]+)', browser.get("/login/").text)[1]
        data = {"username": "anna", "password": PASSWORD, "csrf_token": token}
        assert browser.post("/login/", data=data).status_code == 302

        refused = browser.post(address.format(row.id))

        assert refused.status_code == 400
        assert committed(session, row).notes is None


def test_list_carries_the_token(guarded_app):
    browser = guarded_app.test_client()
    token = re.search(r'csrf_token"[^>]*value="([^"]+)', browser.get("/login/").text)[1]
    browser.post("/login/", data={"username": "anna", "password": PASSWORD, "csrf_token": token})

    page = browser.get("/clients/").text

    assert 'name="csrf_token"' in page
