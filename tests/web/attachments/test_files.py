"""Files that phones send before their report, and who gets them back."""

from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image
from sqlalchemy import func, select

from app.attachments.models import Attachment
from tests.factories.interventions import body_of, make_job, make_plant
from tests.helpers import fresh

REPORT = "8d0a6c5e-52a1-4f7e-9d1b-3f4d5a6b7c8d"


def picture(colour="#aa3311"):
    """Return a JPEG that says where it was taken."""
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (45.0, 4.0, 0.0), 3: "E", 4: (7.0, 40.0, 0.0)}
    exif[0x010F] = "Fotocamera segreta"
    made = BytesIO()
    Image.new("RGB", (40, 30), colour).save(made, "JPEG", exif=exif)
    return made.getvalue()


def address(uuid, **arguments):
    values = {"owner": "report", "key": REPORT, "kind": "photo"} | arguments
    query = "&".join(f"{name}={value}" for name, value in values.items())
    return f"/api/v1/attachments/{uuid}?{query}"


@pytest.fixture
def field(people):
    """Return (browser, technician)."""
    return people.technician()


def stored(session):
    return fresh(session).scalar(select(func.count(Attachment.id)))


def test_a_photo_arrives_once_without_its_position(field, session):
    uuid = str(uuid4())
    place = address(uuid, caption="Prima del lavoro", filename="../IMG%2001.jpg")

    answers = [field[0].put(place, data=picture()) for _turn in range(2)]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json["url"] == f"/file/{uuid}"
    row = fresh(session).scalars(select(Attachment)).one()
    assert (row.caption, row.filename, row.mime) == ("Prima del lavoro", "IMG 01.jpg", "image/jpeg")
    shown = field[0].get(f"/file/{uuid}")
    assert shown.mimetype == "image/jpeg"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert not shown.headers["Content-Disposition"].startswith("attachment")
    assert not Image.open(BytesIO(shown.data)).getexif()
    assert b"segreta" not in shown.data


def test_other_bytes_or_another_sender_under_the_same_name_clash(field, people, session):
    uuid = str(uuid4())
    field[0].put(address(uuid), data=picture())
    stranger, _ = people.technician()

    assert field[0].put(address(uuid), data=picture("#00ff00")).status_code == 409
    assert field[0].put(address(uuid, key=uuid4()), data=picture()).status_code == 409
    assert stranger.put(address(uuid), data=picture()).status_code == 409
    assert stored(session) == 1


def test_only_the_sender_sees_a_file_whose_report_has_not_arrived(
    field, people, other_people, client
):
    uuid = str(uuid4())
    field[0].put(address(uuid), data=picture())
    stranger, _ = people.technician()
    foreign = other_people.administrator()

    assert field[0].get(f"/file/{uuid}").status_code == 200
    assert stranger.get(f"/file/{uuid}").status_code == 404
    assert people.administrator().get(f"/file/{uuid}").status_code == 404
    assert foreign.get(f"/file/{uuid}").status_code == 404
    assert client.get(f"/file/{uuid}").status_code == 302


def test_who_sees_the_report_sees_its_files_and_nothing_is_added_later(people, session):
    browser, technician = people.technician()
    stranger, _ = people.technician()
    secretary = people.secretary()
    uuid = str(uuid4())
    browser.put(address(uuid), data=picture())
    body = body_of(
        session, *make_job(session, technician), performed_on="2026-01-12",
        attachments=[{"id": uuid, "kind": "photo", "caption": ""}],
    )  # fmt: skip
    assert browser.put(f"/api/v1/reports/{REPORT}", json=body).status_code == 201

    assert secretary.get(f"/file/{uuid}").status_code == 200
    assert stranger.get(f"/file/{uuid}").status_code == 404
    assert browser.put(address(uuid), data=picture()).status_code == 200
    late = browser.put(address(uuid4()), data=picture("#00ff00"))
    assert (late.status_code, late.json["error"]) == (409, "OwnerClosed")
    assert stored(session) == 1


def test_a_report_waits_for_its_own_files_only(people, session):
    browser, technician = people.technician()
    stranger, _ = people.technician()
    of_other_report, of_stranger, never_sent = (str(uuid4()) for _ in range(3))
    browser.put(address(of_other_report, key=uuid4()), data=picture())
    stranger.put(address(of_stranger), data=picture())
    wanted = [of_other_report, of_stranger, never_sent]
    body = body_of(
        session, *make_job(session, technician), performed_on="2026-01-12",
        attachments=[{"id": uuid} for uuid in wanted],
    )  # fmt: skip

    answer = browser.put(f"/api/v1/reports/{REPORT}", json=body)

    assert (answer.status_code, answer.json["error"]) == (422, "AttachmentsMissing")
    assert answer.json["missing"] == wanted
    assert answer.json["problems"][0]["path"] == "attachments"


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "photo", 415),
        (b"<html><script>1</script>", "document", 415),
        (b"", "photo", 415),
        (b"%PDF-1.7", "photo", 415),
        (b"%PDF-1.7 testo", "document", 201),
        (b"\xff\xd8\xff\xe0 rotto", "photo", 415),
    ],
)
def test_only_pictures_and_pdf_are_taken(field, data, kind, code):
    assert field[0].put(address(uuid4(), kind=kind), data=data).status_code == code


def test_a_heavy_file_is_too_large(field):
    assert field[0].put(address(uuid4()), data=b"x" * 26_000_000).status_code == 413


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"owner": "company"}, 422),
        ({"kind": "signature"}, 422),
        ({"key": ""}, 422),
        ({"key": "x" * 50}, 422),
        ({"key": "1"}, 404),
        ({"owner": "client", "key": "1"}, 404),
        ({"owner": "device", "key": "%C2%B2"}, 404),
        ({"caption": "%00%FF" + "x" * 400}, 201),
    ],
)
def test_wrong_arguments_are_told(field, session, changes, code):
    make_plant(session)
    session.commit()

    assert field[0].put(address(uuid4(), **changes), data=picture()).status_code == code


def test_files_of_cards_and_devices_follow_their_row_rule(people, other_people, session):
    client, device = make_plant(session)
    session.commit()
    secretary = people.secretary()
    technician, _ = people.technician()
    for owner, key in (("client", client.id), ("device", device.id)):
        uuid = uuid4()
        place = address(uuid, owner=owner, key=key)
        reader, _ = people.with_functions("clients.read", "clients.all", "devices.read")

        assert reader.put(place, data=picture()).status_code == 404
        assert secretary.put(place, data=picture()).status_code == 201
        assert reader.get(f"/file/{uuid}").status_code == 200
        assert technician.get(f"/file/{uuid}").status_code == 404
        assert other_people.administrator().get(f"/file/{uuid}").status_code == 404


def test_nobody_sends_nothing(client, people, session):
    browser, _ = people.with_functions("clients.read")

    assert client.put(address(uuid4()), data=picture()).status_code == 401
    assert browser.put(address(uuid4()), data=picture()).status_code == 404
    assert stored(session) == 0
