"""The dashboard: who sees it, and that each figure is the length of the list behind it."""

import random
import re
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from sqlalchemy import select

from app.calls.models import Call
from app.calls.rules import CallState
from app.interventions.models import Intervention
from app.interventions.rules import Outcome
from app.kernel.dates import local_day
from app.technicians.models import Technician
from app.web.clock import utc_now
from app.worktypes.models import InterventionType
from tests.factories.interventions import make_job, make_plant
from tests.helpers import counted_statements

PERIOD = "from=2026-10-01&to=2026-10-31"
LINK = re.compile(r'<td class="numeric" data-value="(\d+)"><a href="([^"]+)"')
STAT = re.compile(r'<a class="card card-sm" href="([^"]+)">.*?stat-value">([\d.]+)<', re.DOTALL)
ROW = re.compile(r"<tr[^>]* data-href=")


def kind_of(session, *, moves):
    return session.scalars(
        select(InterventionType).where(InterventionType.moves_due_date.is_(moves))
    ).first()


def work(session, client, number, day, *, technicians=(), moves=False, appointment=None,
         outcome=Outcome.DONE):  # fmt: skip
    """Store an intervention."""
    made = Intervention(
        year=day.year,
        number=number,
        client_id=client.id,
        intervention_type_id=kind_of(session, moves=moves).id,
        performed_on=day,
        outcome=outcome,
        moves_due_date=moves,
        appointment=appointment,
        technicians=list(technicians),
    )
    session.add(made)
    return made


@pytest.fixture
def month(session):
    """October 2026 of a small company, something in each figure."""
    marco = Technician(name="Marco", working_hours={})
    luca = Technician(name="Luca", working_hours={})
    session.add_all([marco, luca])
    first, boiler = make_job(session, marco, 1)  # call of 11 October, 12:00 in Italy
    second, _device = make_job(session, luca, 2)
    third, _device = make_job(session, luca, 3)
    away, _device = make_job(session, luca, 4)
    plain, _device = make_plant(session, 5)
    work(session, first.client, 1, date(2026, 10, 11), technicians=[marco], appointment=first)
    work(session, second.client, 2, date(2026, 10, 13), technicians=[marco, luca],
         appointment=second, outcome=Outcome.TO_RESUME)  # fmt: skip
    work(session, second.client, 3, date(2026, 10, 31), technicians=[luca], appointment=second)
    work(session, third.client, 4, date(2026, 10, 20), appointment=third, moves=True)
    work(session, away.client, 5, date(2026, 10, 12), appointment=away,
         outcome=Outcome.CLIENT_ABSENT)  # fmt: skip
    work(session, plain, 1, date(2025, 10, 1), moves=True)
    work(session, plain, 6, date(2026, 9, 30), moves=True)
    work(session, plain, 7, date(2026, 11, 1))
    session.get(Call, third.call_id).is_repeat = True
    cancelled = Call(client_id=plain.id, received_at=first.call.received_at)
    cancelled.state = CallState.CANCELLED
    session.add(cancelled)
    today = local_day(utc_now())
    for days, (_client, device) in zip(
        (-500, -200, -10, -1, 0, 20), (make_plant(session, 10 + n) for n in range(6)), strict=True
    ):
        device.next_maintenance_on = today + timedelta(days=days)
    boiler.next_maintenance_on = today - timedelta(days=3)
    boiler.exclude_from_maintenance = True
    session.commit()
    return marco


def figure(page, code):
    """Return the numbers of a figure's table by row."""
    table = page.text.split(f'id="table-{code}"')[1].split("</table>")[0]
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', table, re.DOTALL)
    return {
        unescape(label): [int(number) for number in re.findall(r'data-value="(\d+)"', cells)]
        for label, cells in rows
    }


def figures_and_lists(browser, query=PERIOD):
    """Return each number of the page with the length of the list behind it."""
    page = browser.get(f"/bacheca/?{query}")
    links = [(int(number), unescape(url)) for number, url in LINK.findall(page.text)]
    return [
        (number, len(ROW.findall(browser.get(f"{url}&psize_InterventionView=100").text)))
        for number, url in links
    ]


def test_each_figure_is_the_length_of_its_list(people, month):
    lengths = figures_and_lists(people.administrator())

    assert len(lengths) >= 18
    assert [pair for pair in lengths if pair[0] != pair[1]] == []


@pytest.mark.parametrize("seed", [1, 2])
def test_figures_stay_the_length_of_their_lists_whatever_changes(people, session, month, seed):
    rng = random.Random(seed)
    browser = people.administrator()
    team = session.scalars(select(Technician)).all()
    for row in session.scalars(select(Intervention)).all():
        row.performed_on += timedelta(days=rng.randrange(-20, 20))
        row.moves_due_date = rng.random() < 0.5
        row.intervention_type_id = kind_of(session, moves=rng.random() < 0.5).id
        row.technicians = rng.sample(team, rng.randrange(3))
    session.delete(rng.choice(session.scalars(select(Intervention)).all()))
    session.commit()

    everybody = figures_and_lists(browser)
    one = figures_and_lists(browser, f"{PERIOD}&technician={month.id}")

    assert len(everybody) > 10
    assert [pair for pair in everybody + one if pair[0] != pair[1]] == []


def test_numbers_of_the_month(people, month):
    page = people.administrator().get(f"/bacheca/?{PERIOD}")

    assert sum(n[0] for n in figure(page, "kinds").values()) == 5
    assert sum(n[1] for n in figure(page, "kinds").values()) == 1
    assert figure(page, "technicians") == {"Luca": [2], "Marco": [2]}
    assert list(figure(page, "waits").values()) == [[1], [0], [1], [0], [1], [1]]
    assert list(figure(page, "answers").values()) == [[5], [2], [1], [1]]
    assert list(figure(page, "maintenance").values()) == [[2], [2], [1], [1]]


def test_headlines(people, month):
    page = people.administrator().get(f"/bacheca/?{PERIOD}").text
    values = [text.strip() for text in re.findall(r'stat-value">(.*?)<', page)]

    # work, maintenance, waiting calls, median days (0, 2, 9), 2 of 3 calls, overdue
    assert values[:6] == ["5", "1", "4", "2", "67%", "4"]


def test_technician_narrows_the_work(people, month):
    page = people.administrator().get(f"/bacheca/?{PERIOD}&technician={month.id}")

    assert sum(n[0] for n in figure(page, "kinds").values()) == 2
    assert figure(page, "technicians") == {"Marco": [2]}
    assert f"f_technician={month.id}" in page.text


@pytest.mark.parametrize(
    ("query", "field"),
    [("from=ieri", "from"), ("from=2026-10-31&to=2026-10-01", "to"), ("from=2001-01-01", "to")],
)
def test_a_period_that_cannot_be_says_so_beside_the_field(people, query, field):
    page = people.administrator().get(f"/bacheca/?{query}")

    assert page.status_code == 200
    assert re.search(rf'invalid-feedback" id="board-{field}-error">\w+', page.text)
    assert query.partition("&")[0].partition("=")[2] in page.text


@pytest.mark.parametrize("technician", ["999999", "abc", "-1", "1'--", "9" * 40])
def test_a_technician_that_is_none_is_no_error(people, technician):
    answer = people.administrator().get("/bacheca/", query_string={"technician": technician})

    assert answer.status_code == 200


def test_office_starts_on_the_dashboard(people):
    page = people.secretary().get("/")

    assert 'id="board-from"' in page.text


def test_office_without_dashboard_starts_on_the_agenda(people):
    browser, _ = people.with_functions("agenda.read", "agenda.all")

    assert browser.get("/").location == "/agenda/"
    assert browser.get("/bacheca/").status_code in {302, 403}


def test_technicians_never_see_it(people):
    for browser, _technician in (people.technician(), people.lead()):
        assert browser.get("/").location == "/oggi/"
        assert browser.get("/bacheca/").status_code in {302, 403}
        assert browser.get("/bacheca/esporta/csv").status_code in {302, 403}


def test_figures_need_their_sections(people, month):
    browser, _ = people.with_functions("dashboard.read", "calls.read")
    page = browser.get(f"/bacheca/?{PERIOD}").text

    assert 'id="table-waits"' in page
    assert 'id="table-kinds"' not in page
    assert 'id="table-maintenance"' not in page
    assert "Marco" not in page


def test_nothing_to_show_says_whom_to_ask(people):
    browser, _ = people.with_functions("dashboard.read")

    page = browser.get("/bacheca/").text

    assert 'class="empty"' in page
    assert "data-chart" not in page


def test_another_company_counts_its_own(month, other_people):
    page = other_people.administrator().get(f"/bacheca/?{PERIOD}").text

    assert "Marco" not in page
    assert 'id="table-kinds"' not in page


def test_file_holds_the_same_numbers(people, month):
    with people.administrator().get(f"/bacheca/esporta/csv?{PERIOD}") as answer:
        rows = answer.data.decode("utf-8-sig").splitlines()

    assert "attachment" in answer.headers["Content-Disposition"]
    assert any(row.endswith(";2") and ";Marco;" in row for row in rows)


def test_file_needs_its_function(people):
    browser, _ = people.with_functions("dashboard.read", "interventions.read")

    assert browser.get("/bacheca/esporta/csv").status_code == 403


def test_statements_do_not_grow_with_the_rows(app, people, month, session):
    browser = people.administrator()
    browser.get("/bacheca/")
    with counted_statements(app) as few:
        browser.get(f"/bacheca/?{PERIOD}")
    for number in range(20, 40):
        client, device = make_plant(session, number)
        device.next_maintenance_on = date(2026, 1, number - 10 if number < 40 else 1)
        work(session, client, number, date(2026, 10, 5), technicians=[month])
        session.add(Call(client_id=client.id, received_at=datetime.fromisoformat(
            "2026-10-03T09:00:00+00:00")))  # fmt: skip
    session.commit()
    with counted_statements(app) as many:
        browser.get(f"/bacheca/?{PERIOD}")

    assert len(few) == len(many)
    assert len(many) <= 8
