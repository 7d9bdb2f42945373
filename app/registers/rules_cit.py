"""Piemonte's register (CIT): the outlines of the files it imports. Pure.

Source: the import schemas of Regione Piemonte, REE II and III 1.0.3, IV and V 1.0.2, maintenance
1.0.0. Everything is a sequence: the order below is the order of the file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.registers.rules import Fault, Lack
from app.registers.rules_cit_booklet import OUTLINE
from app.registers.rules_cit_more import TYPE_3, TYPE_4
from app.registers.rules_cit_shared import (
    DHW,
    HEATING_WATER,
    HOURS,
    REMARKS,
    SERVICES,
    USUAL_IMPROVEMENTS,
    answers,
    firm,
    numbers,
    report,
)
from app.registers.rules_outline import (
    Form,
    Need,
    Node,
    Style,
    code,
    decimal,
    group,
    plain,
    rows,
    text,
)

_NAMESPACE = "http://www.csi.it/sigit/sigitwebn/xml/importmassivo/{}/data"
CIT = Style({"yes": 1, "no": 0, "nc": 2})


@dataclass(frozen=True)
class Document:
    """A kind of file.

    Attributes:
        prefix: What its name starts with, exactly so.
        outline: Its root and what is below.
    """

    prefix: str
    namespace: str
    outline: Node


TYPE_1 = report(
    "II",
    (HEATING_WATER, DHW),
    (
        ("A_D_flagInterno", "indoor_suitable"),
        ("A_D_flagCanaleFumo", "flue_suitable"),
        ("A_D_flagEsterno", "outdoor_suitable"),
        ("A_D_flagSistRegolaz", "room_control_works"),
        ("A_D_flagAperture", "openings_free"),
        ("A_D_flagPerdite", "no_liquid_leaks"),
        ("A_D_flagDimensioni", "openings_sized"),
        ("A_D_flagTenuta", "gas_tight"),
    ),
    USUAL_IMPROVEMENTS,
    (
        plain("A_E_numGT", "unit_number", Form.WHOLE),
        group(
            "tabFumi",
            rows(
                "rowFumi",
                "rows",
                *numbers(6, Need.WANTED, ("A_E_tempFumi", "flue_c"), ("A_E_tempAria", "air_c")),
                *numbers(5, Need.WANTED, ("A_E_O2", "o2"), ("A_E_CO2", "co2")),
                *numbers(
                    6,
                    Need.NIL,
                    ("A_E_bacharach1", "bacharach_1"),
                    ("A_E_bacharach2", "bacharach_2"),
                    ("A_E_bacharach3", "bacharach_3"),
                ),
                decimal("A_E_COcorretto", "co_corrected_ppm", 9),
                decimal("A_E_rendimCombu", "efficiency_ree", 5),
                decimal("A_E_rendimentoLegge", "efficiency_minimum", 5),
                decimal("A_E_nox", "nox_mg_kwh", 9),
                plain("A_E_moduloTermico", "module", Form.WHOLE),
                code("A_E_portataCombu", "fuel_flow_unit", {"m3h": "m3/h", "kgh": "Kg/h"}),
                decimal("A_E_valorePortata", "fuel_flow", 6, Need.NIL),
                decimal("A_E_COfumiSecchi", "co_dry_ppm", 6, Need.NIL),
                plain("A_E_rispettoIndBacharach", "bacharach_ok", Form.TRUTH, Need.OPTIONAL),
                plain("A_E_minimo", "efficiency_ok", Form.TRUTH, Need.OPTIONAL),
            ),
        ),
        group(
            "controlloVerificaEnergetica",
            decimal("A_E_potenzaFocolare", "heat_input_kw", 8),
            *SERVICES,
            *answers(
                ("A_E_flagDispComando", "controls_work"),
                ("A_E_flagDispSicu", "safety_untampered"),
                ("A_E_flagValvSicu", "relief_valve_free"),
                ("A_E_flagScambiatore", "exchanger_clean"),
                ("A_E_flagRiflusso", "flue_backflow"),
                ("A_E_flagRisultati", "uni_10389_ok"),
            ),
            text("A_E_altroRifNormativo", "other_standard", Need.BLANK, length=500),
            code("A_E_flagEvacFumi", "flue_draught", {"forced": "F", "natural": "N"}),
            decimal("A_E_depressCanaleFumo", "draught_pa", 7, Need.NIL),
        ),
    ),
)

_CIRCUIT = (
    ("A_E_surrisc", "superheat"),
    ("A_E_sottoRaffr", "subcooling"),
    ("A_E_condens", "condensation_c"),
    ("A_E_evaporaz", "evaporation_c"),
    ("A_E_ingLatoEst", "outside_in_c"),
    ("A_E_uscLatoEst", "outside_out_c"),
    ("A_E_ingLatoUtenze", "users_in_c"),
    ("A_E_uscLatoUtenze", "users_out_c"),
)
TYPE_2 = report(
    "III",
    (HEATING_WATER,),
    (
        ("A_D_flagLocaleIdoneo", "room_suitable"),
        ("A_D_flagDimensioni", "openings_sized"),
        ("A_D_flagAperture", "openings_free"),
        ("A_D_flagLineeIdonee", "electric_lines_suitable"),
        ("A_D_flagCoibenIdonee", "insulation_suitable"),
    ),
    (
        ("A_F_flagSostGen1", "improve_modulation"),
        ("A_F_flagSostGen2", "improve_control"),
        ("A_F_flagIsolamentoRete", "improve_water_pipes"),
        ("A_F_flagIsolamentoCanali", "improve_ducts"),
    ),
    (
        plain("A_E_numGF", "unit_number", Form.WHOLE),
        group(
            "tabFumi",
            rows(
                "rowFumi",
                "rows",
                *numbers(7, Need.WANTED, *_CIRCUIT),
                plain("A_E_numCircuito", "circuit", Form.WHOLE),
                *numbers(
                    7,
                    Need.NIL,
                    ("A_E_TuscFluido", "fluid_out_c"),
                    ("A_E_TbulboUmido", "wet_bulb_c"),
                    ("A_E_TingFluidoSorg", "source_in_c"),
                    ("A_E_TuscFluidoSorg", "source_out_c"),
                    ("A_E_TingFluidoMacc", "machine_in_c"),
                    ("A_E_TuscFluidoMacc", "machine_out_c"),
                    ("A_E_potenzaAss", "absorbed_kw"),
                ),
                plain("A_E_filtriPuliti", "filters_clean", Form.TRUTH, Need.OPTIONAL),
                plain("A_E_Verifica", "passed", Form.TRUTH),
                plain("A_E_dataRipristino", "restore_by", Form.DAY, Need.NIL),
            ),
        ),
        group(
            "controlloVerificaEnergetica",
            code("A_E_flagModalita", "test_mode", {"cooling": "RAF", "heating": "RIS"}),
            *answers(
                ("A_E_flagPerdite", "no_refrigerant_leaks"),
                ("A_E_flagRilevFugheDiretta", "direct_detector"),
                ("A_E_flagRilevFugheInDiretta", "indirect_detector"),
                ("A_E_flagScambPuliti", "exchangers_clean"),
            ),
        ),
    ),
)


def told_once(lacks: tuple[Lack, ...], rows: Sequence[Mapping[str, Any]]) -> tuple[Lack, ...]:
    """Return the lacks, the values of a circuit that nobody measured as one.

    The law lets a type 2 report go without measurements; the import wants eight of them.
    """
    names = {source for _tag, source in _CIRCUIT}
    if any(name in row for row in rows for name in names):
        return lacks
    others = tuple(lack for lack in lacks if lack.source not in names)
    measured_none = (Lack("measurements", Fault.UNMEASURED),) if others != lacks else ()
    return others + measured_none


def _maintenance(prefix: str) -> Node:
    return group(
        "MANUTENZIONE",
        group(
            "Richiesta",
            firm("datiImpresa"),
            group(
                "datiIntestazione",
                text("codiceCatasto", "plant_code", length=11),
                plain("A_F_dataControllo", "performed_on", Form.DAY),
                text("tipoIntervento", "work_code"),
            ),
            group(
                "datiManutenzione",
                group("checkList", *REMARKS),
                group("datiTecnico", *HOURS),
                group(
                    "dettManutenzione",
                    Node(f"A_E_num{prefix}", "unit_number", Form.WHOLE),
                ),
            ),
        ),
    )


def _document(prefix: str, suffix: str, outline: Node) -> Document:
    return Document(prefix, _NAMESPACE.format(suffix), outline)


#: By type of the report.
REPORTS = {
    1: _document("allegatoII", "allegato2", TYPE_1),
    2: _document("allegatoIII", "allegato3", TYPE_2),
    3: _document("allegatoIV", "allegato4", TYPE_3),
    4: _document("allegatoV", "allegato5", TYPE_4),
}
#: The first load of a booklet.
BOOKLET = _document("libretto", "libretto", OUTLINE)
#: The same for maintenance: one file for each generator.
MAINTENANCE = {
    kind: _document(f"manut{prefix}", f"manutenzione{prefix.lower()}", _maintenance(prefix))
    for kind, prefix in ((1, "GT"), (2, "GF"), (3, "SC"), (4, "CG"))
}
