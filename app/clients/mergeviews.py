"""The screen on which two cards of one plant become one."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_babel import gettext
from sqlalchemy.orm import Session

from app.clients import queries
from app.clients.merging import differences, ensure_mergeable, merge_clients
from app.clients.messages import COLUMNS, LABELS
from app.clients.models import Client
from app.clients.rules import ClientState, DuplicateReason
from app.clients.words import may_see, word_of
from app.extensions import db
from app.kernel.errors import DomainError
from app.kernel.phones import phone_search_digits
from app.search.queries import search_clients
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.saving import commit_or_flash

#: Cards that a search offers.
MOST_FOUND = 15
#: Heading of a choice of several columns, by its first one.
_HEADINGS = {"street": "plant_address", "billing_name": "billing_address"}


class MergeView(BaseView):
    """Choose the other card, compare, decide field by field, unite."""

    route_base = "/clienti/unisci"
    default_view = "choose"
    class_permission_name = "clients"
    method_permission_name = {"choose": "delete", "compare": "delete", "unite": "delete"}

    @expose("/<int:pk>")
    @has_access
    def choose(self, pk: int) -> ResponseReturnValue:
        """Look for the other card; the likely ones are offered at once."""
        session, item = db.session(), _card(pk)
        text = request.args.get("q", "").replace("\x00", "")[:200]
        access = current_access()
        found = search_clients(session, access, text, MOST_FOUND) if text else []
        reasons = LABELS[DuplicateReason]
        likely = [(card, reasons[why]) for card, why in _likely(session, item)]
        return self.render_template(
            "clients/merge_choose.html",
            title=gettext("Unite with…"),
            item=item,
            text=text,
            found=[card for card in found if card.id != item.id],
            likely=likely,
        )

    @expose("/<int:pk>/<int:other>")
    @has_access
    def compare(self, pk: int, other: int) -> ResponseReturnValue:
        """Show both cards side by side."""
        cards = sorted((_card(pk), _card(other)), key=lambda card: card.number)
        if pk == other:
            abort(404)
        try:
            # The older card remains unless only the newer one can.
            ensure_mergeable(*cards)
        except DomainError:
            cards.reverse()
        kept, merged = cards
        return self.render_template(
            "clients/merge.html",
            title=gettext("Unite two cards"),
            item=kept,
            other=merged,
            choices=[_choice(names, kept, merged) for names in _differences(kept, merged)],
        )

    @expose("/<int:pk>/<int:other>", methods=["POST"])
    @has_access
    def unite(self, pk: int, other: int) -> ResponseReturnValue:
        """Unite the cards as chosen; the one that remains is shown."""
        # Always in the same order, so that two offices cannot wait for each other.
        first, second = (_card(key, lock=True) for key in sorted((pk, other)))
        again = redirect(url_for(".compare", pk=pk, other=other))
        if any(request.form.get(f"version-{card.id}") != str(card.version)
               for card in (first, second)):  # fmt: skip
            flash(gettext("One of the cards was changed meanwhile: look at them again."), "danger")
            return again
        wanted = request.form.get("keep", "")
        kept, merged = (first, second) if wanted == str(first.id) else (second, first)
        if wanted != str(kept.id) or pk == other:
            flash(gettext("Choose the card that remains."), "danger")
            return again
        taken = [
            names[0]
            for names in _differences(kept, merged)
            if request.form.get(names[0]) == str(merged.id)
        ]
        session, done = db.session(), False
        with commit_or_flash(session):
            merge_clients(session, kept, merged, now=utc_now(), taken=taken)
            done = True
        if not done:
            return again
        flash(gettext("The cards are united."), "success")
        return redirect(url_for("ClientView.show", pk=wanted))


def _card(pk: int, *, lock: bool = False) -> Client:
    found = queries.find_client(db.session(), current_access(), pk, lock=lock)
    if found is None or found.state is ClientState.MERGED:
        abort(404)
    return found


def _likely(session: Session, item: Client) -> list[tuple[Client, DuplicateReason]]:
    facts = {
        "name": item.display_name,
        "tax_code": item.tax_code,
        "vat_number": item.vat_number,
        "digits": " ".join(phone_search_digits(c.value) for c in item.contacts if c.digits),
        **{name: getattr(item, name) for name in ("municipality", "street", "street_number",
                                                  "staircase", "floor", "unit")},
    }  # fmt: skip
    return queries.duplicates(session, current_access(), facts, but=item.id)


def _differences(kept: Client, merged: Client) -> list[tuple[str, ...]]:
    access = current_access()
    return [names for names in differences(kept, merged) if may_see(names[0], access)]


def _choice(names: tuple[str, ...], kept: Client, merged: Client) -> dict[str, Any]:
    """Return a choice as shown; what the kept card does not say comes from the other."""
    label = {
        "plant_address": gettext("Address of the plant"),
        "billing_address": gettext("Billing address"),
    }.get(_HEADINGS.get(names[0], ""), COLUMNS.get(names[0]))
    texts = {card.id: _text(names, card) for card in (kept, merged)}
    return {
        "name": names[0],
        "label": label,
        "texts": texts,
        "chosen": kept.id if texts[kept.id] else merged.id,
    }


def _text(names: tuple[str, ...], card: Client) -> str:
    if names[0] == "display_name":
        return card.display_name
    hidden = {"geocoded", "is_subject_kind_chosen", "latitude", "longitude"}
    values = (getattr(card, name) for name in names if name not in hidden)
    return ", ".join(filter(None, (word_of(value) for value in values)))
