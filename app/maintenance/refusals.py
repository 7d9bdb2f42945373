"""Who wants no reminder by e-mail: opted out of messages, or said no under the privacy form."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.messages.queries import opt_outs
from app.messages.rules import Channel
from app.privacy.models import PrivacyForm

#: Purpose of the shipped privacy form: reminders of what is due, by e-mail.
MAIL_PURPOSE = "email"


def refusing_mail(session: Session, client_ids: Collection[int]) -> set[int]:
    """Return those of some cards that get no reminder by e-mail.

    The newest form of a card counts, with what was taken back since. A card without form, or
    whose form does not ask about e-mail, refuses nothing by it.
    """
    refused = {card for card, channel in opt_outs(session, client_ids) if channel is Channel.MAIL}
    forms = session.scalars(
        select(PrivacyForm)
        .where(PrivacyForm.client_id.in_(client_ids))
        .options(selectinload(PrivacyForm.revocations))
        .order_by(PrivacyForm.signed_at, PrivacyForm.id)
    )
    newest = {form.client_id: form for form in forms}
    return refused | {card for card, form in newest.items() if _says_no(form)}


def _says_no(form: PrivacyForm) -> bool:
    return any(one.code == MAIL_PURPOSE and not one.is_given for one in form.answers)
