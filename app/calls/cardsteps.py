"""The step of a quote's or contract's card that makes a call of what was agreed."""

from collections.abc import Callable
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.calls.models import Call
from app.web.access import current_access
from app.web.cardsteps import CardSteps


class CallSteps(CardSteps):
    """Steps of a card from which a call may be made."""

    def call_step(self, pk: int, write: Callable[[Any], Call], done: str) -> ResponseReturnValue:
        """Make a call and go on to it, or to its appointment when that was asked; 403 without."""
        access = current_access()
        if not access.has("calls.write"):
            abort(403)
        made: list[Call] = []
        answer = self.step(pk, lambda item: made.append(write(item)), done)
        if not made:
            return answer
        if request.form.get("then") == "schedule" and access.has("agenda.write"):
            return redirect(url_for("AgendaView.new", call=made[0].id))
        return redirect(url_for("CallView.show", pk=made[0].id))
