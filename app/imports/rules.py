"""What an imported list is made of: fields, problems and the errors of a whole file. Pure."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.devices.rules import Fuel
from app.kernel.errors import DomainError
from app.kernel.subject import SubjectKind

#: What one cell may hold once it is read.
Cell = str | int | float | bool | date | None


class Field(StrEnum):
    """What a column of a client list can mean."""

    EXTERNAL_CODE = "external_code"
    FULL_NAME = "full_name"
    LAST_NAME = "last_name"
    FIRST_NAME = "first_name"
    COMPANY_NAME = "company_name"
    ADDRESS = "address"
    STREET_NUMBER = "street_number"
    POSTCODE = "postcode"
    MUNICIPALITY = "municipality"
    PROVINCE = "province"
    STAIRCASE = "staircase"
    FLOOR = "floor"
    UNIT = "unit"
    PHONE = "phone"
    EMAIL = "email"
    PEC = "pec"
    TAX_CODE = "tax_code"
    VAT_NUMBER = "vat_number"
    #: One column for both, as old programs print it.
    TAX_OR_VAT = "tax_or_vat"
    RECIPIENT_CODE = "recipient_code"
    DISCOUNT_CLASS = "discount_class"
    CONTACT_PERSON = "contact_person"
    GROUP_HEAD = "group_head"
    BUILDING_MANAGER = "building_manager"
    PLANT_CODE = "plant_code"
    NOTE = "note"
    DEVICE_TYPE = "device_type"
    BRAND = "brand"
    MODEL = "model"
    SERIAL_NUMBER = "serial_number"
    FUEL = "fuel"
    USEFUL_POWER_KW = "useful_power_kw"
    HEAT_INPUT_KW = "heat_input_kw"
    LOCATION = "location"
    INSTALLED_ON = "installed_on"
    FIRST_IGNITION_ON = "first_ignition_on"
    WARRANTY_UNTIL = "warranty_until"
    LAST_MAINTENANCE_ON = "last_maintenance_on"
    NEXT_MAINTENANCE_ON = "next_maintenance_on"
    LAST_REE_ON = "last_ree_on"
    NEXT_REE_ON = "next_ree_on"


#: Fields of a device; a row may carry several devices (`marca`, `marca 2`).
DEVICE_FIELDS = frozenset(list(Field)[list(Field).index(Field.DEVICE_TYPE) :])
#: Fields that several columns may share; their values are put together.
REPEATED_FIELDS = frozenset({Field.PHONE, Field.NOTE, Field.EMAIL})


class ProblemCode(StrEnum):
    """What is wrong with one value of one row."""

    NAME_MISSING = "name_missing"
    STREET_MISSING = "street_missing"
    MUNICIPALITY_MISSING = "municipality_missing"
    MUNICIPALITY_UNKNOWN = "municipality_unknown"
    MUNICIPALITY_FROM_POSTCODE = "municipality_from_postcode"
    POSTCODE_MISMATCH = "postcode_mismatch"
    POSTCODE_WRONG = "postcode_wrong"
    TAX_CODE_WRONG = "tax_code_wrong"
    VAT_NUMBER_WRONG = "vat_number_wrong"
    RECIPIENT_CODE_WRONG = "recipient_code_wrong"
    EMAIL_WRONG = "email_wrong"
    EMAIL_EXTRA = "email_extra"
    PHONE_WRONG = "phone_wrong"
    DATE_WRONG = "date_wrong"
    DATE_COMPLETED = "date_completed"
    POWER_WRONG = "power_wrong"
    FUEL_UNKNOWN = "fuel_unknown"
    TOO_LONG = "too_long"


#: Without these a card cannot be made; everything else is a warning.
REFUSING = frozenset(
    {ProblemCode.NAME_MISSING, ProblemCode.STREET_MISSING, ProblemCode.MUNICIPALITY_MISSING}
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to show about a row."""

    #: Row as the spreadsheet numbers it, or line of a text file, from 1.
    row: int
    #: Heading of the column, or empty when the column is missing.
    column: str
    field: Field
    value: str
    code: ProblemCode

    @property
    def is_refusal(self) -> bool:
        """Tell whether the row cannot be imported because of this."""
        return self.code in REFUSING


@dataclass(frozen=True, slots=True)
class KeptValue:
    """A value that did not fit its field and must not be lost: it belongs in the note."""

    field: Field
    value: str


@dataclass(frozen=True, slots=True)
class ImportedPhone:
    """A telephone number in E.164 and whose it is."""

    number: str
    label: str


@dataclass(frozen=True, slots=True)
class ImportedDevice:
    """A device of a row; absent values are empty or None."""

    #: Stable for the same device of the same list.
    source_key: str
    #: Position on the row, from 1.
    position: int
    #: As written, and the type it most likely is ("boiler"...); empty when not recognised.
    type_text: str = ""
    type_code: str = ""
    brand: str = ""
    model: str = ""
    serial_number: str = ""
    fuel: Fuel | None = None
    useful_power_kw: Decimal | None = None
    heat_input_kw: Decimal | None = None
    location: str = ""
    installed_on: date | None = None
    first_ignition_on: date | None = None
    warranty_until: date | None = None
    last_maintenance_on: date | None = None
    next_maintenance_on: date | None = None
    last_ree_on: date | None = None
    next_ree_on: date | None = None

    def with_key(self, source_key: str) -> "ImportedDevice":
        """Return the same device with its key."""
        return replace(self, source_key=source_key)


@dataclass(frozen=True, slots=True)
class ImportedClient:
    """A client card of a row; absent values are empty."""

    kind: SubjectKind
    external_code: str = ""
    last_name: str = ""
    first_name: str = ""
    company_name: str = ""
    street: str = ""
    street_number: str = ""
    staircase: str = ""
    floor: str = ""
    unit: str = ""
    postcode: str = ""
    municipality: str = ""
    province: str = ""
    #: ISTAT code when the comune was recognised.
    istat: str = ""
    phones: tuple[ImportedPhone, ...] = ()
    email: str = ""
    pec: str = ""
    tax_code: str = ""
    vat_number: str = ""
    recipient_code: str = ""
    #: Name of the discount class as the list calls it.
    discount_class: str = ""
    contact_person: str = ""
    group_head: str = ""
    building_manager: str = ""
    plant_code: str = ""
    note: str = ""
    #: Values with an error, to be appended to the note with the field's label.
    kept: tuple[KeptValue, ...] = ()

    def with_kept(self, kept: tuple[KeptValue, ...]) -> "ImportedClient":
        """Return the same client with the values that go to the note."""
        return replace(self, kept=kept)


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One row of the list, ready to be stored or refused."""

    number: int
    #: The same for all rows of one client, today and at the next import.
    source_key: str
    client: ImportedClient
    devices: tuple[ImportedDevice, ...]
    problems: tuple[Problem, ...]

    @property
    def is_refused(self) -> bool:
        """Tell whether the row cannot be imported."""
        return any(problem.is_refusal for problem in self.problems)


@dataclass(eq=False)
class UnreadableListError(DomainError):
    """The file is neither a spreadsheet nor a table of text."""

    filename: str
    field: str = "file"


@dataclass(eq=False)
class WebPageListError(DomainError):
    """The file is a web page under the name of a spreadsheet."""

    filename: str
    field: str = "file"


@dataclass(eq=False)
class ProtectedListError(DomainError):
    """The spreadsheet is protected by a password."""

    filename: str
    field: str = "file"


@dataclass(eq=False)
class EmptyListError(DomainError):
    """The file has no rows."""

    filename: str
    field: str = "file"


@dataclass(eq=False)
class ListTooLargeError(DomainError):
    """The file is larger than what is read at once."""

    filename: str
    megabytes: int
    field: str = "file"


@dataclass(eq=False)
class UnknownColumnError(DomainError):
    """The mapping names a column or a field that does not exist."""

    column: str


@dataclass(eq=False)
class ColumnsMissingError(DomainError):
    """No column says who the clients are, or where."""

    missing: str
