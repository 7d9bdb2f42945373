"""The booklets of a period, each with what it still lacks for the register."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import force_locale
from sqlalchemy.orm import Session

from app.booklets.labels import OPTIONS
from app.booklets.rules import SHEETS, component_codes
from app.clients.models import Client
from app.clients.rules import ResponsibleRole
from app.devices.messages import FUELS
from app.devices.models import Device
from app.registers import queries, rules_cit
from app.registers.papers import Made, Paper, cadastral_code, json_of, xml_of
from app.registers.queries import Period
from app.registers.queries_booklets import Loaded, booklets_loaded
from app.registers.rules import Fault, Lack, Register, document_name
from app.registers.rules_booklet import Component, Facts, booklet_lacks, booklet_scope
from app.registers.rules_codes import Codes
from app.registers.rules_criter_booklet import BOOKLET, PREFIX
from app.registers.rules_criter_scope import criter_booklet_scope
from app.registers.rules_scope import Values, component_number
from app.registers.rules_subjects import in_force, subjects

#: Columns of the table for the registers without a file of their own; labels in `labels.py`.
BOOKLET_COLUMNS = (
    "client", "plant_code", "street", "street_number", "municipality", "province", "pod", "pdr",
    "opened_on", "drawn_on", "work_kind", "category", "single_unit", "cadastre_section",
    "cadastre_sheet", "cadastre_parcel", "cadastre_sub", "responsible", "responsible_tax_code",
    "heating_kw", "cooling_kw", "dhw_kw", "fluids", "generators", "hardness", "distribution",
    "emitters", "components",
)  # fmt: skip
_CARD = (
    "plant_code", "street", "street_number", "staircase", "unit", "municipality", "province",
    "pod", "pdr",
)  # fmt: skip
_ROLES = {
    ResponsibleRole.OCCUPANT: "occupant",
    ResponsibleRole.OWNER: "owner",
    ResponsibleRole.MANAGER: "administrator",
    ResponsibleRole.THIRD_PARTY: "third_party",
}
#: Items whose word the registers want, or the company's codes are written for.
_WORDED = ("fluids", "heat_carrier", "cogenerator_kind", "fan_kind")
#: Type of the official report -> kind of component.
_KINDS = {1: "GT", 2: "GF", 3: "SC", 4: "CG"}
_DEVICE = (
    "brand", "model", "serial_number", "installed_on", "removed_on", "useful_power_kw",
    "cooling_kw", "electrical_kw",
)  # fmt: skip
#: Code of the register -> item that has no value when there is no word to find it by.
_WORD_OF = {
    "brand_code": "brand", "fuel_code": "fuel", "carrier_code": "heat_carrier",
    "unit_code": "unit_measure",
}  # fmt: skip


def booklet_papers(session: Session, period: Period, keys: Sequence[int]) -> Iterator[Paper]:
    """Yield the booklets of some keys, a few statements for all."""
    is_cit = period.register is Register.CIT
    codes = queries.codes(session, Register.CIT) if is_cit else {}
    with force_locale("it"):  # the registers are Italian, whoever asks
        words = register_words()
        for loaded in booklets_loaded(session, keys):
            yield _paper(loaded, period.register, codes, words)


def register_words() -> dict[str, dict[str, str]]:
    """Return our options in the words of the cards, by item."""
    found = {item: {name: str(word) for name, word in OPTIONS[item].items()} for item in _WORDED}
    fuels = {name: str(word) for name, word in OPTIONS["fuel"].items()}
    found["fuel"] = fuels | {fuel.value: str(word) for fuel, word in FUELS.items()}
    return found


def _paper(
    loaded: Loaded, register: Register, codes: Codes, words: Mapping[str, Mapping[str, str]]
) -> Paper:
    booklet, client = loaded.booklet, loaded.booklet.client
    facts = _facts(loaded, words)
    scope = booklet_scope(facts, codes)
    makers = {Register.CIT: _xml, Register.CRITER: _json, Register.TABLE: _table}
    lacks, write = makers[register](scope, loaded)
    number = f"{client.plant_code or client.number}-{booklet.id}"
    names = {
        Register.CIT: document_name(rules_cit.BOOKLET.prefix, number),
        Register.CRITER: document_name(PREFIX, number, "json"),
    }
    return Paper(
        client_id=client.id,
        client=str(client),
        device=None,
        label=client.plant_code or str(client.number),
        name=names.get(register, ""),
        lacks=_worded(lacks),
        write=write,
        cells=_cells(scope, facts, loaded) if register is Register.TABLE else (),
        booklet=booklet,
    )


def _facts(loaded: Loaded, words: Mapping[str, Mapping[str, str]]) -> Facts:
    sheets = {code: rows[0] for code in SHEETS if (rows := loaded.rows(code))}
    return Facts(
        sheets={code: sheets[code] for code in ("1", "2", "5", "6", "7") if code in sheets},
        components=[*_generators(loaded), *_parts(loaded)],
        consumption=loaded.rows("14"),
        card={name: getattr(loaded.booklet.client, name) for name in _CARD},
        words=words,
    )


def _generators(loaded: Loaded) -> list[Component]:
    stated = {one.row: one.values for one in loaded.entries if one.sheet == "4"}
    codes = component_codes(
        [
            (one.id, one.device_type.ree_type or 0, one.component_code, one.replaced_by_id)
            for one in loaded.generators
        ]
    )
    return [
        Component(
            _KINDS[one.device_type.ree_type or 0],
            component_number(codes[one.id]),
            _device(one) | dict(stated.get(one.id) or {}),
        )
        for one in loaded.generators
    ]


def _device(device: Device) -> Values:
    found: Values = {name: getattr(device, name) for name in _DEVICE}
    found["fuel"] = device.fuel.value if device.fuel is not None else None
    found["refrigerant"] = device.refrigerant.code if device.refrigerant is not None else None
    return found


def _parts(loaded: Loaded) -> list[Component]:
    return [
        Component(str(row.get("part_kind")), row.get("part_number"), row)
        for row in loaded.rows("parts")
    ]


def _xml(scope: Values, _loaded: Loaded) -> Made:
    lacks, write = xml_of(rules_cit.BOOKLET, scope)
    code = () if scope.get("plant_code") else (Lack("plant_code"),)
    return (*code, *lacks, *booklet_lacks(scope)), write


def _json(scope: Values, loaded: Loaded) -> Made:
    client = loaded.booklet.client
    scope["cadastral_code"] = cadastral_code(client.municipality, client.province)
    cadastre = [scope, *loaded.rows("1.2")]
    return json_of(BOOKLET, criter_booklet_scope(scope, cadastre, _people(scope, loaded)))


def _table(scope: Values, _loaded: Loaded) -> Made:
    return (() if scope.get("plant_code") else (Lack("plant_code"),)), bytes


def _people(scope: Values, loaded: Loaded) -> Values:
    """Return who answers for the plant on the day the booklet was drawn up."""
    client = loaded.booklet.client
    drawn = str(scope.get("drawn_on") or loaded.booklet.opened_on.isoformat())
    delegation = in_force(loaded.rows("3"), drawn)
    if delegation is None:
        return subjects(_responsible(scope, client), None)
    third = {
        "resp_title": "third_party", "resp_kind": "firm", "resp_company": delegation["third_party"],
    }  # fmt: skip
    return subjects(third, delegation) | {
        "third_party_from": delegation.get("from_on"),
        "third_party_until": delegation.get("until_on"),
    }


def _responsible(scope: Values, client: Client) -> Values:
    """Return the responsible person of sheet 1; first and last name only from the card."""
    name, firm = scope.get("responsible"), scope.get("responsible_company")
    is_client = name == client.display_name and not client.is_firm
    parts = (client.first_name, client.last_name) if is_client else (None, name)
    known = firm or name
    return {
        "resp_title": _ROLES[client.responsible_role],
        "resp_kind": ("firm" if firm else "person") if known else None,
        "resp_company": firm,
        "resp_first_name": parts[0],
        "resp_last_name": parts[1],
        "resp_tax_code": scope.get("responsible_tax_code"),
        "resp_vat_number": scope.get("responsible_vat"),
    }


def _cells(scope: Values, facts: Facts, loaded: Loaded) -> tuple[Any, ...]:
    found: Values = {
        **scope,
        "client": str(loaded.booklet.client),
        "opened_on": loaded.booklet.opened_on,
        "components": "; ".join(_line(one, facts) for one in facts.components),
    }
    return tuple(_text(name, found.get(name)) for name in BOOKLET_COLUMNS)


def _text(name: str, value: Any) -> Any:
    """Return a value as the table shows it: options by their words."""
    words = OPTIONS.get(name, {})
    if isinstance(value, list):
        return ", ".join(str(words.get(one, one)) for one in value)
    return str(words[value]) if isinstance(value, str) and value in words else value


def _line(one: Component, facts: Facts) -> str:
    """Return a component in one line: "GT-1 Immergas Victrix 24 (AB12), Metano"."""
    values = one.values
    serial = f"({values['serial_number']})" if values.get("serial_number") else ""
    words = [one.label, values.get("brand"), values.get("model"), serial]
    fuel = facts.words.get("fuel", {}).get(values.get("fuel") or "", "")
    return ", ".join(part for part in (" ".join(str(w) for w in words if w), fuel) if part)


def _worded(lacks: Sequence[Lack]) -> tuple[Lack, ...]:
    """Return the lacks; a code that is missing because there is no word lacks the word."""
    return tuple(
        dict.fromkeys(
            Lack(_WORD_OF.get(one.source, one.source), one.fault, one.detail)
            if one.fault is Fault.MISSING
            else one
            for one in lacks
        )
    )
