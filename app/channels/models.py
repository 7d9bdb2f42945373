"""Tables of the channels: how far the certified mailbox was read, and what nobody could take."""

from datetime import datetime

from sqlalchemy import BigInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.orm.base import Table
from app.orm.types import UtcDateTime


class PecReading(Table):
    """How far the certified mailbox was read: one row."""

    __tablename__ = "pec_readings"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    #: Numbers of messages hold while the mailbox says the same UIDVALIDITY. Both go up to 2**32
    #: (RFC 9051, section 2.3.1.1).
    uid_validity: Mapped[int] = mapped_column(BigInteger, default=0)
    last_uid: Mapped[int] = mapped_column(BigInteger, default=0)
    #: Instant of the last reading that went well, UTC; NULL: none yet.
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    #: Why the last reading failed; empty: it went well.
    error: Mapped[str] = mapped_column(Text, default="")


class PecProblem(Table):
    """Something the exchange system sent and nobody could take in: for a person to look at."""

    __tablename__ = "pec_problems"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    #: Sentence of the refusal, in the language of the company.
    text: Mapped[str] = mapped_column(Text)
    #: SHA-256 of the content in the file store.
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
