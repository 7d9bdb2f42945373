"""Documents and photos of clients, devices and interventions; on a folder and in a bucket."""

import zipfile
from io import BytesIO
from uuid import uuid4

import pytest
from moto.server import ThreadedMotoServer
from PIL import Image
from s3fs import S3FileSystem
from sqlalchemy import select

from app.attachments.models import Attachment
from app.files.store import FileStore
from tests.factories.interventions import make_plant
from tests.helpers import fresh
from tests.web.attachments.test_files import picture

PDF = b"%PDF-1.7\n%%EOF"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 200


@pytest.fixture(scope="module")
def bucket():
    """Address of a bucket on an S3 server of the test's own."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _host, port = server.get_host_and_port()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def kept(app, request, tmp_path, monkeypatch):
    """Keep the application's files on a folder, then in a bucket."""
    if request.param == "folder":
        url = str(tmp_path / "files")
    else:
        endpoint = request.getfixturevalue("bucket")
        for name, value in (
            ("AWS_ACCESS_KEY_ID", "prova"),
            ("AWS_SECRET_ACCESS_KEY", "prova"),
            ("AWS_DEFAULT_REGION", "eu-south-1"),
            ("AWS_ENDPOINT_URL", endpoint),
            ("AWS_ENDPOINT_URL_S3", endpoint),
        ):
            monkeypatch.setenv(name, value)
        import boto3  # noqa: PLC0415  only where the bucket is made

        name = f"prova-{uuid4().hex[:8]}"
        boto3.client("s3").create_bucket(
            Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-south-1"}
        )
        # Connections are kept per process: those to another test's server lead nowhere.
        S3FileSystem.clear_instance_cache()
        url = f"s3://{name}/azienda"
    monkeypatch.setitem(app.extensions, "files", FileStore(url))


@pytest.fixture
def plant(session):
    """Return (client, device)."""
    found = make_plant(session, 1)
    session.commit()
    return found


def send(browser, owner, key, *files, **values):
    data = {"kind": "document", "caption": "", "sending": str(uuid4())} | values
    data["files"] = [(BytesIO(content), name) for name, content in files]
    return browser.post(f"/allegati/{owner}/{key}", data=data, content_type="multipart/form-data")


def stored(session):
    return fresh(session).scalars(select(Attachment).order_by(Attachment.filename)).all()


def heic():
    made = BytesIO()
    Image.new("RGB", (64, 48), "#226134").save(made, "HEIF")
    return made.getvalue()


def test_files_are_kept_shown_and_taken_away_together(kept, people, plant, session):
    browser = people.administrator()
    client, _device = plant

    answer = send(browser, "client", client.id, ("Libretto.pdf", PDF), ("foto.jpg", picture()))
    send(browser, "client", client.id, ("IMG_1.HEIC", heic()), kind="photo", caption="Caldaia")

    names = [(one.filename, one.mime, one.owner_key) for one in stored(session)]
    key = str(client.id)
    assert answer.status_code == 302
    assert names == [
        ("IMG_1.jpg", "image/jpeg", key),
        ("Libretto.pdf", "application/pdf", key),
        ("foto.jpg", "image/jpeg", key),
    ]
    page = browser.get(f"/clienti/{client.id}?tab=files").text
    assert "Libretto.pdf" in page
    assert "Caldaia" in page
    with browser.get(f"/allegati/client/{client.id}/zip") as whole:
        archive = zipfile.ZipFile(BytesIO(whole.data))
    assert archive.read("Libretto.pdf") == PDF
    assert sorted(archive.namelist()) == ["IMG_1.jpg", "Libretto.pdf", "foto.jpg"]
    one = stored(session)[0]
    with browser.get(f"/file/{one.id}/anteprima") as preview:
        assert Image.open(BytesIO(preview.data)).format == "JPEG"
        assert "sandbox" in preview.headers["Content-Security-Policy"]
    with browser.get(f"/allegati/client/{client.id}/zip?id={one.id}") as part:
        assert zipfile.ZipFile(BytesIO(part.data)).namelist() == ["IMG_1.jpg"]


def test_a_photo_loses_its_position(people, plant, session):
    browser = people.administrator()
    send(browser, "device", plant[1].id, ("foto.jpg", picture()), kind="photo")

    (one,) = stored(session)
    with browser.get(f"/file/{one.id}") as shown:
        assert not Image.open(BytesIO(shown.data)).getexif()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("fattura.pdf", EXE),
        ("foto.jpg", EXE),
        ("pagina.pdf", b"<html><script>alert(1)</script>"),
        ("disegno.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("vuoto.pdf", b""),
        ("rotta.jpg", b"\xff\xd8\xff\xe0 rotto"),
        ("lista.docx", b"PK\x03\x04" + b"\x00" * 60),
    ],
)
@pytest.mark.parametrize("kind", ["document", "photo"])
def test_what_is_no_pdf_or_picture_is_refused_by_name(people, plant, session, name, content, kind):
    answer = send(people.administrator(), "client", plant[0].id, (name, content), kind=kind)

    assert answer.status_code == 422
    assert f"<div>{name}: " in answer.text
    assert stored(session) == []


def test_a_picture_that_unfolds_to_too_much_is_refused(people, plant, session):
    bomb = BytesIO()
    Image.new("1", (9000, 9000)).save(bomb, "PNG")

    answer = send(people.administrator(), "client", plant[0].id, ("b.png", bomb.getvalue()))

    assert answer.status_code == 422
    assert "b.png: " in answer.text
    assert stored(session) == []


def test_of_several_files_the_good_ones_are_kept(people, plant, session):
    answer = send(people.administrator(), "client", plant[0].id, ("si.pdf", PDF), ("no.pdf", EXE))

    assert answer.status_code == 422
    assert "no.pdf: " in answer.text
    assert [one.filename for one in stored(session)] == ["si.pdf"]


def test_files_above_the_servers_limit_are_answered_beside_the_field(app, people, plant, session):
    limit, app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_CONTENT_LENGTH"], 10_000
    try:
        answer = send(people.administrator(), "client", plant[0].id, ("g.pdf", PDF * 2_000))
    finally:
        app.config["MAX_CONTENT_LENGTH"] = limit

    assert answer.status_code == 413
    assert "invalid-feedback" in answer.text
    assert stored(session) == []


def test_pressing_twice_stores_once(people, plant, session):
    browser, sending = people.administrator(), str(uuid4())
    for _turn in range(2):
        send(browser, "client", plant[0].id, ("a.pdf", PDF), sending=sending)

    assert len(stored(session)) == 1


@pytest.mark.parametrize("values", [{"kind": "signature"}, {"kind": ""}, {"kind": "nameplate"}])
def test_a_kind_not_on_offer_is_refused(people, plant, session, values):
    answer = send(people.administrator(), "client", plant[0].id, ("a.pdf", PDF), **values)

    assert answer.status_code == 422
    assert stored(session) == []


def test_nothing_chosen_says_so(people, plant):
    answer = send(people.administrator(), "client", plant[0].id)

    assert answer.status_code == 422
    assert "invalid-feedback" in answer.text


def test_a_name_from_outside_stays_a_name(people, plant, session):
    browser = people.administrator()
    for name in ("../../etc/passwd.pdf", "a.pdf", "A.pdf"):
        send(browser, "client", plant[0].id, (name, PDF + name.encode()))

    with browser.get(f"/allegati/client/{plant[0].id}/zip") as whole:
        names = zipfile.ZipFile(BytesIO(whole.data)).namelist()
    assert sorted(name.lower() for name in names) == ["a (2).pdf", "a.pdf", "passwd.pdf"]


def test_a_file_is_deleted_by_whoever_may_add(people, plant, session):
    browser = people.administrator()
    send(browser, "client", plant[0].id, ("a.pdf", PDF))
    (one,) = stored(session)
    reader, _ = people.with_functions("clients.read", "clients.all")

    refused = reader.post(f"/file/{one.id}/elimina")
    still = reader.post(f"/allegati/{one.id}/elimina")
    kept = len(stored(session))
    browser.post(f"/allegati/{one.id}/elimina")

    assert refused.status_code in {404, 405}
    assert (still.status_code, kept) == (302, 1)
    assert stored(session) == []


def test_who_does_not_see_the_row_sees_no_file(people, other_people, plant, session, client):
    send(people.administrator(), "client", plant[0].id, ("a.pdf", PDF))
    (one,) = stored(session)
    technician, _ = people.technician()
    place = f"/allegati/client/{plant[0].id}"

    for stranger in (technician, other_people.administrator()):
        assert stranger.get(place).status_code == 404
        assert stranger.get(f"{place}/zip").status_code == 404
        assert send(stranger, "client", plant[0].id, ("b.pdf", PDF)).status_code == 404
        assert stranger.get(f"/file/{one.id}").status_code == 404
        assert stranger.get(f"/file/{one.id}/anteprima").status_code == 404
        assert stranger.post(f"/allegati/{one.id}/elimina").status_code == 404
    assert "/login/" in client.get(place).location
    assert len(stored(session)) == 1


def test_reading_is_not_adding(people, plant, session):
    reader, _ = people.with_functions("clients.read", "clients.all")
    place = f"/allegati/client/{plant[0].id}"

    assert 'type="file"' not in reader.get(place).text
    assert send(reader, "client", plant[0].id, ("a.pdf", PDF)).status_code == 403
    assert stored(session) == []


def test_panels_stand_on_devices(people, plant):
    page = people.administrator().get(f"/apparecchi/{plant[1].id}").text

    assert f'action="/allegati/device/{plant[1].id}"' in page
