"""Tables of the clients."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.clients.rules import (
    ClientState,
    ContactKind,
    GroupKind,
    Payer,
    ReportCopies,
    ResponsibleRole,
)
from app.kernel.subject import SubjectKind
from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.mixins import Stamped, Versioned
from app.orm.types import EnumValue, UtcDateTime
from app.pricelist.models import DiscountClass


class BuildingManager(Audited, Stamped, Table):
    """Person or firm that manages several buildings."""

    __tablename__ = "building_managers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(160), default="")
    pec: Mapped[str] = mapped_column(String(160), default="")
    notes: Mapped[str] = mapped_column(Text, default="")

    def __repr__(self) -> str:
        return self.name


class Client(Audited, Stamped, Versioned, Table):
    """A card: one plant, where it is, who answers for it and how to reach them."""

    __tablename__ = "clients"
    __table_args__ = (
        CheckConstraint(
            "latitude IS NULL OR (latitude BETWEEN -90 AND 90)", name="ck_clients_latitude"
        ),
        CheckConstraint(
            "longitude IS NULL OR (longitude BETWEEN -180 AND 180)", name="ck_clients_longitude"
        ),
        CheckConstraint(
            "group_head_id IS NULL OR group_head_id <> id", name="ck_clients_not_own_head"
        ),
        Index("ix_clients_sort", "sort_name", "id"),
        Index("ix_clients_tax_code", "tax_code"),
        Index("ix_clients_vat_number", "vat_number"),
        Index("ix_clients_place", "municipality", "street"),
        # The list of one state in the order of names, without sorting every card.
        Index("ix_clients_state", "state", "sort_name", "id"),
        # Few cards, left out of what is due.
        Index("ix_clients_excluded", "exclude_from_maintenance", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: "Numero scheda": given at creation, unique in the company, never reused.
    number: Mapped[int] = mapped_column(unique=True)
    state: Mapped[ClientState] = mapped_column(EnumValue(ClientState), default=ClientState.ACTIVE)

    # --- who: the occupant of today; past ones are in `Occupancy` ---
    #: True for firms and bodies (company_name), False for persons (last_name, first_name).
    is_firm: Mapped[bool] = mapped_column(default=False)
    last_name: Mapped[str] = mapped_column(String(80), default="")
    first_name: Mapped[str] = mapped_column(String(80), default="")
    company_name: Mapped[str] = mapped_column(String(160), default="")
    #: What lists show and sort by, e.g. "Rossi Mario"; kept by the service.
    display_name: Mapped[str] = mapped_column(String(180))
    #: `display_name` folded (lower case, no accents) for order and keyset paging.
    sort_name: Mapped[str] = mapped_column(String(180))
    subject_kind: Mapped[SubjectKind] = mapped_column(
        EnumValue(SubjectKind), default=SubjectKind.PERSON
    )
    #: The user chose the kind: it is never guessed again.
    is_subject_kind_chosen: Mapped[bool] = mapped_column(default=False)
    tax_code: Mapped[str] = mapped_column(String(16), default="")
    vat_number: Mapped[str] = mapped_column(String(11), default="")
    pec: Mapped[str] = mapped_column(String(160), default="")
    #: "Codice destinatario" of the e-invoice: 7 characters, 6 for public bodies.
    recipient_code: Mapped[str] = mapped_column(String(7), default="")

    # --- where: the plant's address ---
    street: Mapped[str] = mapped_column(String(120), default="")
    street_number: Mapped[str] = mapped_column(String(20), default="")
    postcode: Mapped[str] = mapped_column(String(5), default="")
    municipality: Mapped[str] = mapped_column(String(80), default="")
    province: Mapped[str] = mapped_column(String(2), default="")
    staircase: Mapped[str] = mapped_column(String(20), default="")
    floor: Mapped[str] = mapped_column(String(20), default="")
    unit: Mapped[str] = mapped_column(String(20), default="")
    #: Zone of the town used to group visits.
    area: Mapped[str] = mapped_column(String(60), default="")
    #: Parking, access hours, animals, intercom; shown on the appointment.
    access_notes: Mapped[str] = mapped_column(Text, default="")
    is_limited_traffic: Mapped[bool] = mapped_column(default=False)
    #: WGS84 degrees; None until placed.
    latitude: Mapped[float | None] = mapped_column(Float, default=None)
    longitude: Mapped[float | None] = mapped_column(Float, default=None)
    #: "manual", "municipality" or "" (not placed).
    geocoded: Mapped[str] = mapped_column(String(20), default="")

    # --- billing address, when it differs from the plant ---
    billing_name: Mapped[str] = mapped_column(String(160), default="")
    billing_street: Mapped[str] = mapped_column(String(140), default="")
    billing_postcode: Mapped[str] = mapped_column(String(5), default="")
    billing_municipality: Mapped[str] = mapped_column(String(80), default="")
    billing_province: Mapped[str] = mapped_column(String(2), default="")
    payer: Mapped[Payer] = mapped_column(EnumValue(Payer), default=Payer.OCCUPANT)
    #: Discounts proposed on its lines; None: those of who pays for it, if any.
    discount_class_id: Mapped[int | None] = mapped_column(
        ForeignKey("discount_classes.id"), index=True, default=None
    )
    discount_class: Mapped[DiscountClass | None] = relationship()

    # --- plant codes ---
    plant_code: Mapped[str] = mapped_column(String(40), default="")
    plate: Mapped[str] = mapped_column(String(40), default="")
    pod: Mapped[str] = mapped_column(String(20), default="")
    pdr: Mapped[str] = mapped_column(String(20), default="")
    responsible_role: Mapped[ResponsibleRole] = mapped_column(
        EnumValue(ResponsibleRole), default=ResponsibleRole.OCCUPANT
    )

    # --- flags ---
    #: Leaves this card and all its devices out of the due list.
    exclude_from_maintenance: Mapped[bool] = mapped_column(default=False)
    exclusion_reason: Mapped[str] = mapped_column(String(200), default="")
    #: Last day of the exclusion, Italian calendar; None: until changed.
    excluded_until: Mapped[date | None] = mapped_column(default=None)
    #: "Cliente da attenzionare": shown wherever the client appears.
    needs_attention: Mapped[bool] = mapped_column(default=False)
    attention_reason: Mapped[str] = mapped_column(String(200), default="")
    #: Only for accounts with the permission: preferences, payment difficulties.
    private_note: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(60), default="")

    # --- groups: two levels only ---
    is_group_head: Mapped[bool] = mapped_column(default=False)
    group_kind: Mapped[GroupKind | None] = mapped_column(EnumValue(GroupKind), default=None)
    #: Main cards: who gets a copy of each report on the group's plants; None: nobody.
    report_copies: Mapped[ReportCopies | None] = mapped_column(
        EnumValue(ReportCopies), default=None
    )
    group_head_id: Mapped[int | None] = mapped_column(
        ForeignKey("clients.id"), index=True, default=None
    )
    group_head: Mapped[Client | None] = relationship(
        remote_side="Client.id", foreign_keys="Client.group_head_id"
    )
    building_manager_id: Mapped[int | None] = mapped_column(
        ForeignKey("building_managers.id"), index=True, default=None
    )
    building_manager: Mapped[BuildingManager | None] = relationship()
    #: Card this one was merged into.
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id"), default=None)

    #: Preferred phone and e-mail, kept by the service from `contacts` for lists.
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(160), default="")
    contacts: Mapped[list[ContactPoint]] = relationship(
        back_populates="client", cascade="all, delete-orphan", order_by="ContactPoint.position"
    )
    occupancies: Mapped[list[Occupancy]] = relationship(
        back_populates="client", cascade="all, delete-orphan", order_by="Occupancy.id"
    )

    @property
    def who_pays(self) -> Client:
        """Return the card that receives the invoices: the main card where that was chosen."""
        if self.payer is Payer.GROUP_HEAD and self.group_head is not None:
            return self.group_head
        return self

    @property
    def discounts(self) -> DiscountClass | None:
        """Return the class whose discounts are proposed: its own, else of who pays; None: none."""
        found = self.discount_class or self.who_pays.discount_class
        return found if found is not None and found.is_active else None

    def __repr__(self) -> str:
        return self.display_name


class ContactPoint(Audited, Table):
    """A phone number or e-mail address of a card."""

    __tablename__ = "client_contacts"
    __table_args__ = (Index("ix_client_contacts_digits", "digits"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"), index=True)
    client: Mapped[Client] = relationship(back_populates="contacts")
    kind: Mapped[ContactKind] = mapped_column(EnumValue(ContactKind))
    #: As typed and tidied: "+39 333 1234567" or "mario@example.it".
    value: Mapped[str] = mapped_column(String(160))
    #: Digits without prefix, for search and duplicates; empty for e-mail.
    digits: Mapped[str] = mapped_column(String(20), default="")
    #: "casa", "figlia", "custode".
    label: Mapped[str] = mapped_column(String(40), default="")
    is_preferred: Mapped[bool] = mapped_column(default=False)
    may_receive_sms: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)

    def __repr__(self) -> str:
        return self.value


class Occupancy(Audited, Stamped, Table):
    """Who held the plant, from when to when. The open row is the occupant of today."""

    __tablename__ = "client_occupancies"
    __table_args__ = (
        Index(
            "uq_client_occupancies_open",
            "client_id",
            unique=True,
            sqlite_where=text("ends_on IS NULL"),
            postgresql_where=text("ends_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"), index=True)
    client: Mapped[Client] = relationship(back_populates="occupancies")
    holder: Mapped[str] = mapped_column(String(180))
    tax_code: Mapped[str] = mapped_column(String(16), default="")
    vat_number: Mapped[str] = mapped_column(String(11), default="")
    #: Phones and e-mails the holder had, one per line, kept when they leave.
    contacts_text: Mapped[str] = mapped_column(Text, default="")
    #: First day; None: before the card was made.
    starts_on: Mapped[date | None] = mapped_column(default=None)
    #: Last day; None: lives there now.
    ends_on: Mapped[date | None] = mapped_column(default=None)

    def __repr__(self) -> str:
        return self.holder


class ClientAlias(Table):
    """Number of a card that was merged: searching it leads to the card that remains."""

    __tablename__ = "client_aliases"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"), index=True)
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime)
