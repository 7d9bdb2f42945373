"""Real helper processes: what they give back, how they end, what happens when one is lost."""

import os
import signal
import subprocess
import sys
import threading
import time
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from app.files.pictures import NotAPictureError, photo
from app.kernel.errors import DomainError
from app.offload import pool as offload
from app.offload.pool import HelperLostError, run
from app.pdf.labels import Label, label_sheet
from app.pdf.render import RenderError, render
from app.pdf.seal import CertificateNotReadableError, certificate_facts

ROOT = Path(__file__).parents[3]


@pytest.fixture
def helpers():
    """Helpers for this process, ended after the test."""
    offload.configure(2)
    yield offload._process.pool
    offload.configure(0)


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone(pid):
    until = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.01)
    return not is_alive(pid)


def die_the_first_time(note):
    """A task that takes its helper with it, once."""
    if not Path(note).exists():
        Path(note).write_text("died")
        os._exit(9)
    return "done"


class PickyError(Exception):
    """An error that cannot be made again from its own arguments."""

    def __init__(self, one, two):
        super().__init__("picky")


def refuse():
    raise PickyError(1, 2)


def grow():
    """A task that leaves much memory behind."""
    grow.kept = bytearray(b"x" * 200_000_000)
    return os.getpid()


def test_documents_and_pictures_come_from_one_helper_that_is_kept(helpers):
    drawing = BytesIO()
    Image.new("RGB", (3000, 1500), "red").save(drawing, "PNG")

    sheet = label_sheet([Label("https://example.it/d/1", "Caldaia di Rossi")])
    first = helpers.pids()
    picture = photo(drawing.getvalue())

    assert "Caldaia di Rossi" in PdfReader(BytesIO(sheet)).pages[0].extract_text()
    assert (picture.mime, picture.width_px, picture.height_px) == ("image/jpeg", 1600, 800)
    assert len(first) == 1
    assert first[0] != os.getpid()
    assert helpers.pids() == first


def test_refusals_come_back_as_they_are(helpers):
    with pytest.raises(RenderError) as missing:
        render("no_such_template", {})
    with pytest.raises(NotAPictureError):
        photo(b"no picture")
    with pytest.raises(CertificateNotReadableError):
        certificate_facts(b"no certificate", "password")

    assert missing.value.template == "no_such_template"
    assert len(helpers.pids()) == 1


def test_an_error_that_cannot_travel_says_what_it_was(helpers):
    with pytest.raises(RuntimeError, match="PickyError"):
        run(refuse)


def test_a_lost_helper_costs_no_document(helpers, tmp_path):
    assert run(die_the_first_time, str(tmp_path / "note")) == "done"


def test_a_helper_killed_while_it_waits_is_replaced(helpers):
    first = run(os.getpid)
    os.kill(first, signal.SIGKILL)

    assert run(os.getpid) not in {first, os.getpid()}


def test_a_task_that_kills_every_helper_is_given_up_in_words(helpers):
    with pytest.raises(HelperLostError) as lost:
        run(os._exit, 9)

    assert isinstance(lost.value, DomainError)
    assert helpers.pids() == []
    assert run(os.getpid) != os.getpid()


def test_a_task_without_end_is_given_up(helpers, monkeypatch):
    first = run(os.getpid)
    monkeypatch.setattr(offload, "PATIENCE_SECONDS", 0.1)

    with pytest.raises(HelperLostError):
        run(time.sleep, 60)

    assert gone(first)


def test_a_helper_that_grew_is_replaced(helpers):
    grown = run(grow)

    assert gone(grown)
    assert run(os.getpid) != grown


def test_a_helper_that_nobody_asks_ends(helpers, monkeypatch):
    monkeypatch.setattr(offload, "IDLE_SECONDS", 0.05)

    assert gone(run(os.getpid))


def test_two_threads_work_at_once_and_a_third_waits(helpers):
    found = []
    threads = [
        threading.Thread(target=lambda: found.append((run(time.sleep, 0.3), run(os.getpid))))
        for _number in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 3
    assert len({pid for _slept, pid in found}) <= 2
    assert len(helpers.pids()) <= 2


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_a_helper_ends_with_the_process_that_started_it(way):
    program = (
        "import os, time; from app.offload import pool; pool.configure(1);"
        "print(pool.run(os.getpid), flush=True); time.sleep(60)"
    )
    with subprocess.Popen(  # noqa: S603  ourselves
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        cwd=ROOT, text=True,
    ) as server:  # fmt: skip
        helper = int(server.stdout.readline())
        os.kill(helper, signal.SIGTERM)  # as a service is stopped: all its processes at once
        server.send_signal(way)

        assert server.wait(10) != 0
    assert gone(helper)


def test_without_helpers_everything_is_done_here():
    assert run(os.getpid) == os.getpid()


def test_a_helper_loads_nothing_of_the_web():
    program = (
        "import sys; import app.offload.__main__, app.pdf.render, app.pdf.seal, app.files.pictures;"
        "print({'flask', 'sqlalchemy', 'structlog', 'flask_babel'} & set(sys.modules))"
    )

    said = subprocess.run(  # noqa: S603  ourselves
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "set()"
