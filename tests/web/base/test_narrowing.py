"""Search, filters, tabs and columns of the list page."""

import re
from datetime import date
from decimal import Decimal

import pytest

from tests.web.base.models import Client, Kind, Zone


def rows(answer):
    """The first cell of each row, as text."""
    found = re.findall(
        r"<tr[^>]*>\s*<td><input.*?</td>\s*<td[^>]*>(.*?)</td>", answer.text, flags=re.DOTALL
    )
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in found]


def test_search_finds_all_words_in_any_column(anna, add):
    add(Client(name="Rossi", city="Milano"), Client(name="Rossi", city="Bari"))

    answer = anna.get("/clients/?q=mila ROS")

    assert rows(answer) == ["Rossi"]
    assert "Milano" in answer.text


def test_percent_sign_is_a_plain_character(anna, add):
    add(Client(name="Rossi"), Client(name="100% Caldo"))

    assert rows(anna.get("/clients/?q=%25")) == ["100% Caldo"]


@pytest.mark.parametrize(
    "query",
    [
        "f_name=ross",
        "f_kind=FIRM",
        "f_rank_from=3&f_rank_to=3",
        "f_power_from=1,5",
        "f_born_on_from=05/03/1980&f_born_on_to=1980-03-05",
        "f_is_active=0",
        "_flt_0_name=ross",
        "_flt_0_rank=3",
        "_flt_3_kind=firm",
    ],
)
def test_filter_narrows_the_list(anna, add, query):
    add(
        Client(name="Verdi", rank=2, kind=Kind.PERSON, power=Decimal(1), born_on=date(1980, 3, 6)),
        Client(
            name="Rossi",
            rank=3,
            kind=Kind.FIRM,
            power=Decimal(2),
            born_on=date(1980, 3, 5),
            is_active=False,
        ),
    )

    answer = anna.get(f"/clients/?{query}")

    assert rows(answer) == ["Rossi"]
    assert "Remove the filter" in answer.text


def test_filter_on_a_relation_keeps_the_chosen_name(anna, add):
    north = add(Zone(name="Nord"))
    add(Client(name="Rossi", zone=north), Client(name="Verdi", zone=Zone(name="Sud")))

    for argument in ("f_zone", "_flt_0_zone"):
        answer = anna.get(f"/clients/?{argument}={north.id}")

        assert rows(answer) == ["Rossi"]
        assert "Zone: Nord" in answer.text


def test_relation_filter_does_not_reveal_hidden_rows(anna, add):
    hidden = add(Client(name="Altrui", owner="bruno"))

    answer = anna.get(f"/housedeviceview/?f_client={hidden.id}")

    assert answer.status_code == 400
    assert "Altrui" not in answer.text


def test_removing_a_chip_keeps_the_rest(anna, add):
    add(Client(name="Rossi", rank=3))

    page = anna.get("/clients/?f_name=ross&f_rank_from=2&q=ro").text

    removals = [
        found.replace("&amp;", "&")
        for found in re.findall(r'filter-chip">[^<]+<a class="text-reset" href="([^"]+)', page)
    ]
    assert sorted(removals) == ["/clients/?f_name=ross&q=ro", "/clients/?f_rank_from=2&q=ro"]


def test_wrong_filter_is_explained_and_kept(anna, add):
    add(Client(name="Rossi"))

    answer = anna.get("/clients/?f_rank_from=tanti&f_born_on_to=ieri")

    assert answer.status_code == 400
    assert 'value="tanti"' in answer.text
    assert 'value="ieri"' in answer.text
    assert "Write a number." in answer.text
    assert "Write the date as day/month/year." in answer.text
    assert rows(answer) == []


def test_tab_is_a_preset_filter_with_its_count(anna, add):
    add(Client(name="Rossi", city="Milano"), Client(name="Verdi", city="Bari"))

    answer = anna.get("/clients/?tab=milan")

    assert rows(answer) == ["Rossi"]
    assert re.search(r"Milan <span[^>]*>1</span>", answer.text)
    assert re.search(r"All <span[^>]*>2</span>", answer.text)


# Columns


def test_columns_can_be_chosen_for_once(anna, add):
    add(Client(name="Rossi", rank=7))

    page = anna.get("/clients/?cols=name,rank").text

    assert 'data-label="Rank"' in page
    assert 'data-label="City"' not in page


def test_chosen_columns_are_remembered(anna, add):
    add(Client(name="Rossi", rank=7))

    anna.post("/clients/columns", data={"cols": ["rank", "name", "__class__"]})

    page = anna.get("/clients/").text
    assert re.findall(r'data-label="(\w+)"', page) == ["Rank", "Name"]


def test_cookie_with_unknown_columns_is_ignored(anna, add):
    add(Client(name="Rossi"))
    anna.set_cookie("columns_HouseClientView", "owner,metadata")

    assert 'data-label="City"' in anna.get("/clients/").text


def test_reader_is_not_offered_what_is_forbidden(sign_in, add):
    add(Client(name="Rossi"))

    page = sign_in("bruno").get("/clients/").text

    assert "Rossi" in page
    assert "/clients/add" not in page
    assert "/clients/edit" not in page
    assert "/clients/delete" not in page
    assert "/clients/export" not in page
    assert 'value="mark"' not in page
