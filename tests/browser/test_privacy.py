"""A customer signs the privacy form on the technician's phone."""

from sqlalchemy import select

from app.privacy.models import PrivacyForm
from tests.browser.test_report import page, picture, visit
from tests.browser.thumb import Thumb
from tests.factories.privacy import make_notice

__all__ = ["page", "visit"]


def test_privacy_form_is_signed_on_the_phone(page, stored, visit):
    appointment, _device = visit
    make_notice(stored)
    page.goto(f"/oggi/{appointment.id}")
    page.get_by_role("link", name="Fai firmare il modulo privacy").click()
    thumb = Thumb(page)
    for purpose, answer in (("Promemoria per e-mail", "Acconsento"), ("SMS", "Non acconsento")):
        question = page.get_by_role("group", name=purpose)
        thumb.tap(question.locator("label").filter(has_text=answer).first)
    thumb.sign(0)
    picture(page, "privacy")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Firma il modulo privacy").click()

    page.get_by_text("Il modulo privacy è firmato.").wait_for()
    assert page.get_by_role("link", name="Fai firmare il modulo privacy").count() == 0
    (form,) = stored.scalars(select(PrivacyForm)).all()
    assert [one.is_given for one in form.answers] == [True, False]
    assert len(form.strokes) == 2
