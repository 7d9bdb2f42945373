"""Reminders for the rows ticked in a list, and the page that says what became of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from flask.typing import ResponseReturnValue
from flask_appbuilder import action
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.extensions import db
from app.messages.batchjobs import LETTERS, REMIND
from app.messages.messages import LEFT_OUT
from app.web.works import Work, WorksMixin, asker, begin_work


@dataclass(frozen=True)
class Words:
    """What the reminders of a list are called.

    Attributes:
        title: Heading of the page that says how far the messages are.
        doing: What it says while they leave.
        letters: Heading of the page of the letters.
    """

    title: LazyString
    doing: LazyString
    letters: LazyString


_REMINDERS = Words(_("Reminders"), _("The reminders are being sent."), _("Reminder letters"))


def reminder_works(again: Callable[[], str], words: Words = _REMINDERS) -> dict[str, Work]:
    """Return the works of a list whose rows are reminded of.

    Args:
        again: Returns the address of the list.
        words: What its reminders are called.
    """
    return {
        REMIND: Work(
            words.title, words.doing, "messages/_reminded.html", again, LEFT_OUT,
        ),
        LETTERS: Work(
            words.letters, _("The letters are being written."), "messages/_reminded.html",
            again, LEFT_OUT,
        ),
    }  # fmt: skip


class RemindersMixin(WorksMixin):
    """Actions of a list: a reminder for each client, by message or on paper."""

    method_permission_name = {"remind": "write", "reminder_letters": "write"}
    #: Which of `batches.BATCHES` the rows are of.
    reminder_kind: ClassVar[str] = ""

    @action(
        "remind", _("Send a reminder"),
        _("Send each of these clients a reminder? Who had one lately or wants none is left out."),
        "envelope", single=False,
    )  # fmt: skip
    def remind(self, items: list[Any]) -> ResponseReturnValue:
        """Have each client told, in the background."""
        return self._begin(REMIND, items)

    @action("reminder_letters", _("Print reminder letters"), None, "printer", single=False)
    def reminder_letters(self, items: list[Any]) -> ResponseReturnValue:
        """Have a letter for each client written, in the background."""
        return self._begin(LETTERS, items)

    def _begin(self, job: str, items: list[Any]) -> ResponseReturnValue:
        session = db.session()
        ids = [item.id for item in items]
        pk = begin_work(session, job, job, ids, self.reminder_kind, asker())
        session.commit()
        return self.to_work(pk)
