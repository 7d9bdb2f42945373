"""Who is written to, for a card: the client, the head of the group, or the building's manager."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.clients.models import Client, ContactPoint
from app.clients.rules import ContactKind
from app.kernel.errors import DomainError
from app.mail.rules import AddressNotValidError, clean_address, split_addresses
from app.messages.rules import Channel, mobile_number


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets a message.

    Attributes:
        key: "c12" for a card, "m3" for a building manager: equal keys get one message.
        name: As written to.
        client_id: Card that shows the message.
        mail: E-mail address; empty for none.
        text: Mobile number, "+393331234567"; empty for none.
    """

    key: str
    name: str
    client_id: int
    mail: str = ""
    text: str = ""

    def address(self, channel: Channel) -> str:
        """Return where a channel reaches them; empty: nowhere."""
        return self.mail if channel is Channel.MAIL else self.text


def recipient_of(client: Client, *, for_payer: bool) -> Recipient:
    """Return who hears about a card.

    Args:
        client: Whose visit, device or invoice it is.
        for_payer: Whoever answers for the plant (due dates, money), not who opens the door.
    """
    card = client.who_pays if for_payer else client
    manager = card.building_manager if card.is_group_head else None
    if manager is not None and (manager.email or manager.phone):
        return Recipient(
            f"m{manager.id}", manager.name, card.id, _mail(manager.email), _mobile([manager.phone])
        )
    return Recipient(
        f"c{card.id}", card.display_name, card.id, _mail(card.email), _mobile(_numbers(card))
    )


def _mail(text: str) -> str:
    for address in split_addresses(text)[:1]:
        try:
            return clean_address(address)
        except AddressNotValidError:
            return ""
    return ""


def _numbers(card: Client) -> list[str]:
    """Return the numbers of a card, those marked for text messages first."""
    phones = [one for one in card.contacts if one.kind is ContactKind.PHONE]

    def rank(one: ContactPoint) -> tuple[bool, bool, int]:
        return not one.may_receive_sms, not one.is_preferred, one.position

    return [one.value for one in sorted(phones, key=rank)]


def _mobile(numbers: Iterable[str]) -> str:
    for number in numbers:
        try:
            return mobile_number(number)
        except DomainError:
            continue
    return ""
