"""The office's notes: reminders stay until done, nobody reads another's, nothing is lost."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts import catalogue
from app.kernel.dates import local_day
from app.notes.models import OfficeNote
from app.notes.rules import NoteColour, NoteKind, Repeat
from app.web.clock import utc_now
from tests.factories.interventions import make_plant
from tests.helpers import committed, counted_statements, fresh

TODAY = local_day(utc_now())


def note(session, text="Richiamare Rossi", **values):
    """Store a reminder of today."""
    values.setdefault("kind", NoteKind.REMINDER)
    if values["kind"] is NoteKind.REMINDER:
        values.setdefault("due_on", TODAY)
    made = OfficeNote(text=text, **values)
    session.add(made)
    session.commit()
    return made


def post_it(session, text, position, **values):
    return note(session, text, kind=NoteKind.POST_IT, position=position, **values)


def typed(**values):
    return {
        "kind": "REMINDER", "text": "Ordinare la scheda", "due_on": "24/12/2026",
        "due_time": "9.30",
        "repeat": "NEVER", "colour": "YELLOW", "assignee": "", "client": "", "device": "",
    } | values  # fmt: skip


def stored(session):
    return fresh(session).scalars(select(OfficeNote).order_by(OfficeNote.id)).all()


def badge(page):
    """Return the number beside the menu entry, as text; empty for none."""
    entry = page.text.split('href="/note/"')[1].split("</a>")[0]
    found = re.search(r"badge[^>]*>\s*(\d+)", entry)
    return found[1] if found else ""


def test_a_reminder_is_stored(people, session):
    account, _ = people.account([catalogue.SECRETARY])
    browser = people.browser(account)

    answer = browser.post("/note/elenco/add", data=typed(repeat="MONTH"))

    (made,) = stored(session)
    assert answer.location == "/note/"
    assert (made.text, made.due_time, str(made.due_on)) == (
        "Ordinare la scheda",
        "09:30",
        "2026-12-24",
    )
    assert (made.repeat, made.repeat_from) == (Repeat.MONTH, made.due_on)
    assert (made.author_id, made.author_name) == (account.id, account.full_name)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"due_on": ""}, "due_on"),
        ({"due_on": "31/02/2026"}, "due_on"),
        ({"due_time": "25:00"}, "due_time"),
        ({"text": "  "}, "text"),
        ({"text": "x" * 30_000}, "text"),
        ({"kind": "ALTRO"}, "kind"),
        ({"client": "999999"}, "client"),
        ({"assignee": "999999"}, "assignee"),
    ],
)
def test_bad_input_is_kept_with_a_sentence_beside_the_field(people, session, values, field):
    answer = people.secretary().post("/note/elenco/add", data=typed(**values))

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text or "is-invalid" in answer.text
    assert stored(session) == []


def test_a_post_it_needs_no_day(people, session):
    people.secretary().post(
        "/note/elenco/add", data=typed(kind="POST_IT", repeat="WEEK", colour="PINK")
    )

    (made,) = stored(session)
    assert (made.due_on, made.due_time, made.repeat) == (None, "", Repeat.NEVER)
    assert made.colour is NoteColour.PINK


def test_the_form_of_a_post_it_sends_no_day(people, session):
    sent = {name: value for name, value in typed(kind="POST_IT").items() if name not in {
        "due_on", "due_time", "repeat"}}  # fmt: skip

    answer = people.secretary().post("/note/elenco/add", data=sent)

    assert answer.status_code == 302
    assert [one.kind for one in stored(session)] == [NoteKind.POST_IT]


def test_a_device_brings_its_client_and_no_stranger(people, session):
    client, device = make_plant(session, 1)
    other, _device = make_plant(session, 2)
    session.commit()
    browser = people.administrator()

    browser.post("/note/elenco/add", data=typed(device=device.id))
    refused = browser.post("/note/elenco/add", data=typed(device=device.id, client=other.id))

    (made,) = stored(session)
    assert (made.client_id, made.device_id) == (client.id, device.id)
    assert refused.status_code == 422


def test_what_waits_shows_at_sign_in_until_it_is_done(people, session):
    browser = people.secretary()
    late = note(session, "Vecchio promemoria", due_on=TODAY - timedelta(days=9))
    note(session, "Di domani", due_on=TODAY + timedelta(days=1))

    home, page = browser.get("/"), browser.get("/note/")
    browser.post(f"/note/{late.id}/fatto")

    assert "Vecchio promemoria" in home.text
    assert "Di domani" not in home.text
    assert 'class="is-late"' in page.text
    assert badge(page) == "1"
    assert badge(browser.get("/note/")) == ""
    assert committed(session, late).done_by
    assert "Vecchio promemoria" not in browser.get("/").text


def test_a_series_comes_back_once(people, session):
    browser = people.secretary()
    first = note(session, repeat=Repeat.WEEK, repeat_from=TODAY, due_on=TODAY)

    browser.post(f"/note/{first.id}/fatto")
    browser.post(f"/note/{first.id}/fatto")

    notes = stored(session)
    assert [(one.due_on, one.done_at is None) for one in notes] == [
        (TODAY, False),
        (TODAY + timedelta(days=7), True),
    ]
    assert notes[1].text == first.text


def test_a_note_done_by_mistake_is_put_back(people, session):
    browser = people.secretary()
    made = note(session)

    browser.post(f"/note/{made.id}/fatto")
    browser.post(f"/note/{made.id}/riapri")

    assert committed(session, made).done_at is None


def test_the_board_is_ordered_by_hand_and_pins_come_first(people, session):
    browser = people.secretary()
    one, two, three = (post_it(session, name, n) for n, name in enumerate(("uno", "due", "tre")))

    moved = browser.post(f"/note/{three.id}/sposta", data={"before": one.id, "quiet": "1"})
    browser.post(f"/note/{two.id}/fissa", data={"pinned": "1"})

    page = browser.get("/note/").text
    places = [page.index(f'data-note="{each.id}"') for each in (two, three, one)]
    assert moved.json == {"moved": three.id}
    assert places == sorted(places)


def test_buttons_move_a_note_by_one_place(people, session):
    browser = people.secretary()
    notes = [post_it(session, name, n) for n, name in enumerate(("uno", "due", "tre"))]

    page = browser.get("/note/").text.split(f'data-note="{notes[0].id}"')[1].split("</li>")[0]
    before = re.search(r'name="before" value="(\d*)"', page)[1]
    browser.post(f"/note/{notes[0].id}/sposta", data={"before": before})

    order = fresh(session).scalars(select(OfficeNote.text).order_by(OfficeNote.position)).all()
    assert order == ["due", "uno", "tre"]


@pytest.mark.parametrize("before", ["abc", "-1", "9" * 30, "1; drop"])
def test_a_place_that_is_none_is_refused(people, session, before):
    made = post_it(session, "uno", 0)

    answer = people.secretary().post(f"/note/{made.id}/sposta", data={"before": before})

    assert answer.status_code == 400


def test_a_note_to_one_colleague_is_read_by_the_two(people, session):
    author, _ = people.account([catalogue.SECRETARY])
    reader, _ = people.account([catalogue.SECRETARY])
    people.browser(author).post(
        "/note/elenco/add", data=typed(text="Solo tra noi", due_on=str(TODAY), assignee=reader.id)
    )
    (made,) = stored(session)
    third = people.secretary()

    assert "Solo tra noi" in people.browser(author).get("/note/").text
    assert "Solo tra noi" in people.browser(reader).get("/").text
    assert "Solo tra noi" not in third.get("/note/").text
    assert "Solo tra noi" not in third.get("/note/elenco/").text
    assert third.get(f"/note/elenco/edit/{made.id}").status_code == 404
    for step in ("fatto", "riapri", "fissa", "sposta"):
        assert third.post(f"/note/{made.id}/{step}").status_code == 404
    assert third.post(f"/note/elenco/delete/{made.id}").status_code == 404
    assert committed(session, made).done_at is None


def test_technicians_and_strangers_never_see_notes(people, other_people, session):
    made = note(session)
    lead, _technician = people.lead()

    assert lead.get("/note/").status_code in {302, 403}
    assert lead.post(f"/note/{made.id}/fatto").status_code in {302, 403}
    assert other_people.administrator().post(f"/note/{made.id}/fatto").status_code == 404
    assert made.text not in other_people.administrator().get("/note/").text


def test_reading_is_not_writing(people, session):
    made = note(session)
    browser, _ = people.with_functions("notes.read")

    page = browser.get("/note/")

    assert made.text in page.text
    assert "/note/elenco/add" not in page.text
    assert "fatto" not in page.text
    assert browser.post(f"/note/{made.id}/fatto").status_code in {302, 403}
    assert browser.get("/note/elenco/add").status_code in {302, 403}
    assert committed(session, made).done_at is None


def test_the_form_leaves_out_what_may_not_be_looked_up(people, session):
    client, _device = make_plant(session, 1)
    session.commit()
    browser, _ = people.with_functions("notes.read", "notes.write")

    page = browser.get("/note/elenco/add").text
    browser.post("/note/elenco/add", data=typed(client=client.id))

    (made,) = stored(session)
    assert 'name="client"' not in page
    assert made.client_id is None


def test_the_card_shows_its_notes(people, session):
    client, _device = make_plant(session, 1)
    session.commit()
    note(session, "Chiede il preventivo", client_id=client.id)
    note(session, "Altro cliente")

    page = people.administrator().get(f"/clienti/{client.id}?tab=notes").text

    assert "Chiede il preventivo" in page
    assert "Altro cliente" not in page
    assert f"client={client.id}" in page


def test_a_stale_form_loses_nothing(people, session):
    browser = people.secretary()
    made = note(session)
    browser.post(f"/note/elenco/edit/{made.id}", data=typed(text="Prima", version="1"))

    late = browser.post(f"/note/elenco/edit/{made.id}", data=typed(text="Seconda", version="1"))

    assert late.status_code == 422
    assert "Seconda" in late.text
    assert committed(session, made).text == "Prima"


@pytest.mark.parametrize("month", ["", "2026-12-01", "99/99/9999", "'"])
def test_every_month_opens(people, month):
    assert people.secretary().get("/note/", query_string={"mese": month}).status_code == 200


def test_text_is_shown_as_text(people, session):
    note(session, "<script>alert(1)</script>")
    post_it(session, "<img src=x onerror=alert(1)>", 0)

    page = people.secretary().get("/note/").text

    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_statements_do_not_grow_with_the_notes(app, people, session):
    browser = people.administrator()
    browser.get("/note/")
    lengths = []
    for count in (1, 3):
        while session.scalar(select(func.count(OfficeNote.id))) < 2 * count:
            client, _device = make_plant(
                session, 50 + session.scalar(select(func.count(OfficeNote.id)))
            )
            note(session, client_id=client.id)
            post_it(session, "x", 0, client_id=client.id)
        with counted_statements(app) as statements:
            browser.get("/note/")
        lengths.append(len(statements))

    assert lengths[0] == lengths[1] <= 8
