"""Files of the devices: who sees the device sees them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attachments.models import Attachment
from app.attachments.owners import FileOwner
from app.devices.models import Device
from app.devices.queries import visible_devices
from app.kernel.access import Access
from app.kernel.text import row_key


def _sees_device(session: Session, access: Access, key: str) -> bool:
    device_id = row_key(key)
    if device_id is None:
        return False
    wanted = select(Device.id).where(Device.id == device_id, visible_devices(access))
    return session.scalar(wanted) is not None


def _sees(session: Session, access: Access, file: Attachment) -> bool:
    return _sees_device(session, access, file.owner_key)


def _takes(session: Session, access: Access, key: str) -> bool:
    return access.has("devices.write") and _sees_device(session, access, key)


DEVICE_FILES = FileOwner(_sees, _takes, _sees_device)
