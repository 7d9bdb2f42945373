"""The photo of the nameplate on the card of a device."""

from io import BytesIO
from uuid import uuid4

from PIL import Image
from sqlalchemy import select

from app.attachments.models import Attachment
from app.attachments.rules import AttachmentKind, OwnerKind
from tests.factories.interventions import make_plant
from tests.helpers import fresh
from tests.web.attachments.test_files import picture


def send(browser, device, content, **values):
    data = {"photo": (BytesIO(content), "IMG 1.jpg"), **values}
    return browser.post(
        f"/apparecchi/{device.id}/targhetta", data=data, content_type="multipart/form-data"
    )


def files(session):
    return fresh(session).scalars(select(Attachment).order_by(Attachment.created_at)).all()


def boiler(session):
    _client, device = make_plant(session)
    session.commit()
    return device


def test_photo_is_stored_without_its_position_and_shown(session, people):
    device = boiler(session)
    browser = people.secretary()

    assert send(browser, device, picture()).status_code == 302

    (stored,) = files(session)
    assert (stored.owner_kind, stored.owner_key) == (OwnerKind.DEVICE, str(device.id))
    assert stored.kind is AttachmentKind.NAMEPLATE
    assert f'src="/file/{stored.id}"' in browser.get(f"/apparecchi/{device.id}").text
    with browser.get(f"/file/{stored.id}") as shown:
        assert not Image.open(BytesIO(shown.data)).getexif()


def test_a_new_photo_keeps_the_old_one(session, people):
    device = boiler(session)
    browser = people.secretary()
    send(browser, device, picture())
    send(browser, device, picture("#003355"))

    old, new = files(session)
    page = browser.get(f"/apparecchi/{device.id}").text
    assert f'src="/file/{new.id}"' in page
    assert f'href="/file/{old.id}"' in page


def test_pressing_twice_stores_once(session, people):
    device = boiler(session)
    browser, uuid = people.secretary(), str(uuid4())

    for _turn in range(2):
        assert send(browser, device, picture(), uuid=uuid).status_code == 302

    assert [row.id for row in files(session)] == [uuid]


def test_what_is_no_picture_is_refused_at_the_field(session, people):
    device = boiler(session)
    browser = people.secretary()

    for answer in (
        send(browser, device, b"%PDF-1.7 not a photo"),
        browser.post(f"/apparecchi/{device.id}/targhetta", data={}),
    ):
        assert answer.status_code == 422
        assert 'id="photo-error"' in answer.text
    assert files(session) == []


def test_who_may_not_write_or_see_sends_nothing(session, people, other_people):
    device = boiler(session)
    reader, _ = people.with_functions("clients.read", "clients.all", "devices.read")

    assert send(reader, device, picture()).status_code == 403
    assert 'name="photo"' not in reader.get(f"/apparecchi/{device.id}").text
    assert send(people.technician()[0], device, picture()).status_code == 403
    assert send(other_people.secretary(), device, picture()).status_code == 404
    assert files(session) == []
