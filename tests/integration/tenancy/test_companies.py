"""Nothing of one company is ever seen or touched from another."""

from threading import Thread

import pytest
from sqlalchemy import select, text

from app.accounts import provisioning
from app.accounts.models import Account
from app.accounts.rules import PasswordTooShortError
from app.extensions import db
from app.tenancy import migrations
from app.tenancy.context import NoCompanyError, company_scope
from app.tenancy.directory import BadSlugError, CompanyExistsError
from app.web.clock import utc_now


def usernames():
    return list(db.session.scalars(select(Account.username).order_by(Account.username)))


def test_database_outside_a_company_is_refused(app):
    with app.app_context(), pytest.raises(NoCompanyError):
        usernames()


def test_each_company_sees_its_own_accounts(app):
    with app.app_context():
        found = {}
        for slug in ("prova", "altra"):
            with company_scope(slug):
                found[slug] = usernames()
                db.session.remove()

    assert found == {"prova": ["prova.capo"], "altra": ["altra.capo"]}


def test_a_session_of_one_company_refuses_another(app):
    with app.app_context():
        with company_scope("prova"):
            usernames()
        with company_scope("altra"), pytest.raises(NoCompanyError):
            usernames()
        db.session.remove()


def test_raw_sql_stays_inside_the_company(app):
    with app.app_context(), company_scope("altra"):
        found = db.session.execute(text("SELECT username FROM ab_user")).scalars().all()
        db.session.remove()

    assert found == ["altra.capo"]


def test_two_hundred_requests_of_two_companies_do_not_mix(app, people, other_people):
    browsers = {"PROVA": people.administrator, "ALTRA": other_people.administrator}
    browsers = {name: [make() for _ in range(2)] for name, make in browsers.items()}
    wrong = []

    def work(name, browser):
        other = "ALTRA" if name == "PROVA" else "PROVA"
        for _ in range(50):
            page = browser.get("/").text
            if name not in page or other in page:
                wrong.append(name)

    threads = [Thread(target=work, args=(n, b)) for n, found in browsers.items() for b in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


@pytest.mark.parametrize("slug", ["", "A", "1cat", "con.punto", "../prova", "a" * 40, "è"])
def test_bad_slug_is_refused(app, slug):
    with app.app_context(), pytest.raises(BadSlugError):
        provisioning.create_company(
            slug, "X", admin="capo", password="quattro parole a caso", now=utc_now()
        )


def test_taken_slug_is_refused_and_the_company_kept(app):
    with app.app_context():
        with pytest.raises(CompanyExistsError):
            provisioning.create_company(
                "prova", "X", admin="capo", password="quattro parole a caso", now=utc_now()
            )

        assert migrations.current_revision("prova") == migrations.head()


def test_refused_password_leaves_no_company_behind(app):
    with app.app_context():
        with pytest.raises(PasswordTooShortError):
            provisioning.create_company("nuova", "X", admin="capo", password="x", now=utc_now())

        assert db.directory.find("nuova") is None


def test_closed_company_cannot_sign_in(app, people):
    browser = people.administrator()
    with app.app_context():
        db.directory.change("prova", status="closed")
        try:
            assert browser.get("/").status_code == 302
        finally:
            db.directory.change("prova", status="active")

    assert browser.get("/").status_code == 200
