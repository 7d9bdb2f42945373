"""The same tests on a folder, in memory and in a bucket: of TEST_FILES_URL, or of a server here."""

import os
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import boto3
import pytest
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem

from app.files.store import FileMissingError, FileStore

BUCKET = os.environ.get("TEST_FILES_URL")


@pytest.fixture(scope="module")
def bucket():
    """Address of a bucket on an S3 server: a real one, or one that answers like it."""
    if BUCKET:
        yield BUCKET
        return
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        environment.setenv("AWS_ACCESS_KEY_ID", "prova")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "prova")
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        boto3.client("s3").create_bucket(Bucket="fiammetta")
        # Connections are kept per process: those to another test's server lead nowhere.
        S3FileSystem.clear_instance_cache()
        yield "s3://fiammetta"
    S3FileSystem.clear_instance_cache()
    server.stop()


@pytest.fixture(params=["folder", "memory", "bucket"])
def url(request, tmp_path):
    if request.param == "bucket":
        return f"{request.getfixturevalue('bucket')}/{uuid4().hex}"
    return {"folder": str(tmp_path / "files"), "memory": f"memory://{uuid4().hex}"}[request.param]


@pytest.fixture
def files(url):
    return FileStore(url).of("termoclima")


def test_content_comes_back_under_its_hash(files):
    sha = files.put("Così è €".encode())

    assert sha == sha256("Così è €".encode()).hexdigest()
    assert files.exists(sha)
    assert files.read(sha) == "Così è €".encode()
    with files.open(sha) as file:
        assert file.read(3) == b"Cos"


def test_same_content_is_kept_once(files):
    assert files.put(b"one") == files.put(b"one")
    assert list(files.names()) == [sha256(b"one").hexdigest()]


def test_empty_file_is_a_file(files):
    assert files.read(files.put(b"")) == b""


def test_companies_do_not_see_each_other(url):
    store = FileStore(url)
    sha = store.of("termoclima").put(b"secret")

    other = store.of("calorservice")

    assert not other.exists(sha)
    assert list(other.names()) == []
    with pytest.raises(FileMissingError):
        other.read(sha)


def test_deleted_file_is_gone_and_may_be_deleted_again(files):
    sha = files.put(b"one")

    files.delete(sha)
    files.delete(sha)

    assert not files.exists(sha)
    with pytest.raises(FileMissingError) as refusal:
        files.open(sha)
    assert refusal.value.facts == {"sha": sha}


@pytest.mark.parametrize("name", ["", "..", "../x", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_only_hashes_are_names(files, name):
    with pytest.raises(ValueError, match="64 hexadecimal"):
        files.exists(name)


@pytest.mark.parametrize("slug", ["", "..", "a/b", "A", "a" * 64, "a\n"])
def test_only_slugs_are_companies(url, slug):
    with pytest.raises(ValueError, match="slug"):
        FileStore(url).of(slug)


def test_damaged_file_is_not_given_out(tmp_path):
    files = FileStore(str(tmp_path)).of("termoclima")
    sha = files.put(b"one")
    Path(tmp_path, "termoclima", sha[:2], sha).write_bytes(b"two")

    with pytest.raises(FileMissingError):
        files.read(sha)


def test_many_writers_leave_one_whole_file(tmp_path):
    files = FileStore(str(tmp_path)).of("termoclima")
    content = b"x" * 300_000

    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(lambda _: files.put(content), range(24)))

    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == list(names)
    assert files.read(names.pop()) == content
