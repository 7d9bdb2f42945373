"""Tables of the devices."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.clients.models import Client
from app.devices.rules import ControlKind, DateKind, DeviceState, DueReason, Fuel, MoveCause
from app.orm.audit import Audited
from app.orm.base import Table
from app.orm.mixins import Stamped, Versioned
from app.orm.types import EnumValue, Json, UtcDateTime
from app.thermal.models import Refrigerant
from app.thermal.rules import Generator
from app.thermal.rules_fgas import LeakReason
from app.thermal.rules_schedule import ControlReason


class DeviceType(Audited, Table):
    """A kind of device and what follows from it."""

    __tablename__ = "device_types"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(String(40), unique=True)
    label: Mapped[str] = mapped_column(String(80), unique=True)
    #: Months between two maintenance visits proposed for new devices; None: none.
    maintenance_interval_months: Mapped[int | None] = mapped_column(default=None)
    #: 1 flame, 2 chiller / heat pump, 3 district heat, 4 cogenerator; None: no official report.
    ree_type: Mapped[int | None] = mapped_column(default=None)
    #: Burns something: fuel and heat input are asked for.
    has_flame: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    def __repr__(self) -> str:
        return self.label


class Device(Audited, Stamped, Versioned, Table):
    """One device of a plant."""

    __tablename__ = "devices"
    __table_args__ = (
        CheckConstraint(
            "useful_power_kw IS NULL OR useful_power_kw > 0", name="ck_devices_useful_power"
        ),
        CheckConstraint("heat_input_kw IS NULL OR heat_input_kw > 0", name="ck_devices_heat_input"),
        CheckConstraint(
            "maintenance_interval_months IS NULL OR maintenance_interval_months BETWEEN 1 AND 240",
            name="ck_devices_interval",
        ),
        Index("ix_devices_client", "client_id"),
        Index("ix_devices_serial", "serial_key"),
        Index("ix_devices_due", "next_maintenance_on", "id"),
        CheckConstraint("charge_kg IS NULL OR charge_kg > 0", name="ck_devices_charge"),
        # Counts what is due without reading the devices. The day comes first: with the state there,
        # SQLite would take this index for the list of a state or the devices of one client.
        Index(
            "ix_devices_maintained",
            "next_maintenance_on",
            "exclude_from_maintenance",
            "state",
            "client_id",
        ),
        Index("ix_devices_sort", "brand", "id"),
        # The list of what is due in its order, and its counts, without reading the devices.
        Index(
            "ix_devices_first_due",
            "first_due_on",
            "id",
            "exclude_from_maintenance",
            "state",
            "client_id",
        ),
        Index("ix_devices_control", "next_control_on", "id"),
        Index("ix_devices_leak_check", "next_leak_check_on", "id"),
    )
    __audit_skip__ = frozenset({"serial_key", "first_due_on"})

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    client: Mapped[Client] = relationship()
    device_type_id: Mapped[int] = mapped_column(ForeignKey("device_types.id"))
    device_type: Mapped[DeviceType] = relationship()
    state: Mapped[DeviceState] = mapped_column(
        EnumValue(DeviceState), default=DeviceState.IN_SERVICE
    )
    brand: Mapped[str] = mapped_column(String(60), default="")
    model: Mapped[str] = mapped_column(String(80), default="")
    serial_number: Mapped[str] = mapped_column(String(60), default="")
    #: Serial folded to capital letters and digits, for search and duplicates.
    serial_key: Mapped[str] = mapped_column(String(60), default="")
    #: Kitchen, balcony, roof.
    location: Mapped[str] = mapped_column(String(120), default="")
    fuel: Mapped[Fuel | None] = mapped_column(EnumValue(Fuel), default=None)
    #: "Potenza termica utile nominale", kW.
    useful_power_kw: Mapped[Decimal | None] = mapped_column(Numeric(8, 2), default=None)
    #: "Potenza al focolare", kW; not below the useful power, condensing devices excepted.
    heat_input_kw: Mapped[Decimal | None] = mapped_column(Numeric(8, 2), default=None)
    #: Electrical power of a cogenerator, kW.
    electrical_kw: Mapped[Decimal | None] = mapped_column(Numeric(8, 2), default=None)
    #: Cooling power of a chiller or heat pump, kW.
    cooling_kw: Mapped[Decimal | None] = mapped_column(Numeric(8, 2), default=None)
    #: What drives a chiller or heat pump; None: electric compression.
    drive: Mapped[Generator | None] = mapped_column(EnumValue(Generator), default=None)
    #: Generators of a plant with the same name here feed one distribution: their powers add up.
    distribution: Mapped[str] = mapped_column(String(60), default="", server_default="")
    is_outdoors: Mapped[bool] = mapped_column(default=False, server_default=false())
    installed_on: Mapped[date | None] = mapped_column(default=None)
    first_ignition_on: Mapped[date | None] = mapped_column(default=None)
    warranty_until: Mapped[date | None] = mapped_column(default=None)
    warranty_extension_until: Mapped[date | None] = mapped_column(default=None)
    #: Component of the booklet: "GT-1", "GF-1".
    component_code: Mapped[str] = mapped_column(String(10), default="")
    exclude_from_maintenance: Mapped[bool] = mapped_column(default=False)
    notes: Mapped[str] = mapped_column(Text, default="")

    # --- maintenance clock ---
    #: Months between two visits; None: not maintained by date.
    maintenance_interval_months: Mapped[int | None] = mapped_column(default=None)
    #: Last maintenance stated by an imported list; history of ours counts more.
    imported_last_on: Mapped[date | None] = mapped_column(default=None)
    #: Next maintenance stated by an imported list.
    imported_next_on: Mapped[date | None] = mapped_column(default=None)
    #: Date set by hand; holds until the next visit that moves the date.
    manual_due_on: Mapped[date | None] = mapped_column(default=None)
    manual_due_reason: Mapped[str] = mapped_column(String(200), default="")
    manual_due_by: Mapped[str] = mapped_column(String(120), default="")
    manual_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    #: Derived from history by `app.devices.service.refresh_due_date`; never edited.
    next_maintenance_on: Mapped[date | None] = mapped_column(default=None)
    due_reason: Mapped[DueReason] = mapped_column(EnumValue(DueReason), default=DueReason.NO_START)
    #: Day the derivation counted from.
    due_counted_from: Mapped[date | None] = mapped_column(default=None)

    # --- control of energy efficiency (REE) ---
    #: Last control known from before this program.
    imported_control_on: Mapped[date | None] = mapped_column(default=None)
    #: Derived like `next_maintenance_on`; None: none is asked for, or something is missing.
    next_control_on: Mapped[date | None] = mapped_column(default=None)
    control_reason: Mapped[ControlReason | None] = mapped_column(
        EnumValue(ControlReason), default=None
    )
    control_counted_from: Mapped[date | None] = mapped_column(default=None)
    #: Row of the periodicity table that was used.
    control_period: Mapped[str] = mapped_column(String(20), default="", server_default="")

    # --- refrigerant (F-gas) ---
    refrigerant_id: Mapped[int | None] = mapped_column(
        ForeignKey("refrigerants.id", name="fk_devices_refrigerant"), default=None
    )
    refrigerant: Mapped[Refrigerant | None] = relationship()
    #: Refrigerant in the circuit, kg.
    charge_kg: Mapped[Decimal | None] = mapped_column(Numeric(8, 3), default=None)
    #: Hermetically sealed and labelled as such.
    is_hermetic: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_residential: Mapped[bool] = mapped_column(default=False, server_default=false())
    has_leak_detector: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Last leak check known from before this program.
    imported_leak_check_on: Mapped[date | None] = mapped_column(default=None)
    next_leak_check_on: Mapped[date | None] = mapped_column(default=None)
    leak_reason: Mapped[LeakReason | None] = mapped_column(EnumValue(LeakReason), default=None)
    leak_counted_from: Mapped[date | None] = mapped_column(default=None)
    #: Months between two leak checks; None: none is asked for.
    leak_months: Mapped[int | None] = mapped_column(default=None)

    #: Earliest of the three dates, for the list of what is due.
    first_due_on: Mapped[date | None] = mapped_column(default=None)

    # --- replacement ---
    removed_on: Mapped[date | None] = mapped_column(default=None)
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"), default=None)

    def __repr__(self) -> str:
        return " ".join(part for part in (self.brand, self.model) if part) or f"#{self.id}"


class DateMove(Table):
    """A date that a rule moved, not somebody's work on the device: nothing moves unseen."""

    __tablename__ = "device_date_moves"
    __table_args__ = (Index("ix_device_date_moves_seen", "seen_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id", ondelete="CASCADE"), index=True)
    device: Mapped[Device] = relationship()
    kind: Mapped[DateKind] = mapped_column(EnumValue(DateKind))
    #: Italian days; None: no date.
    before: Mapped[date | None] = mapped_column(default=None)
    after: Mapped[date | None] = mapped_column(default=None)
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    #: Italian day of it, for the filter by period.
    moved_on: Mapped[date] = mapped_column(index=True)
    cause: Mapped[MoveCause] = mapped_column(EnumValue(MoveCause))
    #: The rule, "code:2027-03-01"; empty when somebody changed something.
    rule: Mapped[str] = mapped_column(String(80), default="")
    #: Who changed it; empty: nobody, the day came.
    moved_by: Mapped[str] = mapped_column(String(120), default="")
    #: Instant at which the office took note; None: not yet.
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    seen_by: Mapped[str] = mapped_column(String(120), default="")

    def __repr__(self) -> str:
        return str(self.device)


class MaintenanceRecord(Table):
    """A visit that moved a device's date: what the next date is derived from."""

    __tablename__ = "device_maintenance_records"
    __table_args__ = (
        Index("ix_device_maintenance_records_device", "device_id", "performed_on"),
        Index("uq_device_maintenance_records_source", "device_id", "intervention_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id", ondelete="CASCADE"))
    #: Row of the interventions domain that did it (no foreign key: that domain is higher).
    intervention_id: Mapped[int]
    #: Italian calendar day of the visit.
    performed_on: Mapped[date]
    #: The date set by hand that this visit ended ("on", "reason", "by", "at"), to be given back
    #: when a correction takes the device off the report; None: it ended none.
    ended_manual: Mapped[dict[str, str] | None] = mapped_column(Json, default=None)


class ControlRecord(Table):
    """A control of energy efficiency, or a check or repair of a leak, that was done."""

    __tablename__ = "device_controls"
    __table_args__ = (
        Index("ix_device_controls_device", "device_id", "kind", "performed_on"),
        Index("uq_device_controls_source", "source", "kind", "device_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id", ondelete="CASCADE"))
    kind: Mapped[ControlKind] = mapped_column(EnumValue(ControlKind))
    #: What did it: "intervention:12", "ree:<uuid>".
    source: Mapped[str] = mapped_column(String(60))
    #: Italian calendar day.
    performed_on: Mapped[date]
