"""The jobs of a company, done as the worker does them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from app.jobs.runner import run_due
from app.tenancy.context import company_scope
from app.web.clock import utc_now
from app.worker import job_session


def elsewhere(work):
    """Do a piece of work in a thread: the browser's event loop holds this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def do_the_jobs(app, slug):
    """Do the due jobs of a company."""

    def _work():
        with app.app_context(), company_scope(slug):
            run_due(job_session, now=lambda: utc_now() + timedelta(minutes=1))

    elsewhere(_work)
