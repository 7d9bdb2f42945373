"""Files stay readable: none of ours is longer than 400 lines."""

from pathlib import Path

LIMIT = 400
FOLDERS = (("app", (".py", ".html", ".js", ".css")), ("tests", (".py",)))
#: Lists of data, one row per line: split would hide them.
DATA = {"app/kernel/given_names.py", "app/shipped.py"}


def test_no_file_is_too_long():
    long = {}
    for folder, endings in FOLDERS:
        for path in Path(folder).rglob("*"):
            if path.suffix not in endings or str(path) in DATA:
                continue
            if {"node_modules", "dist"} & set(path.parts):
                continue
            lines = path.read_text(encoding="utf-8").count("\n")
            if lines > LIMIT:
                long[str(path)] = lines

    assert long == {}
