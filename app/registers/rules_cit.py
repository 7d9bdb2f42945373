"""Piemonte's register (CIT): the outlines of the files it imports. Pure.

Source: the import schemas of Regione Piemonte, REE II and III 1.0.3, IV and V 1.0.2, maintenance
1.0.0. Everything is a sequence: the order below is the order of the file.
"""

from dataclasses import dataclass

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


def _answers(*pairs: tuple[str, str]) -> tuple[Node, ...]:
    return tuple(plain(tag, source, Form.ANSWER) for tag, source in pairs)


def _truths(*pairs: tuple[str, str]) -> tuple[Node, ...]:
    return tuple(plain(tag, source, Form.TRUTH, Need.BLANK) for tag, source in pairs)


def _numbers(digits: int, need: Need, *pairs: tuple[str, str]) -> tuple[Node, ...]:
    return tuple(decimal(tag, source, digits, need) for tag, source in pairs)


def _firm(tag: str) -> Node:
    return group(
        tag,
        text("siglaREA", "rea_province"),
        text("numeroREA", "rea_number", length=11),
        text("codiceFiscale", "firm_tax_code", length=16),
    )


_REMARKS = (
    text("A_F_osservazioni", "remarks", Need.BLANK, length=1000),
    text("A_F_raccomandazioni", "recommendations", Need.BLANK, length=1000),
    text("A_F_prescrizioni", "prescriptions", Need.BLANK, length=1000),
)
_HOURS = (
    plain("A_F_dataIntervento", "maintenance_by", Form.DAY),
    plain("A_F_orarioArrivo", "arrived_at", Form.CLOCK),
    plain("A_F_orarioPartenza", "left_at", Form.CLOCK),
    text("A_F_nomeTecnico", "technician_first_name"),
    text("A_F_cognomeTecnico", "technician_last_name"),
)
_HEATING_WATER = plain("A_C_flagTrattH2ONR", "heating_water_not_required", Form.TRUTH)
_DHW = plain("A_C_flagTrattAcsNR", "dhw_water_not_required", Form.TRUTH)
_SERVICES = _truths(("A_E_flagClimatizInv", "for_heating"), ("A_E_flagProduzACS", "for_dhw"))
_USUAL_IMPROVEMENTS = (
    ("A_F_flagValvole", "improve_valves"),
    ("A_F_flagIsolamento", "improve_insulation"),
    ("A_F_flagSistTrattACS", "improve_water"),
    ("A_F_flagSistRegolaz", "improve_control"),
)


def _report(
    roman: str,
    water: tuple[Node, ...],
    plant: tuple[tuple[str, str], ...],
    improvements: tuple[tuple[str, str], ...],
    generator: tuple[Node, ...],
) -> Node:
    """Return a report: what all types share around what is their own."""
    return group(
        f"MOD{roman}",
        group(
            "Richiesta",
            _firm("datiManutentore"),
            group(
                "datiIntestazione",
                text("codiceBollino", "sticker", Need.OPTIONAL, length=11),
                text("codiceCatasto", "plant_code", length=11),
                plain("A_F_dataControllo", "performed_on", Form.DAY),
            ),
            group(
                "datiAllegato",
                group(
                    "datiIdentificativi",
                    decimal("A_A_potenzaTermicaNomTotMax", "total_power_kw", 8),
                ),
                group(
                    "documentazioneTecnica",
                    plain("A_B_flagDichiarazConf", "has_conformity", Form.TRUTH),
                    plain("A_B_flagManutGen", "has_manuals", Form.TRUTH),
                    plain("A_B_flagLibrettoImp", "has_booklet", Form.TRUTH),
                    plain("A_B_flagLibrettoComp", "booklet_complete", Form.TRUTH),
                ),
                group("trattamentoAcqua", *water),
                group("controlloImpianto", *_answers(*plant)),
                group("checkList", *_truths(*improvements), *_REMARKS),
                group(
                    "datiTecnico",
                    plain("A_F_flagFunzImp", "may_run", Form.TRUTH),
                    *_HOURS,
                    text("A_F_firmaTecnico", "technician_signature"),
                    text("A_F_firmaResp", "responsible_signature", Need.BLANK),
                ),
                group(f"allegato{roman}", group(f"rowAllegato{roman}", *generator)),
            ),
        ),
    )


_TYPE_1 = _report(
    "II",
    (_HEATING_WATER, _DHW),
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
    _USUAL_IMPROVEMENTS,
    (
        plain("A_E_numGT", "unit_number", Form.WHOLE),
        group(
            "tabFumi",
            rows(
                "rowFumi",
                "rows",
                *_numbers(6, Need.WANTED, ("A_E_tempFumi", "flue_c"), ("A_E_tempAria", "air_c")),
                *_numbers(5, Need.WANTED, ("A_E_O2", "o2"), ("A_E_CO2", "co2")),
                *_numbers(
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
            *_SERVICES,
            *_answers(
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

_TYPE_2 = _report(
    "III",
    (_HEATING_WATER,),
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
                *_numbers(
                    7,
                    Need.WANTED,
                    ("A_E_surrisc", "superheat"),
                    ("A_E_sottoRaffr", "subcooling"),
                    ("A_E_condens", "condensation_c"),
                    ("A_E_evaporaz", "evaporation_c"),
                    ("A_E_ingLatoEst", "outside_in_c"),
                    ("A_E_uscLatoEst", "outside_out_c"),
                    ("A_E_ingLatoUtenze", "users_in_c"),
                    ("A_E_uscLatoUtenze", "users_out_c"),
                ),
                plain("A_E_numCircuito", "circuit", Form.WHOLE),
                *_numbers(
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
            *_answers(
                ("A_E_flagPerdite", "no_refrigerant_leaks"),
                ("A_E_flagRilevFugheDiretta", "direct_detector"),
                ("A_E_flagRilevFugheInDiretta", "indirect_detector"),
                ("A_E_flagScambPuliti", "exchangers_clean"),
            ),
        ),
    ),
)

_TYPE_3 = _report(
    "IV",
    (_HEATING_WATER, _DHW),
    (
        ("A_D_flagLuogoIdoneo", "place_suitable"),
        ("A_D_flagLineeIdonee", "electric_lines_suitable"),
        ("A_D_flagStatoCoiben", "insulation_state_suitable"),
        ("A_D_flagPerdite", "no_hydraulic_leaks"),
    ),
    (
        ("A_F_flagValvole", "improve_valves"),
        ("A_F_flagCurvaClim", "improve_curve"),
        ("A_F_flagPerditaH2O", "improve_leaks"),
        ("A_F_flagInvolucro", "improve_shell"),
    ),
    (
        plain("A_E_numSC", "unit_number", Form.WHOLE),
        group(
            "tabFumi",
            rows(
                "rowFumi",
                "rows",
                *_numbers(
                    6,
                    Need.WANTED,
                    ("A_E_tempEst", "outdoor_c"),
                    ("A_E_tempMandPrim", "primary_flow_c"),
                    ("A_E_tempRitPrim", "primary_return_c"),
                    ("A_E_potenzaTerm", "exchanged_kw"),
                    ("A_E_portataFluido", "primary_flow_m3h"),
                    ("A_E_tempMandSecond", "secondary_flow_c"),
                    ("A_E_tempRitSecond", "secondary_return_c"),
                ),
            ),
        ),
        group(
            "controlloVerificaEnergetica",
            *_SERVICES,
            text("A_E_combustibile", "primary_fluid_text"),
            text("A_E_fluidoVett", "outlet_fluid"),
            *_answers(
                ("A_E_flagPotComp", "power_compatible"),
                ("A_E_flagStatoCoiben", "insulation_ok"),
                ("A_E_flagDispReg", "regulation_ok"),
            ),
        ),
    ),
)

#: Tag of a protection -> our name of it.
_PROTECTIONS = (
    ("sovraFreq", "over_frequency"),
    ("sottoFreq", "under_frequency"),
    ("sovraTens", "over_voltage"),
    ("sottoTens", "under_voltage"),
)
_LIMITS = tuple(
    (f"A_E_{tag}{word}{phase}", f"{name}_l{phase}_{part}")
    for tag, name in _PROTECTIONS
    for word, part in (("Soglia", "limit"), ("Tempo", "time"))
    for phase in (1, 2, 3)
)

_TYPE_4 = _report(
    "V",
    (_HEATING_WATER,),
    (
        ("A_D_flagLuogoIdoneo", "place_suitable"),
        ("A_D_flagDimensioni", "openings_sized"),
        ("A_D_flagAperture", "openings_free"),
        ("A_D_flagLineeIdonee", "electric_lines_suitable"),
        ("A_D_flagCanaleFumo", "chimney_suitable"),
        ("A_D_flagCapsulaInso", "capsule_suitable"),
        ("A_D_flagTenutaIdraulica", "hydraulic_tight"),
        ("A_D_flagTenutaOlio", "oil_tight"),
        ("A_D_flagTenutaAlimentaz", "feed_tight"),
        ("A_D_flagFunzionalita", "separation_works"),
    ),
    _USUAL_IMPROVEMENTS,
    (
        plain("A_E_numCG", "unit_number", Form.WHOLE),
        group(
            "tabFumi",
            rows(
                "rowFumi",
                "rows",
                *_numbers(
                    6,
                    Need.WANTED,
                    ("A_E_tempAriaCombur", "air_c"),
                    ("A_E_tempAcquaUsc", "water_out_c"),
                    ("A_E_tempAcquaIng", "water_in_c"),
                    ("A_E_potenzaMorsetti", "terminals_kw"),
                    ("A_E_tempH2Omotore", "engine_water_c"),
                    ("A_E_tempFumiAvalle", "flue_after_c"),
                    ("A_E_tempFumiAmonte", "flue_before_c"),
                ),
                *_numbers(5, Need.NIL, *_LIMITS),
            ),
        ),
        group(
            "controlloVerificaEnergetica",
            text("A_E_fluidoVett", "outlet_fluid"),
            decimal("A_E_potenzaAssorbita", "absorbed_power_kw", 8, Need.NIL),
            decimal("A_E_potenzaTermByPass", "bypass_power_kw", 8, Need.NIL),
        ),
    ),
)


def _maintenance(prefix: str) -> Node:
    return group(
        "MANUTENZIONE",
        group(
            "Richiesta",
            _firm("datiImpresa"),
            group(
                "datiIntestazione",
                text("codiceCatasto", "plant_code", length=11),
                plain("A_F_dataControllo", "performed_on", Form.DAY),
                text("tipoIntervento", "work_code"),
            ),
            group(
                "datiManutenzione",
                group("checkList", *_REMARKS),
                group("datiTecnico", *_HOURS),
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
    1: _document("allegatoII", "allegato2", _TYPE_1),
    2: _document("allegatoIII", "allegato3", _TYPE_2),
    3: _document("allegatoIV", "allegato4", _TYPE_3),
    4: _document("allegatoV", "allegato5", _TYPE_4),
}
#: The same for maintenance: one file for each generator.
MAINTENANCE = {
    kind: _document(f"manut{prefix}", f"manutenzione{prefix.lower()}", _maintenance(prefix))
    for kind, prefix in ((1, "GT"), (2, "GF"), (3, "SC"), (4, "CG"))
}
