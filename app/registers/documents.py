"""The documents of a period, each with what it still lacks; nothing is stored here."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.booklets.models import Booklet
from app.devices.models import Device
from app.interventions.models import Intervention
from app.interventions.rules import FindingKind, SignerRole
from app.kernel.dates import local_clock
from app.ree.models import ReeRevision
from app.ree.rules_content import read_content
from app.ree.rules_figures import figures_of
from app.registers import queries, rules_cit, rules_criter
from app.registers.booklets import BOOKLET_COLUMNS, booklet_papers
from app.registers.models import FeeSticker
from app.registers.papers import Made, Paper, cadastral_code, firm_of, json_of, xml_of
from app.registers.queries import Period
from app.registers.queries_booklets import booklets_in, sheets_of
from app.registers.rules import FileKind, Lack, Register, Topic, document_name
from app.registers.rules_cit import told_once
from app.registers.rules_codes import declared_nox
from app.registers.rules_criter_scope import plant_facts
from app.registers.rules_scope import (
    Firm,
    Signed,
    Values,
    Visit,
    component_number,
    criter_scope,
    report_scope,
    visit_scope,
)
from app.registers.rules_subjects import in_force, subjects

#: Documents read at a time.
_AT_ONCE = 100
#: Columns of the table for the registers without a file of their own; labels in `messages.py`.
TABLE_COLUMNS = (
    "number", "performed_on", "client", "plant_code", "street", "street_number", "municipality",
    "province", "device", "brand", "model", "serial_number", "fuel", "heat_input_kw",
    "useful_power_kw", "installed_on", "sticker", "efficiency_ree", "efficiency_minimum",
    "co_corrected_ppm", "may_run", "maintenance_by", "remarks", "recommendations",
    "prescriptions", "technician_signature",
)  # fmt: skip
#: What the table cannot do without.
_TABLE_NEEDS = ("plant_code",)


def keys_of(session: Session, period: Period, kind: FileKind) -> Sequence[int]:
    """Return the keys of the revisions, interventions or booklets of a period, oldest first."""
    statement, column = _FOUND[kind]
    return session.scalars(statement(period).with_only_columns(column)).all()


def papers(
    session: Session, period: Period, kind: FileKind, keys: Sequence[int]
) -> Iterator[Paper]:
    """Yield the documents of some keys, a few statements for each hundred."""
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        yield from _MAKERS[kind](session, period, some)


def _reports(session: Session, period: Period, keys: Sequence[int]) -> Iterator[Paper]:
    firm = firm_of(session)
    found = [
        (one, _report_values(one, firm, _sticker(one, sticker)))
        for one, sticker in queries.reports_loaded(session, period, keys)
    ]
    _declare_nox(session, [scope for _one, scope in found])
    if period.register is Register.CRITER:
        _add_booklets(session, found)
    for revision, scope in found:
        yield from _report_papers(revision, scope, period.register)


def _sticker(revision: ReeRevision, sticker: FeeSticker | None) -> str:
    """Return the sticker of the stock; without one, the number that was signed."""
    if sticker is not None:
        return sticker.label
    return str((revision.content.get("values") or {}).get("sticker") or "")


def _report_values(revision: ReeRevision, firm: Firm, sticker: str) -> Values:
    """Return the values of a report; the plant's code may have come after it was signed."""
    content = read_content(revision.content).content
    names = {one.role: one.signer_name for one in revision.signatures}
    signed = Signed(names.get(SignerRole.TECHNICIAN, ""), names.get(SignerRole.CLIENT, ""), sticker)
    figures = figures_of(content, revision.ree.performed_on)
    scope = report_scope(content, figures, firm, signed)
    scope["plant_code"] = scope.get("plant_code") or revision.ree.client.plant_code
    return scope


def _declare_nox(session: Session, scopes: Sequence[Values]) -> None:
    """Write what the company declares to Piemonte's register as NOx where none was measured."""
    poor = [scope for scope in scopes if any("nox_mg_kwh" not in row for row in scope["rows"])]
    codes = queries.codes(session, Register.CIT) if poor else {}
    for scope in poor:
        declared = declared_nox(codes, str(scope.get("model") or ""))
        if declared is not None:
            scope["rows"] = [{"nox_mg_kwh": declared} | row for row in scope["rows"]]


def _add_booklets(session: Session, found: Sequence[tuple[ReeRevision, Values]]) -> None:
    """Write what Emilia-Romagna's register wants of the booklet.

    Who answers by law stands apart from the third party; the plant's services and metering.
    """
    known = sheets_of(session, {one.ree.client_id for one, _scope in found})
    for one, scope in found:
        sheets = known.get(one.ree.client_id, {})
        scope["resp_cadastral_code"] = _comune(scope, "resp_")
        held = in_force(sheets.get("3", []), one.ree.performed_on.isoformat())
        scope.update(subjects(scope, held) | plant_facts(sheets))


def _comune(scope: Values, prefix: str) -> str:
    return cadastral_code(
        scope.get(f"{prefix}municipality", ""), scope.get(f"{prefix}province", "")
    )


def _report_papers(revision: ReeRevision, scope: Values, register: Register) -> Iterator[Paper]:
    ree = revision.ree
    number = f"{ree.label}-{revision.revision}" if revision.revision > 1 else ree.label
    if register is Register.CIT:
        document = rules_cit.REPORTS[ree.ree_type]
        name = document_name(document.prefix, number)
        lacks, write = xml_of(document, scope)
        yield _report_paper(revision, scope, name, (told_once(lacks, scope["rows"]), write))
    elif register is Register.CRITER:
        for place, row in enumerate(scope["rows"], 1):
            ending = f"{number}-{place}" if len(scope["rows"]) > 1 else number
            name = document_name(rules_criter.PREFIXES[ree.ree_type], ending, "json")
            values = criter_scope(scope, row, _comune(scope, ""))
            made = json_of(rules_criter.REPORTS[ree.ree_type], values)
            yield _report_paper(revision, scope, name, made)
    else:
        yield _report_paper(revision, scope, "", _table(scope))


def _report_paper(revision: ReeRevision, scope: Values, name: str, made: Made) -> Paper:
    ree = revision.ree
    facts = {
        **scope,
        **scope["rows"][0],
        "number": ree.label,
        "client": str(ree.client),
        "device": str(ree.device),
    }
    return Paper(
        client_id=ree.client_id,
        client=str(ree.client),
        device=ree.device,
        label=ree.label,
        name=name,
        lacks=made[0],
        write=made[1],
        cells=tuple(facts.get(column) for column in TABLE_COLUMNS),
        revision=revision,
    )


def _table(scope: Values) -> Made:
    return tuple(Lack(name) for name in _TABLE_NEEDS if not scope.get(name)), bytes


def _visits(session: Session, period: Period, keys: Sequence[int]) -> Iterator[Paper]:
    found = queries.visits_loaded(session, period, keys)
    devices = [device.id for one in found for device in one.devices]
    reported = queries.reported_days(session, devices)
    components = queries.components_of(session, {one.client_id for one in found})
    codes = queries.codes(session, period.register)
    firm = firm_of(session)
    for item in found:
        work = codes.get((Topic.WORK, item.intervention_type.label.casefold()), "")
        yield from _together(
            [
                _visit_paper(item, device, _visit(item, device, work, components), firm, period)
                for device in item.devices
                if device.device_type.ree_type is not None
                and (device.id, item.performed_on) not in reported
            ]
        )


def _together(found: list[Paper]) -> list[Paper]:
    """Return the papers of one visit: they leave together, so what one lacks keeps all back."""
    lacks = tuple(dict.fromkeys(lack for paper in found for lack in paper.lacks))
    return [replace(paper, lacks=lacks) for paper in found]


def _visit(item: Intervention, device: Device, work_code: str, components: dict[int, str]) -> Visit:
    report = item.reports[-1] if item.reports else None
    texts = {
        kind: "\n".join(one.text for one in (report.findings if report else []) if one.kind is kind)
        for kind in FindingKind
    }
    first_name, last_name = item.technicians[0].names if item.technicians else ("", "")
    return Visit(
        plant_code=item.client.plant_code,
        performed_on=item.performed_on,
        work_code=work_code,
        unit_number=component_number(components.get(device.id, "")),
        next_on=item.next_visit_advised_on or device.next_maintenance_on,
        arrived_at=local_clock(item.started_at).time() if item.started_at else None,
        left_at=local_clock(item.ended_at).time() if item.ended_at else None,
        first_name=first_name,
        last_name=last_name,
        remarks=texts[FindingKind.REMARK] or item.work_done,
        recommendations=texts[FindingKind.RECOMMENDATION],
        prescriptions=texts[FindingKind.PRESCRIPTION],
    )


def _visit_paper(
    item: Intervention, device: Device, visit: Visit, firm: Firm, period: Period
) -> Paper:
    client, scope = item.client, visit_scope(visit, firm)
    facts = {
        **scope,
        "number": item.label,
        "client": str(client),
        "street": client.street,
        "street_number": client.street_number,
        "municipality": client.municipality,
        "province": client.province,
        "device": str(device),
        "brand": device.brand,
        "model": device.model,
        "serial_number": device.serial_number,
        "heat_input_kw": device.heat_input_kw,
        "useful_power_kw": device.useful_power_kw,
        "installed_on": device.installed_on,
        "technician_signature": f"{visit.first_name} {visit.last_name}".strip(),
    }
    name, made = "", _table(scope)
    if period.register is Register.CIT:
        document = rules_cit.MAINTENANCE[device.device_type.ree_type or 1]
        name = document_name(document.prefix, f"{item.label}-{device.id}")
        made = xml_of(document, scope)
    details = {"work_code": item.intervention_type.label}
    return Paper(
        client_id=item.client_id,
        client=str(client),
        device=device,
        label=item.label,
        name=name,
        lacks=tuple(replace(lack, detail=details.get(lack.source, "")) for lack in made[0]),
        write=made[1],
        cells=tuple(facts.get(column) for column in TABLE_COLUMNS),
        intervention=item,
    )


#: What a period holds of each kind, and what makes papers of some of it.
_FOUND: dict[FileKind, tuple[Callable[[Period], Select[Any]], Any]] = {
    FileKind.REE: (queries.reports_of, ReeRevision.id),
    FileKind.MAINTENANCE: (queries.visits_of, Intervention.id),
    FileKind.BOOKLET: (booklets_in, Booklet.id),
}
_MAKERS: dict[FileKind, Callable[[Session, Period, Sequence[int]], Iterator[Paper]]] = {
    FileKind.REE: _reports,
    FileKind.MAINTENANCE: _visits,
    FileKind.BOOKLET: booklet_papers,
}
#: Columns of the table of each kind.
COLUMNS = {
    FileKind.REE: TABLE_COLUMNS,
    FileKind.MAINTENANCE: TABLE_COLUMNS,
    FileKind.BOOKLET: BOOKLET_COLUMNS,
}
