"""Every screen is opened by a function on purpose; no function opens a dead screen."""

from app.accounts import catalogue
from app.kernel.functions import closure


def test_codes_are_unique():
    codes = [function.code for function in catalogue.ALL]

    assert len(codes) == len(set(codes))


def test_functions_need_known_functions():
    needed = {code for function in catalogue.ALL for code in function.needs}

    assert needed <= set(catalogue.BY_CODE)


def test_profiles_hold_all_that_their_functions_need():
    for codes in catalogue.PROFILES.values():
        assert closure(codes, catalogue.BY_CODE) == codes


def test_technicians_get_no_office_function():
    for name in (catalogue.TECHNICIAN, catalogue.LEAD_TECHNICIAN):
        assert not [c for c in catalogue.PROFILES[name] if catalogue.BY_CODE[c].is_office]


def test_every_pair_of_a_view_belongs_to_a_function(app):
    views = [v for v in app.appbuilder.baseviews if type(v).__module__.startswith("app.")]
    existing = {(name, v.class_permission_name) for v in views for name in v.base_permissions}
    opened = {pair for function in catalogue.ALL for pair in function.grants}

    assert existing <= opened
