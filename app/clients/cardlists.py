"""Tabs of the card that are another screen's list, narrowed to the card."""

from typing import Any

from flask import current_app
from markupsafe import Markup
from sqlalchemy import ScalarSelect, func, select

from app.clients.card import CardTab
from app.clients.models import Client
from app.kernel.access import Access
from app.web.views import HouseModelView, ListCard


def list_tab(code: str, label: Any, function: str, view: type[HouseModelView]) -> CardTab:
    """Return a tab with the rows of a list that belong to the card.

    Args:
        code: Value of ``?tab=``.
        label: What the tab says (lazy translation).
        function: Code of the function that opens it.
        view: Screen whose model has a relation named ``client``; its row rule applies.
    """

    def count(access: Access, client_id: int) -> ScalarSelect[int]:
        rows = select(func.count(model.id)).where(model.client_id == client_id)
        return _instance(view).visible(rows, access).scalar_subquery()

    def render(client: Client) -> Markup:
        found = _instance(view)
        if not found.offers("list"):
            return Markup()
        page = found.related_page("client", str(client.id))
        return Markup(ListCard(page=page)())  # type: ignore[no-untyped-call]  # noqa: S704  FAB; a template escaped it

    model: Any = view.datamodel.obj
    return CardTab(code, label, function, count, render)


def _instance(view: type[HouseModelView]) -> HouseModelView:
    for found in current_app.appbuilder.baseviews:  # type: ignore[attr-defined]  # set by FAB
        if type(found) is view:
            return found
    raise LookupError(view.__name__)
