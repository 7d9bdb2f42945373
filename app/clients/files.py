"""Files of the client cards: who sees the card sees them."""

from sqlalchemy.orm import Session

from app.attachments.models import Attachment
from app.attachments.owners import FileOwner
from app.clients.queries import find_client
from app.kernel.access import Access
from app.kernel.text import row_key


def _sees_card(session: Session, access: Access, key: str) -> bool:
    client_id = row_key(key)
    return client_id is not None and find_client(session, access, client_id) is not None


def _sees(session: Session, access: Access, file: Attachment) -> bool:
    return _sees_card(session, access, file.owner_key)


def _takes(session: Session, access: Access, key: str) -> bool:
    return access.has("clients.write") and _sees_card(session, access, key)


CLIENT_FILES = FileOwner(_sees, _takes, _sees_card)
