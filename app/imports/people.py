"""Read the client of a row: name, address, codes and contacts. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.imports.addresses import Address, address_key, split_address, tidy_street
from app.imports.keys import short_hash
from app.imports.rules import Field, ImportedClient, ImportedPhone, ProblemCode
from app.kernel.identifiers import (
    Checked,
    check_email,
    check_pec,
    check_postcode,
    check_recipient_code,
    check_tax_code,
    check_vat_number,
)
from app.kernel.names import (
    fold,
    is_company_name,
    name_key,
    split_person_name,
    tidy_name,
    without_title,
)
from app.kernel.phones import find_phones
from app.kernel.subject import SubjectFacts, SubjectKind, suggest_subject
from app.places.catalogue import Place, by_postcode, find

_MAX_NAME, _MAX_TEXT, _MAX_NOTE = 120, 160, 4000
_PHONE_OWNERS = frozenset({"casa", "ufficio", "figlia", "figlio", "moglie", "marito", "custode"})
_MAILS = re.compile(r"[;,\s]+")


class Reader(Protocol):
    """What is needed of a row."""

    def text(self, wanted: Field, device: int = 1) -> str:
        """Return a field as one clean line."""

    def texts(self, wanted: Field) -> list[tuple[str, str]]:
        """Return heading and text of each column of a field."""

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


@dataclass(frozen=True, slots=True)
class _Codes:
    tax_code: str
    vat_number: str
    recipient_code: str


@dataclass(frozen=True, slots=True)
class _Name:
    last_name: str = ""
    first_name: str = ""
    company_name: str = ""


def read_client(reader: Reader) -> ImportedClient:
    """Return the client of a row; problems are noted on the reader."""
    codes = _read_codes(reader)
    name, kind = _read_name(reader, codes)
    address = _read_address(reader)
    address, place = _complete(reader, address)
    email, pec = _read_mails(reader)
    return ImportedClient(
        kind=kind,
        external_code=reader.text(Field.EXTERNAL_CODE)[:60],
        last_name=name.last_name,
        first_name=name.first_name,
        company_name=name.company_name,
        street=address.street,
        street_number=address.street_number[:20],
        staircase=address.staircase[:20],
        floor=address.floor[:20],
        unit=address.unit[:20],
        postcode=address.postcode,
        municipality=address.municipality[:80],
        province=address.province,
        istat=place.istat if place else "",
        phones=_read_phones(reader),
        email=email,
        pec=pec,
        tax_code=codes.tax_code,
        vat_number=codes.vat_number,
        recipient_code=codes.recipient_code,
        discount_class=_short(reader, Field.DISCOUNT_CLASS),
        contact_person=_short(reader, Field.CONTACT_PERSON),
        group_head=_short(reader, Field.GROUP_HEAD),
        building_manager=_short(reader, Field.BUILDING_MANAGER),
        plant_code=_short(reader, Field.PLANT_CODE)[:60],
        note="\n".join(text for _heading, text in reader.texts(Field.NOTE))[:_MAX_NOTE],
    )


def client_key(client: ImportedClient) -> str:
    """Return the key of a client's card.

    The list's own code when there is one; else the tax code (or the name) together with the
    address, because a person with two homes has two cards.
    """
    if client.external_code:
        return short_hash("code", fold(client.external_code))
    who = client.tax_code or client.vat_number
    if not who:
        who = name_key(client.last_name, client.first_name, client.company_name)
    where = address_key(client.street, client.street_number, client.municipality)
    return short_hash("client", who, where, fold(client.unit))


def _short(reader: Reader, wanted: Field) -> str:
    text = reader.text(wanted)
    if len(text) > _MAX_TEXT:
        reader.warn(wanted, ProblemCode.TOO_LONG, text, keep=True)
    return text[:_MAX_TEXT]


def _read_codes(reader: Reader) -> _Codes:
    tax_code, vat_number = reader.text(Field.TAX_CODE), reader.text(Field.VAT_NUMBER)
    both = reader.text(Field.TAX_OR_VAT)
    if both and len(check_tax_code(both).value) == 16:
        tax_code = tax_code or both
    elif both:
        vat_number = vat_number or both
    return _Codes(
        tax_code=_code(reader, Field.TAX_CODE, check_tax_code, _with_zeros(tax_code)),
        vat_number=_code(reader, Field.VAT_NUMBER, check_vat_number, _with_zeros(vat_number)),
        recipient_code=_code(
            reader,
            Field.RECIPIENT_CODE,
            check_recipient_code,
            "0000000" if reader.text(Field.RECIPIENT_CODE) == "0" else None,
        ),
    )


_WRONG: dict[Field, ProblemCode] = {
    Field.TAX_CODE: ProblemCode.TAX_CODE_WRONG,
    Field.VAT_NUMBER: ProblemCode.VAT_NUMBER_WRONG,
    Field.RECIPIENT_CODE: ProblemCode.RECIPIENT_CODE_WRONG,
}


def _code(
    reader: Reader, wanted: Field, check: Callable[[str], Checked], text: str | None = None
) -> str:
    """Return a code that is right, or empty: a wrong one is kept for the note."""
    value = reader.text(wanted) if text is None else text
    checked = check(value)
    if checked.is_valid or not checked.value:
        return checked.value
    reader.warn(wanted, _WRONG[wanted], value, keep=True)
    return ""


def _with_zeros(text: str) -> str:
    """Give a number of 11 digits back the zeros that a spreadsheet took for nothing."""
    padded = text.zfill(11)
    is_shortened = text.isdecimal() and 7 <= len(text) < 11
    return padded if is_shortened and check_vat_number(padded).is_valid else text


def _read_name(reader: Reader, codes: _Codes) -> tuple[_Name, SubjectKind]:
    last_name, first_name = reader.text(Field.LAST_NAME), reader.text(Field.FIRST_NAME)
    company_name, full_name = reader.text(Field.COMPANY_NAME), reader.text(Field.FULL_NAME)
    whole = company_name or full_name or f"{last_name} {first_name}".strip()
    if not any(char.isalnum() for char in whole):
        reader.warn(Field.FULL_NAME, ProblemCode.NAME_MISSING)
        return _Name(), SubjectKind.PERSON
    facts = SubjectFacts(whole, codes.tax_code, codes.vat_number, codes.recipient_code)
    kind = suggest_subject(facts).kind
    if last_name and not company_name:
        return _own_name(last_name, first_name, kind), kind
    is_person = kind is SubjectKind.PERSON or len(codes.tax_code) == 16
    if is_person and not is_company_name(whole):
        split = split_person_name(whole[:_MAX_NAME])
        if split.first_name or not company_name:
            return _Name(split.last_name, split.first_name), kind
        kind = SubjectKind.BUSINESS
    return _Name(company_name=tidy_name(without_title(whole))[:_MAX_NAME]), kind


def _own_name(last_name: str, first_name: str, kind: SubjectKind) -> _Name:
    """Return a name given in two columns; firms are often written in that of the surname."""
    if not first_name and (kind is not SubjectKind.PERSON or is_company_name(last_name)):
        return _Name(company_name=tidy_name(last_name)[:_MAX_NAME])
    if not first_name:
        split = split_person_name(last_name[:_MAX_NAME])
        return _Name(split.last_name, split.first_name)
    return _Name(tidy_name(without_title(last_name))[:80], tidy_name(first_name)[:80])


def _read_address(reader: Reader) -> Address:
    split = split_address(reader.text(Field.ADDRESS))
    number = reader.text(Field.STREET_NUMBER)
    street = split.street
    if number and split.street_number:
        # The number is in its own column, so the figure belongs to the street: Via 4 Novembre 1918.
        street = tidy_street(f"{split.street} {split.street_number}")
        street = split.street if fold(split.street_number) == fold(number) else street
    if not any(char.isalnum() for char in street):
        reader.warn(Field.ADDRESS, ProblemCode.STREET_MISSING, reader.text(Field.ADDRESS))
        street = ""
    return Address(
        street=street[:_MAX_NAME],
        street_number=number or split.street_number,
        staircase=reader.text(Field.STAIRCASE) or split.staircase,
        floor=reader.text(Field.FLOOR) or split.floor,
        unit=reader.text(Field.UNIT) or split.unit,
        postcode=reader.text(Field.POSTCODE) or split.postcode,
        municipality=reader.text(Field.MUNICIPALITY) or split.municipality,
        province=reader.text(Field.PROVINCE) or split.province,
    )


def _complete(reader: Reader, address: Address) -> tuple[Address, Place | None]:
    """Check comune, postcode and province against each other and fill in what follows."""
    postcode = _read_postcode(reader, address.postcode)
    municipality, province = _without_province(address.municipality, address.province)
    place = find(municipality, province, postcode) if municipality else None
    if not municipality:
        place = _place_of(postcode)
        code = ProblemCode.MUNICIPALITY_FROM_POSTCODE if place else ProblemCode.MUNICIPALITY_MISSING
        reader.warn(Field.MUNICIPALITY, code, place.name if place else "")
    elif place is None:
        reader.warn(Field.MUNICIPALITY, ProblemCode.MUNICIPALITY_UNKNOWN, municipality)
    if place is not None:
        postcode = _fitting_postcode(reader, postcode, place)
    completed = Address(
        address.street,
        address.street_number,
        address.staircase,
        address.floor,
        address.unit,
        postcode,
        place.name if place else tidy_name(municipality),
        place.province_code if place else province.upper()[:2],
    )
    return completed, place


def _read_postcode(reader: Reader, text: str) -> str:
    padded = text.zfill(5) if text.isdecimal() and 3 <= len(text) < 5 else text
    checked = check_postcode(padded)
    if checked.is_valid or not checked.value:
        return checked.value
    reader.warn(Field.POSTCODE, ProblemCode.POSTCODE_WRONG, text)
    return ""


def _fitting_postcode(reader: Reader, postcode: str, place: Place) -> str:
    if not postcode:
        return place.single_postcode or ""
    if place not in by_postcode(postcode):
        reader.warn(Field.POSTCODE, ProblemCode.POSTCODE_MISMATCH, postcode)
    return postcode


def _place_of(postcode: str) -> Place | None:
    places = by_postcode(postcode) if postcode else ()
    return places[0] if len(places) == 1 else None


def _without_province(municipality: str, province: str) -> tuple[str, str]:
    """Read `Pistoia (PT)` and `PISTOIA PT` written in the column of the comune."""
    match = re.fullmatch(r"(.+?)[\s,]*[(\s-]\s*([A-Za-z]{2})\)?", municipality)
    if match and (municipality.endswith(")") or find(municipality) is None):
        return match[1].strip(), province or match[2].upper()
    return municipality, province.strip("() ")


def _read_phones(reader: Reader) -> tuple[ImportedPhone, ...]:
    found: dict[str, ImportedPhone] = {}
    for heading, text in reader.texts(Field.PHONE):
        phones, leftover = find_phones(text)
        for one in phones:
            label = one.label[:40] or _phone_label(heading)
            found.setdefault(one.phone.number, ImportedPhone(one.phone.number, label))
        if any(char.isdigit() for char in leftover):
            reader.warn(Field.PHONE, ProblemCode.PHONE_WRONG, leftover, keep=True)
    return tuple(found.values())


def _phone_label(heading: str) -> str:
    """Return whose number it is when the heading says so: `Tel. ufficio` gives `ufficio`."""
    return " ".join(word for word in fold(heading).split() if word in _PHONE_OWNERS)


def _read_mails(reader: Reader) -> tuple[str, str]:
    """Return e-mail and PEC; several addresses in a cell keep the first and note the others."""
    email = _mail(reader, Field.EMAIL, check_email)
    pec = _mail(reader, Field.PEC, check_pec)
    return email, pec


def _mail(reader: Reader, wanted: Field, check: Callable[[str], Checked]) -> str:
    chosen = ""
    for _heading, text in reader.texts(wanted):
        for piece in filter(None, _MAILS.split(text)):
            checked = check(piece)
            if not checked.is_valid:
                reader.warn(wanted, ProblemCode.EMAIL_WRONG, piece, keep=True)
            elif chosen and checked.value != chosen:
                reader.warn(wanted, ProblemCode.EMAIL_EXTRA, checked.value, keep=True)
            else:
                chosen = checked.value
    return chosen
