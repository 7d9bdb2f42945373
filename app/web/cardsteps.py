"""Steps taken on a card: a POST that locks the row, writes, and comes back to the card."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.extensions import db
from app.kernel.errors import DomainError
from app.web.errors import user_message
from app.web.formviews import require_csrf
from app.web.saving import store


class CardSteps:
    """What the card of one row does, whatever the row is; mixed into its model view."""

    # Of the model view.
    get_or_404: Any
    address: Any
    card_page: Any

    def step(self, pk: int, write: Callable[[Any], Any], done: str) -> ResponseReturnValue:
        """Take a step that needs nothing typed; a refusal is shown on the card.

        Args:
            pk: Key of the row; 404 when the account may not see it.
            write: Calls the service with the locked row.
            done: What to say afterwards.
        """
        require_csrf()
        item = self.get_or_404(str(pk), lock=True)
        try:
            write(item)
            db.session.commit()
            flash(done, "success")
        except DomainError as error:
            db.session.rollback()
            flash(user_message(error), "danger")
        return self.to_card(pk)

    def form_step(
        self, pk: int, name: str, form: Any, write: Callable[[Any], Any], done: str
    ) -> ResponseReturnValue:
        """Take a step with a form of the card; a refused one comes back with what was typed.

        Args:
            pk: Key of the row; 404 when the account may not see it.
            name: What the form is called in the card's template.
            form: A HouseForm as it was sent.
            write: Calls the service with the locked row and returns something true.
            done: What to say afterwards.
        """
        require_csrf()
        item = self.get_or_404(str(pk), lock=True)
        if form.validate() and store(db.session(), form, lambda: write(item), messages={}):
            flash(done, "success")
            return self.to_card(pk)
        # Read again: the refused write was rolled back.
        return self.card_page(self.get_or_404(str(pk)), str(pk), **{name: form}), 422

    def sign_step(
        self,
        pk: int,
        form: Any,
        *,
        waits: Callable[[Any], bool],
        write: Callable[[Any], Any],
        page: Callable[[Any], str],
        done: str,
    ) -> ResponseReturnValue:
        """Show a document to the customer, and take the signature drawn below it.

        Args:
            pk: Key of the row; 404 when the account may not see it.
            form: A HouseForm with `signer_name`, proposed as the client's name.
            waits: Whether the document can be signed as it stands.
            write: Calls the service with the locked row and returns something true.
            page: Renders the page to sign on.
            done: What to say afterwards.
        """
        item = self.get_or_404(str(pk), lock=request.method == "POST")
        if request.method == "GET":
            if not waits(item):
                return self.to_card(pk)
            form.signer_name.data = item.client.display_name
            return page(item)
        if form.validate() and store(db.session(), form, lambda: write(item), messages={}):
            flash(done, "success")
            return self.to_card(pk)
        return page(self.get_or_404(str(pk))), 422

    def to_card(self, pk: int) -> ResponseReturnValue:
        """Go back to the card."""
        return redirect(self.address("show", pk=pk))
