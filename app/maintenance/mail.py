"""Reminders of what is due: who gets one, with which words, by e-mail or on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.clients.models import Client
from app.clients.rules import Payer
from app.company.models import CompanyProfile
from app.company.queries import company_profile
from app.devices.models import Device
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.mail.owntexts import EDITABLE, OwnText, fill
from app.mail.queries import own_text
from app.mail.render import render_mail
from app.mail.rules import About, AddressNotValidError, Message, split_addresses
from app.mail.service import queue_mail
from app.maintenance import queries
from app.maintenance.rules import FollowState, quiet_since
from app.maintenance.service import Note, note_contact
from app.messages.refusals import Refusals, refusals_of
from app.messages.rules import Channel, Event
from app.web.formats import format_date

#: `About.kind` of the reminders, and the name of their templates.
KIND = "maintenance_due"


@dataclass(frozen=True)
class Reminder:
    """What one addressee is told: about all its devices at once."""

    addressee: Client
    devices: list[Device]


@dataclass
class Sent:
    """What became of a batch: customers by outcome."""

    queued: int = 0
    without_address: int = 0
    recent: int = 0
    #: Opted out of messages by e-mail, or said no to them under the privacy form.
    refusing: int = 0


def reminders(devices: Sequence[Device]) -> list[Reminder]:
    """Return one reminder for each addressee: a building gets one for all its flats."""
    found: dict[int, Reminder] = {}
    for device in devices:
        client = device.client
        is_head = client.payer is Payer.GROUP_HEAD and client.group_head is not None
        addressee = client.group_head if is_head and client.group_head else client
        found.setdefault(addressee.id, Reminder(addressee, [])).devices.append(device)
    return list(found.values())


def facts_of(reminder: Reminder) -> dict[str, object]:
    """Return what the words of a reminder may name."""
    days = [device.first_due_on for device in reminder.devices if device.first_due_on]
    names = [f"{device.device_type.label} {device}" for device in reminder.devices]
    return {
        "addressee": reminder.addressee.display_name,
        "devices": ", ".join(dict.fromkeys(names)),
        "day": format_date(min(days)) if days else "-",
    }


def words_on_paper(session: Session, reminder: Reminder) -> OwnText:
    """Return subject and body of a letter: the company's own words, else the shipped ones."""
    words = own_text(session, KIND) or EDITABLE[KIND].shipped
    facts = facts_of(reminder)
    return OwnText(fill(words.subject, KIND, facts), fill(words.body, KIND, facts))


def send_reminders(
    session: Session, devices: Sequence[Device], *, access: Access, now: datetime
) -> Sent:
    """Queue one e-mail for each addressee and note it; nobody gets two within a week.

    Plants that refuse, or whose addressee does, are left out.
    """
    sent = Sent()
    profile = company_profile(session)
    recent = queries.messaged_since(
        session, {device.client_id for device in devices}, quiet_since(local_day(now))
    )
    batch = reminders(devices)
    cards = {device.client_id for device in devices} | {one.addressee.id for one in batch}
    refusing = refusals_of(session, cards)
    for whole in batch:
        reminder = _willing(whole, refusing)
        if not reminder.devices:
            sent.refusing += 1
            continue
        fresh = [device for device in reminder.devices if device.client_id not in recent]
        if not fresh:
            sent.recent += 1
        elif not _queue(session, Reminder(reminder.addressee, fresh), profile, now):
            sent.without_address += 1
        else:
            note_contact(session, fresh, Note(FollowState.MESSAGE_SENT), access=access, now=now)
            sent.queued += 1
    return sent


def _willing(reminder: Reminder, refusing: Refusals) -> Reminder:
    """Return a reminder without the devices about which no e-mail is wanted."""
    devices = [
        device
        for device in reminder.devices
        if not refusing.hold(
            (device.client_id, reminder.addressee.id), Channel.MAIL, Event.MAINTENANCE_DUE
        )
    ]
    return Reminder(reminder.addressee, devices)


def _queue(session: Session, reminder: Reminder, profile: CompanyProfile, now: datetime) -> bool:
    to = split_addresses(reminder.addressee.email)
    if not to:
        return False
    place = f"{profile.postcode} {profile.municipality}".strip()
    lines = [profile.street, place, profile.phone, profile.email]
    words = render_mail(
        KIND,
        own=own_text(session, KIND),
        company_name=profile.legal_name,
        company_lines=[line for line in lines if line],
        **facts_of(reminder),
    )
    message = Message(to[:1], words.subject, words.text, words.html)
    about = About(KIND, str(reminder.devices[0].id), reminder.addressee.id)
    try:
        queue_mail(session, message, now=now, about=about)
    except AddressNotValidError:
        return False
    return True
