"""Libraries that a server must not load before it needs them: they stay in its memory."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from app.offload.sparing import without

ROOT = Path(__file__).parents[3]
#: 80 MB together, see docs/performance.md.
HEAVY = {
    "PIL", "alembic", "authlib", "icalendar", "openpyxl", "psycopg", "pygments", "pyhanko", "redis",
    "rich", "typst",
}  # fmt: skip


def test_a_server_starts_without_heavy_libraries(tmp_path):
    program = (
        "import sys; from app import create_app; create_app(); import app.server;"
        f"print(sorted({HEAVY!r} & set(sys.modules)))"
    )
    settings = {"FIAMMETTA_MODE": "testing", "DATA_DIR": str(tmp_path), "TEST_POSTGRES_URL": ""}

    said = subprocess.run(  # noqa: S603  ourselves
        [sys.executable, "-c", program], cwd=ROOT, env=os.environ | settings,
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert said.stdout.strip().splitlines()[-1] == "[]"


def test_what_was_hidden_can_be_imported_afterwards():
    sys.modules.pop("colorsys", None)

    with without("colorsys", "json"):
        hidden = sys.modules["colorsys"]
        kept = sys.modules["json"]
    found = import_module("colorsys")

    assert hidden is None
    assert kept is not None
    assert found.__name__ == "colorsys"
