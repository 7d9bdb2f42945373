"""Start Fiammetta on this machine: ``make run``, or ``python run.py`` in the environment.

Without FIAMMETTA_MODE it is the demonstration: one folder, a demo company, mail that stays here.
"""

import os

os.environ.setdefault("FIAMMETTA_MODE", "demo")

from app import create_app

if __name__ == "__main__":
    app = create_app()  # first: it chooses which libraries are loaded

    from app.server import prepare, serve

    prepare(app)
    serve(app)
