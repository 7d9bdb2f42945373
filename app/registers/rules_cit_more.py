"""Piemonte's register (CIT): the outlines of reports of types 3 and 4. Pure."""

from app.registers.rules_cit_shared import (
    DHW,
    HEATING_WATER,
    SERVICES,
    USUAL_IMPROVEMENTS,
    answers,
    numbers,
    report,
)
from app.registers.rules_outline import Form, Need, code, decimal, group, plain, rows, text

#: The register takes any words: these are the form's.
_PRIMARY_FLUIDS = {
    "hot_water": "Acqua calda",
    "superheated_water": "Acqua surriscaldata",
    "steam": "Vapore",
    "other": "Altro",
}

TYPE_3 = report(
    "IV",
    (HEATING_WATER, DHW),
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
                *numbers(
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
            *SERVICES,
            code("A_E_combustibile", "primary_fluid", _PRIMARY_FLUIDS),
            text("A_E_fluidoVett", "outlet_fluid"),
            *answers(
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

TYPE_4 = report(
    "V",
    (HEATING_WATER,),
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
    USUAL_IMPROVEMENTS,
    (
        plain("A_E_numCG", "unit_number", Form.WHOLE),
        group(
            "tabFumi",
            rows(
                "rowFumi",
                "rows",
                *numbers(
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
                *numbers(5, Need.NIL, *_LIMITS),
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
