"""Signing in as a person does."""

import pytest

from tests.conftest import PASSWORD


def sign_in(page, password=PASSWORD, name="prova.capo"):
    page.goto("/login/")
    page.get_by_label("Nome utente").fill(name)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="Accedi", exact=True).click()
    page.wait_for_load_state()


@pytest.mark.parametrize("kind", ["desk", "phone"])
def test_sign_in_opens_the_first_page_without_sideways_scroll(kind, request):
    page = request.getfixturevalue(kind)
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))

    sign_in(page)

    assert page.get_by_role("heading", level=1).inner_text() == "Bacheca"
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert problems == []


def test_wrong_password_says_so_in_italian_and_keeps_the_name(desk):
    sign_in(desk, "sbagliata sbagliata")

    assert "Nome utente o password errati" in desk.inner_text("main")
    assert desk.get_by_label("Nome utente").input_value() == "prova.capo"
