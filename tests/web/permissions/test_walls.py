"""Every address, as each profile and with each function missing, compared with the catalogue.

The permissions an account holds are replaced at the one place where they are read; everything
above it (rights, guards, screens) is the real thing.
"""

import pytest

from app.accounts import catalogue, queries
from app.accounts.models import AccountKind
from tests.routes import BY_ROW, OPEN, OWN_CHECK, SIGNED_IN, addresses, pair_of, views_of

#: Whole lists on paper: asked for like an export.
WHOLE_REGISTERS = {"FgasView.pdf"}

#: Name -> (functions stored, kind, works as technician).
PEOPLE = {
    "administrator": (frozenset(catalogue.BY_CODE), AccountKind.SECRETARY, False),
    "secretary": (catalogue.PROFILES[catalogue.SECRETARY], AccountKind.SECRETARY, False),
    "technician": (catalogue.PROFILES[catalogue.TECHNICIAN], AccountKind.TECHNICIAN, True),
    "lead": (catalogue.PROFILES[catalogue.LEAD_TECHNICIAN], AccountKind.TECHNICIAN, True),
    "hybrid": (catalogue.PROFILES[catalogue.SECRETARY], AccountKind.SECRETARY, True),
    "technician with everything stored": (
        frozenset(catalogue.BY_CODE),
        AccountKind.TECHNICIAN,
        True,
    ),
    "subsections without the card": (
        frozenset(c for c, f in catalogue.BY_CODE.items() if catalogue.CARD in f.needs),
        AccountKind.TECHNICIAN,
        True,
    ),
    "nothing": (frozenset(), AccountKind.SECRETARY, False),
}


@pytest.fixture
def holding(people, monkeypatch):
    """Returns a browser of an account that holds exactly the pairs of some functions."""

    def browser(codes, kind=AccountKind.SECRETARY, *, is_technician=False):
        pairs = frozenset(p for code in codes for p in catalogue.BY_CODE[code].grants)
        monkeypatch.setattr(queries, "pairs_of", lambda _text: pairs)
        account, _technician = people.account([], kind=kind, works_as_technician=is_technician)
        return people.browser(account)

    return browser


def working(codes, kind, is_technician):
    """What the reference says works, worked out the long way round."""
    stored = set(codes) | (catalogue.FIELD if is_technician else set())
    while useless := {c for c in stored if not catalogue.BY_CODE[c].needs <= stored}:
        stored -= useless
    if kind is AccountKind.SECRETARY:
        return stored
    stored = {code for code in stored if not catalogue.BY_CODE[code].is_office}
    return stored.union(*(catalogue.BY_CODE[code].field_also for code in stored))


def openers(app, endpoint):
    """Return the functions any of which opens an endpoint."""
    if endpoint in OWN_CHECK:
        return OWN_CHECK[endpoint]
    pair = pair_of(app, endpoint)
    return {code for code, function in catalogue.BY_CODE.items() if pair in function.grants}


def status_of(browser, method, address):
    answer = browser.open(address, method=method)
    answer.close()  # exports are files
    return answer.status_code


def guarded(app):
    return [one for one in addresses(app) if one[0] not in OPEN | SIGNED_IN | BY_ROW]


@pytest.mark.parametrize("who", PEOPLE)
def test_each_profile_opens_what_the_catalogue_says(app, holding, who):
    codes, kind, is_technician = PEOPLE[who]
    works = working(codes, kind, is_technician)
    browser = holding(codes, kind, is_technician=is_technician)
    wrong = {}
    for endpoint, method, address in guarded(app):
        may = bool(works & openers(app, endpoint))
        if endpoint.endswith(".export") or endpoint in WHOLE_REGISTERS:
            may = may and "exports.read" in works
        if may and method != "GET":
            continue  # what may be written is tested with each screen
        status = status_of(browser, method, address)
        if status >= 500 or (status == 403) is may:
            wrong[f"{method} {address}"] = (status, "may" if may else "may not")

    assert wrong == {}


def test_each_address_is_closed_without_its_functions(app, holding):
    wrong = {}
    missing = {}
    for endpoint, method, address in guarded(app):
        missing.setdefault(frozenset(openers(app, endpoint)), []).append((method, address))
    for functions, found in missing.items():
        browser = holding(catalogue.BY_CODE.keys() - functions)
        for method, address in found:
            status = status_of(browser, method, address)
            if status != 403:
                wrong[f"{method} {address}"] = status

    assert wrong == {}


def test_each_list_is_taken_away_only_with_the_export_function(app, holding):
    browser = holding(catalogue.BY_CODE.keys() - {"exports.read"})
    taken = {
        address: status
        for endpoint, _method, address in guarded(app)
        if endpoint.endswith(".export") and (status := status_of(browser, "GET", address)) != 403
    }

    assert taken == {}


def test_each_action_is_refused_without_its_function(app, holding):
    wrong = {}
    for endpoint, view in views_of(app).items():
        for name in getattr(view, "actions", {}):
            pair = (view.get_action_permission_name(name), view.class_permission_name)
            without = [code for code, f in catalogue.BY_CODE.items() if pair not in f.grants]
            browser = holding(without)
            for address in (f"{view.route_base}/action/{name}/1", f"{view.route_base}/action_post"):
                status = browser.post(address, data={"action": name, "rowid": "1"}).status_code
                if status not in {403, 404}:
                    wrong[f"{endpoint} {name}"] = status

    assert wrong == {}


def test_sign_in_alone_opens_ones_own_things_only(app, holding):
    browser = holding(())
    statuses = {
        endpoint: status_of(browser, method, address)
        for endpoint, method, address in addresses(app)
        if endpoint in SIGNED_IN and method == "GET"
    }

    assert statuses.keys() >= {"HomeView.index", "PasswordView.edit"}
    assert set(statuses.values()) <= {200, 302}


def test_files_are_found_by_nobody_without_their_row(app, holding):
    browser = holding(())
    statuses = {
        status_of(browser, method, address)
        for endpoint, method, address in addresses(app)
        if endpoint in BY_ROW
    }

    assert statuses <= {403, 404, 422}
