"""The row rule: what an account does not see it cannot show, change, delete, pick or export."""

import pytest

from tests.web.base.conftest import committed
from tests.web.base.models import Client, Device

STOCK = pytest.mark.xfail(strict=True, reason="Flask-AppBuilder 5.3 as shipped")
BOTH = [pytest.param("/stockclientview", marks=STOCK), "/clients"]


@pytest.fixture
def hidden(add):
    return add(Client(name="Altrui", owner="bruno"))


@pytest.mark.parametrize("address", ["/clients/{}", "/clients/show/{}", "/clients/edit/{}"])
def test_hidden_row_has_no_page(anna, hidden, address):
    answer = anna.get(address.format(hidden.id))

    assert answer.status_code == 404
    assert "Altrui" not in answer.text


def test_hidden_row_cannot_be_changed(anna, hidden, store):
    answer = anna.post(f"/clients/edit/{hidden.id}", data={"name": "Mio", "version": "1"})

    assert answer.status_code == 404
    assert committed(store, hidden).name == "Altrui"


def test_hidden_row_cannot_be_deleted(anna, hidden, store):
    assert anna.post(f"/clients/delete/{hidden.id}").status_code == 404
    assert committed(store, hidden) is not None


@pytest.mark.parametrize("base", BOTH)
def test_action_does_not_reach_a_hidden_row(anna, hidden, store, base):
    anna.post(f"{base}/action/mark/{hidden.id}")

    assert committed(store, hidden).notes is None


@pytest.mark.parametrize("base", BOTH)
def test_bulk_action_does_not_reach_a_hidden_row(anna, add, hidden, store, base):
    mine = add(Client(name="Mio", owner="anna"))

    anna.post(f"{base}/action_post", data={"action": "mark", "rowid": [mine.id, hidden.id]})

    assert committed(store, hidden).notes is None


def test_bulk_action_is_all_or_none(anna, add, hidden, store):
    mine = add(Client(name="Mio", owner="anna"))

    answer = anna.post(
        "/clients/action_post", data={"action": "mark", "rowid": [mine.id, hidden.id]}
    )

    assert answer.status_code == 404
    assert committed(store, mine).notes is None


def test_bulk_action_marks_the_ticked_rows(anna, add, store):
    first, second, third = add(Client(name="A"), Client(name="B"), Client(name="C"))

    anna.post("/clients/action_post", data={"action": "mark", "rowid": [first.id, third.id]})

    assert [committed(store, row).notes for row in (first, second, third)] == [
        "marked",
        None,
        "marked",
    ]


@pytest.mark.parametrize("base", BOTH)
def test_get_runs_no_action(anna, add, store, base):
    mine = add(Client(name="Mio"))

    answer = anna.get(f"{base}/action/mark/{mine.id}")

    assert answer.status_code == 405
    assert committed(store, mine).notes is None


@pytest.mark.parametrize("base", BOTH)
def test_get_deletes_nothing(anna, add, store, base):
    mine = add(Client(name="Mio"))

    answer = anna.get(f"{base}/delete/{mine.id}")

    assert answer.status_code == 405
    assert committed(store, mine) is not None


@pytest.mark.parametrize("data", [{}, {"action": "none", "rowid": "1"}, {"rowid": "1"}])
@pytest.mark.parametrize("base", BOTH)
def test_unknown_action_is_404(anna, data, base):
    assert anna.post(f"{base}/action_post", data=data).status_code == 404


@pytest.mark.parametrize("key", ["abc", "1;drop", "99999999999999999999", "", "-1", "0", "1,2"])
def test_impossible_key_is_404(anna, add, key):
    add(Client(name="Mio"))

    assert anna.get(f"/clients/edit/{key}").status_code == 404
    assert (
        anna.post("/clients/action_post", data={"action": "mark", "rowid": key}).status_code == 404
    )


def test_action_without_rows_asks_for_some(anna):
    answer = anna.post("/clients/action_post", data={"action": "mark"}, follow_redirects=True)

    assert "Select at least one row first." in answer.text


def test_action_needs_its_permission(sign_in, add, store):
    row = add(Client(name="Mio"))

    answer = sign_in("bruno").post("/clients/action_post", data={"action": "mark", "rowid": row.id})

    assert answer.status_code == 403
    assert committed(store, row).notes is None


def test_stranger_runs_no_action(base_app, add, store):
    row = add(Client(name="Mio"))

    base_app.test_client().post("/clients/action_post", data={"action": "mark", "rowid": row.id})

    assert committed(store, row).notes is None


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("post", "/clients/add"),
        ("post", "/clients/edit/{}"),
        ("post", "/clients/delete/{}"),
        ("get", "/clients/export/csv"),
    ],
)
def test_reader_may_only_read(sign_in, add, store, method, address):
    row = add(Client(name="Mio"))
    browser = sign_in("bruno")

    answer = getattr(browser, method)(address.format(row.id), data={"name": "Nuovo"})

    assert answer.status_code == 403
    assert [client.name for client in store.query(Client)] == ["Mio"]


def test_delete_removes_the_row(anna, add, store):
    row = add(Client(name="Mio"))

    answer = anna.post(f"/clients/delete/{row.id}", follow_redirects=True)

    assert committed(store, row) is None
    assert "Deleted." in answer.text


def test_refused_delete_is_explained(anna, add, store):
    row = add(Client(name="Eterno"))

    answer = anna.post(f"/clients/delete/{row.id}", follow_redirects=True)

    assert "Eterno cannot go." in answer.text
    assert committed(store, row) is not None


def test_row_in_use_is_not_deleted(anna, add, store):
    row = add(Client(name="Mio"))
    add(Device(serial="S1", client=row))

    answer = anna.post(f"/clients/delete/{row.id}", follow_redirects=True)

    assert "used by other records" in answer.text
    assert committed(store, row) is not None


def test_card_lists_related_rows(anna, add):
    row = add(Client(name="Rossi"))
    add(*(Device(serial=f"S{number:02d}", client=row) for number in range(12)))
    add(Device(serial="OTHER", client=Client(name="Verdi")))

    page = anna.get(f"/clients/{row.id}").text

    assert page.count('data-label="Serial"') == 10
    assert "OTHER" not in page
    assert f"/housedeviceview/?_flt_0_client={row.id}" in page
    assert f"/housedeviceview/add?client={row.id}" in page


def test_download_of_any_upload_is_gone(anna):
    assert anna.get("/clients/download/secret.txt").status_code == 404
    assert anna.get("/clients/download/../base.db").status_code == 404


# Remote selects


def test_options_follow_the_row_rule(anna, add, hidden):
    add(*(Client(name=f"C{number:02d}") for number in range(25)))

    first = anna.get("/housedeviceview/related/client").get_json()
    second = anna.get("/housedeviceview/related/client?page=1").get_json()

    assert [item["text"] for item in first["items"]] == [f"C{number:02d}" for number in range(20)]
    assert (first["more"], second["more"]) == (True, False)
    assert len(second["items"]) == 5


def test_options_are_searched(anna, add):
    add(Client(name="Rossi", city="Bari"), Client(name="Verdi"))

    answer = anna.get("/clients/options?q=ross").get_json()

    assert [item["text"] for item in answer["items"]] == ["Rossi"]


@pytest.mark.parametrize("query", ["page=x", "page=-1", "page=99999", "q=%00"])
def test_malformed_option_request_is_400(anna, query):
    assert anna.get(f"/clients/options?{query}").status_code == 400


@pytest.mark.parametrize("column", ["secret", "name", "nothing", "__class__"])
def test_only_relations_have_options(anna, column):
    assert anna.get(f"/clients/related/{column}").status_code == 404


def test_hidden_row_cannot_be_picked(anna, hidden, store):
    answer = anna.post("/housedeviceview/add", data={"serial": "S1", "client": hidden.id})

    assert answer.status_code == 422
    assert "Choose one of the values in the list." in answer.text
    assert "Altrui" not in answer.text
    assert store.query(Device).count() == 0
