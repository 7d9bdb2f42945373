"""Where a plant is, in words."""

from app.clients.models import Client


def place_of(client: Client) -> str:
    """Return a plant's address on one line."""
    door = " ".join(part for part in (client.street, client.street_number) if part)
    town = " ".join(part for part in (client.postcode, client.municipality) if part)
    return ", ".join(part for part in (door, town) if part)
