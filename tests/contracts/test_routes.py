"""Every address belongs to a function of the catalogue, or is on a list here with its reason."""

from app.accounts import catalogue
from tests.routes import BY_ROW, OPEN, OWN_CHECK, SIGNED_IN, endpoints, pair_of, views_of


def test_every_route_is_in_a_function_or_named_here(app):
    opened = {pair for function in catalogue.ALL for pair in function.grants}
    named = OPEN | SIGNED_IN | BY_ROW | OWN_CHECK.keys()
    loose = {
        endpoint
        for endpoint in endpoints(app)
        if endpoint not in named and pair_of(app, endpoint) not in opened
    }

    assert loose == set(), "give these addresses a function, or name them in tests/routes.py"


def test_no_list_here_names_what_is_gone(app):
    assert (OPEN | SIGNED_IN | BY_ROW | OWN_CHECK.keys()) - endpoints(app) == set()


def test_every_action_is_in_a_function(app):
    opened = {pair for function in catalogue.ALL for pair in function.grants}
    loose = {
        f"{view.endpoint}: {name}"
        for view in views_of(app).values()
        for name in getattr(view, "actions", {})
        if (view.get_action_permission_name(name), view.class_permission_name) not in opened
    }

    assert loose == set()
