"""Read the devices of a row. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from app.devices.rules import Fuel
from app.imports.addresses import read_device_type, read_fuel
from app.imports.keys import short_hash
from app.imports.rules import Cell, Field, ImportedDevice, ProblemCode
from app.kernel.dates import InvalidDateError, from_excel_serial, parse_loose_date
from app.kernel.names import fold
from app.kernel.units import InvalidPowerError, parse_kw

_MAX_TEXT = 120
_EMPTY = frozenset({"", "-", "--", "/", "n d", "nd", "nessuno", "nessuna", "no", "x", "0", "n a"})


class Reader(Protocol):
    """What is needed of a row."""

    def device_numbers(self) -> Sequence[int]:
        """Return the numbers of the devices that the columns speak of."""

    def cell(self, wanted: Field, device: int = 1) -> Cell:
        """Return the first cell of a field that holds something."""

    def text(self, wanted: Field, device: int = 1) -> str:
        """Return a field as one clean line."""

    def warn(
        self,
        wanted: Field,
        code: ProblemCode,
        value: str = "",
        *,
        device: int = 1,
        keep: bool = False,
    ) -> None:
        """Note a problem."""


def read_devices(reader: Reader) -> Iterator[ImportedDevice]:
    """Yield the devices of a row; one without any value is not there."""
    for number in reader.device_numbers():
        device = _read_device(reader, number)
        if device != ImportedDevice(source_key="", position=number):
            yield device


def device_base_key(client_key: str, device: ImportedDevice) -> str:
    """Return what identifies a device of a client: its serial number, else what is known."""
    serial = fold(device.serial_number).replace(" ", "")
    if serial:
        return short_hash("serial", client_key, serial)
    words = (device.type_code or device.type_text, device.brand, device.model)
    return short_hash("device", client_key, *(fold(word) for word in words))


def _read_device(reader: Reader, number: int) -> ImportedDevice:
    def text(wanted: Field) -> str:
        return _filled(reader.text(wanted, number))[:_MAX_TEXT]

    def day(wanted: Field) -> date | None:
        return _date(reader, wanted, number)

    type_text = text(Field.DEVICE_TYPE)
    return ImportedDevice(
        source_key="",
        position=number,
        type_text=type_text,
        type_code=read_device_type(type_text or f"{text(Field.BRAND)} {text(Field.MODEL)}"),
        brand=text(Field.BRAND),
        model=text(Field.MODEL),
        serial_number=text(Field.SERIAL_NUMBER),
        fuel=_fuel(reader, number, type_text),
        useful_power_kw=_power(reader, Field.USEFUL_POWER_KW, number),
        heat_input_kw=_power(reader, Field.HEAT_INPUT_KW, number),
        location=text(Field.LOCATION),
        installed_on=day(Field.INSTALLED_ON),
        first_ignition_on=day(Field.FIRST_IGNITION_ON),
        warranty_until=day(Field.WARRANTY_UNTIL),
        last_maintenance_on=day(Field.LAST_MAINTENANCE_ON),
        next_maintenance_on=day(Field.NEXT_MAINTENANCE_ON),
        last_ree_on=day(Field.LAST_REE_ON),
        next_ree_on=day(Field.NEXT_REE_ON),
    )


def _fuel(reader: Reader, number: int, type_text: str) -> Fuel | None:
    """Return the fuel stated, else the one the type speaks of (`stufa a pellet`)."""
    text = reader.text(Field.FUEL, number)
    if not _is_filled(text):
        return read_fuel(type_text) if type_text else None
    fuel = read_fuel(text)
    if fuel is None:
        reader.warn(Field.FUEL, ProblemCode.FUEL_UNKNOWN, text, device=number, keep=True)
    return fuel


def _date(reader: Reader, wanted: Field, number: int) -> date | None:
    cell = reader.cell(wanted, number)
    text = reader.text(wanted, number)
    if not _is_filled(text):
        return None
    try:
        if isinstance(cell, date):
            return _plausible(cell, text)
        if isinstance(cell, float | int) and not 1900 <= cell <= 2199:
            return from_excel_serial(cell)
        day, completed = parse_loose_date(text)
    except InvalidDateError:
        reader.warn(wanted, ProblemCode.DATE_WRONG, text, device=number, keep=True)
        return None
    if completed:
        reader.warn(wanted, ProblemCode.DATE_COMPLETED, text, device=number)
    return day


def _plausible(day: date, text: str) -> date:
    if not 1900 <= day.year <= 2199:
        raise InvalidDateError(text)
    return day


def _power(reader: Reader, wanted: Field, number: int) -> Decimal | None:
    text = reader.text(wanted, number)
    if not _is_filled(text):
        return None
    try:
        return parse_kw(text)
    except InvalidPowerError:
        reader.warn(wanted, ProblemCode.POWER_WRONG, text, device=number, keep=True)
        return None


def _filled(text: str) -> str:
    return text if _is_filled(text) else ""


def _is_filled(text: str) -> bool:
    return bool(text) and (len(text) > 8 or fold(text) not in _EMPTY)
