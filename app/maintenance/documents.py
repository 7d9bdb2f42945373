"""What letters and labels about the dates print."""

from collections.abc import Iterable, Sequence
from datetime import date

from app.clients.models import Client
from app.devices.models import Device
from app.mail.owntexts import OwnText
from app.web.formats import format_date


def addressees(devices: Iterable[Device]) -> list[Client]:
    """Return the cards that answer for some plants, once each: a building for all its flats."""
    return list({card.id: card for card in (row.client.who_pays for row in devices)}.values())


def address_lines(client: Client) -> list[str]:
    """Return name and postal address, of the bill where there is one."""
    if client.billing_street:
        name = client.billing_name or client.display_name
        door, town = client.billing_street, client.billing_municipality
        postcode, province = client.billing_postcode, client.billing_province
    else:
        name = client.display_name
        door = f"{client.street} {client.street_number}".strip()
        town, postcode, province = client.municipality, client.postcode, client.province
    place = f"{postcode} {town}".strip()
    return [line for line in (name, door, f"{place} ({province})" if province else place) if line]


def letter_facts(client: Client, words: OwnText, day: date) -> dict[str, object]:
    """Return what ``due_letters.typ`` prints for one addressee."""
    parts = [part.strip() for part in words.body.split("\n\n") if part.strip()]
    return {
        "address": address_lines(client),
        "date": format_date(day),
        "subject": words.subject,
        "paragraphs": parts,
    }


def label_facts(clients: Sequence[Client]) -> list[dict[str, object]]:
    """Return what ``address_labels.typ`` prints."""
    return [{"lines": address_lines(client)} for client in clients]
