"""Use cases of what is due: every note goes through here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.devices.models import Device
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.maintenance import queries
from app.maintenance.models import Contact, FollowUp
from app.maintenance.rules import FollowState, ensure_note


@dataclass(frozen=True)
class Note:
    """What came of an attempt to reach a customer."""

    state: FollowState
    text: str = ""
    call_back_on: date | None = None


def note_contact(
    session: Session, devices: Iterable[Device], note: Note, *, access: Access, now: datetime
) -> list[Contact]:
    """Note an attempt to reach the customers of some devices: one entry for each customer.

    Raises:
        CallBackDayError: To be called back, and no day from today on.
        NotNotedError: A state that nobody notes by hand.
    """
    is_back = note.state is FollowState.CALL_BACK
    ensure_note(note.state, note.call_back_on, local_day(now))
    call_back_on = note.call_back_on if is_back else None
    by_client: dict[int, list[Device]] = defaultdict(list)
    for device in devices:
        by_client[device.client_id].append(device)
    ids = [device.id for group in by_client.values() for device in group]
    known = queries.follow_ups(session, ids)
    made = []
    for client_id, group in by_client.items():
        for device in group:
            row = known.get(device.id) or FollowUp(device_id=device.id)
            row.state, row.call_back_on = note.state, call_back_on
            row.due_on, row.changed_at = device.first_due_on, now
            session.add(row)
        contact = Contact(
            client_id=client_id,
            at=now,
            outcome=note.state,
            call_back_on=call_back_on,
            note=note.text.strip(),
            subject=", ".join(map(str, group))[:300],
            author=access.name[:120],
        )
        session.add(contact)
        made.append(contact)
    session.flush()
    return made
