"""Each screen of the menu, and each view with pages, has a help page of its own subject."""

from flask import url_for

from app.help import pages
from app.registry import SHELL
from tests.routes import OPEN, views_of

#: Answer programs, or send a file: nobody reads them as a page.
NO_PAGES = {
    "AppointmentApi", "AttachmentApi", "ClientApi", "FileView", "ReportApi", "ReeApi",
    "LocaleView", "UtilView", "ViewAsView", "IndexView", "ProfileView",
}  # fmt: skip


def entries():
    return (*SHELL.sidebar, *SHELL.bottom, *SHELL.quick)


def test_each_entry_of_the_menu_has_its_own_help():
    loose = [
        str(entry.endpoint) for entry in entries() if pages.page_of(entry.endpoint) == pages.FIRST
    ]

    assert loose == []


def test_each_view_with_pages_is_explained(app):
    open_views = {endpoint.partition(".")[0] for endpoint in OPEN}
    views = {
        rule.endpoint.partition(".")[0]
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint.partition(".")[0] in views_of(app)
    }
    loose = {
        view
        for view in views - open_views - NO_PAGES
        if pages.page_of(f"{view}.any") == pages.FIRST
        and view != "HelpView"
        and not view.endswith("ReadApi")
    }

    assert loose == set()


def test_the_question_mark_of_each_entry_opens_its_help(app, people):
    browser = people.administrator()
    with app.test_request_context():
        addresses = {
            entry.endpoint: url_for(entry.endpoint) for entry in entries() if not entry.field_only
        }
    for endpoint, address in addresses.items():
        page = pages.page_of(endpoint)
        text = browser.get(address, follow_redirects=True).text

        assert f'href="/aiuto/{page}" data-hotkey="?"' in text, endpoint
        assert browser.get(f"/aiuto/{page}").status_code == 200
