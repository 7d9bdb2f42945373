"""Piemonte's register (CIT): the outline of a booklet's first load. Pure.

Source: Import-Libretto 1.0.0 of Regione Piemonte. Address, cadastre and responsible person are
typed in the portal; sheets 3, 11, 12 and 13 are not imported. The plant's code is not inside: it is
chosen at the upload. Each component stands with its number, what is there now, what it replaced.
"""

from app.registers.rules_cit_booklet_more import (
    SHEET_6,
    SHEET_7,
    SHEET_8,
    SHEET_9,
    SHEET_10,
    SHEET_14,
)
from app.registers.rules_cit_parts import (
    ALL,
    NO_SERIAL,
    OPTIONAL,
    mapped,
    optional,
    part,
    ticks,
    truths_or_no,
    wanted,
    whole,
)
from app.registers.rules_outline import (
    Form,
    Need,
    Node,
    code,
    decimal,
    group,
    group_if,
    plain,
    text,
)

SHEET_1 = group(
    "L1_schedaIdentificativa",
    plain("L1_1dataIntervento", "drawn_on", Form.DAY),
    code(
        "L1_1tipoIntervento", "work_kind",
        {"new": 1, "renovation": 2, "replacement": 3, "existing": 4},
    ),
    *ticks(("L1_2flagUnitaImmSingle", "single_unit")),
    code("L1_2categoria", "category", {f"E{place}": f"E.{place}" for place in range(1, 9)},
         OPTIONAL),
    *optional(
        11,
        ("L1_2volLordoRisc", "heated_m3"),
        ("L1_2volLordoRaffr", "cooled_m3"),
        ("L1_3servizioACS", "dhw_kw"),
        ("L1_3servizioClimaInv", "heating_kw"),
        ("L1_3servizioClimaEst", "cooling_kw"),
    ),
    text("L1_3servizioAltro", "other_service", OPTIONAL, length=100),
    *ticks(("L1_4fluidoAcqua", "fluids:water"), ("L1_4fluidoAria", "fluids:air")),
    text("L1_4fluidoAltro", "fluid_text", OPTIONAL, length=100),
    *ticks(
        ("L1_5tipoGeneratore", "generators:combustion"),
        ("L1_5tipoPompa", "generators:heat_pump"),
        ("L1_5tipoFrigo", "generators:chiller"),
        ("L1_5tipoTelerisc", "generators:district_heat"),
        ("L1_5tipoTeleraff", "generators:district_cooling"),
        ("L1_5tipoCogen", "generators:cogeneration"),
    ),
    text("L1_5tipoAltro", "generator_text", OPTIONAL, length=100),
    *optional(6, ("L1_5tipoIntegrazionePannelli", "solar_m2")),
    group_if(
        "L1_5tipoIntegrazioneAltro", "has_integration",
        group(
            "descrizioneDecimaleType",
            text("descrizione", "integration_text", OPTIONAL, length=100),
            *optional(11, ("decimale", "integration_kw")),
        ),
    ),
    *ticks(
        ("L1_5tipoPerClimaInv", "integration_for:heating"),
        ("L1_5tipoPerClimaEst", "integration_for:cooling"),
        ("L1_5tipoPerACS", "integration_for:dhw"),
    ),
    text("L1_5tipoPerAltro", "integration_other", OPTIONAL, length=100),
)  # fmt: skip

_GLYCOL = group(
    "percentoDecimaleType", *optional(4, ("percento", "glycol_pct"), ("ph", "glycol_ph"))
)
SHEET_2 = group_if(
    "L2_trattamentoAcqua", "has_sheet_2",
    decimal("L2_1contenutoAcqua", "water_m3", 8, OPTIONAL, places=3),
    *optional(4, ("L2_2durezzaAcqua", "hardness")),
    *ticks(
        ("L2_3trattAcquaAssente", "heating_treatment:none"),
        ("L2_3trattAcquaFiltrazione", "heating_treatment:filtration"),
    ),
    decimal("L2_3trattamentoAcquaAddolcimento", "softened_hardness", 4, OPTIONAL),
    *ticks(
        ("L2_3trattAcquaChimico", "heating_treatment:conditioning"),
        ("L2_3trattAcquaGeloAssente", "antifreeze:none"),
    ),
    group_if("L2_3trattAcquaGeloEtilenico", "antifreeze:ethylene", _GLYCOL),
    group_if("L2_3trattAcquaGeloPropilenico", "antifreeze:propylene", _GLYCOL),
    *ticks(
        ("L2_4trattAcquaAcsAssente", "dhw_treatment:none"),
        ("L2_4trattAcquaAcsFiltrazione", "dhw_treatment:filtration"),
    ),
    decimal("L2_4trattamentoAcquaAcsAddolcimento", "dhw_softened_hardness", 4, OPTIONAL),
    *ticks(
        ("L2_4trattAcquaAcsChimico", "dhw_treatment:conditioning"),
        ("L2_5trattAcquaRaffreddamentoAssente", "cooling_circuit:none"),
        ("L2_5senzaRecuperoTermico", "cooling_circuit:no_recovery"),
        ("L2_5recuperoTermicoParziale", "cooling_circuit:partial"),
        ("L2_5recuperoTermicoTotale", "cooling_circuit:total"),
        ("L2_5acquedotto", "cooling_origin:mains"),
        ("L2_5pozzo", "cooling_origin:well"),
        ("L2_5acquaSuperficiale", "cooling_origin:surface"),
        ("L2_5filtrazioneSicurezza", "cooling_filtration:safety"),
        ("L2_5filtrazioneMasse", "cooling_filtration:mass"),
        ("L2_5filtrazioneNessunTrattamento", "cooling_filtration:none"),
    ),
    text("L2_5filtrazioneAltro", "cooling_filtration_text", OPTIONAL, length=100),
    *ticks(
        ("L2_5trattAcquaAddolcimento", "cooling_softening:softening"),
        ("L2_5trattAcquaOsmosi", "cooling_softening:osmosis"),
        ("L2_5trattAcquaDemineraliz", "cooling_softening:demineralised"),
        ("L2_5trattAcquaNessunTrattamento", "cooling_softening:none"),
    ),
    text("L2_5trattAcquaAltro", "cooling_softening_text", OPTIONAL, length=100),
    *ticks(
        ("L2_5condChimicoAnticrostante", "cooling_conditioning:antiscale"),
        ("L2_5condChimicoAnticorrosiva", "cooling_conditioning:anticorrosive"),
        ("L2_5condChimicoAnticrostanteAnticorrosiva", "cooling_conditioning:both"),
        ("L2_5condChimicoBioacida", "cooling_conditioning:biocide"),
        ("L2_5condChimicoNessunTrattamento", "cooling_conditioning:none"),
    ),
    text("L2_5condChimicoAltro", "cooling_conditioning_text", OPTIONAL, length=100),
    group_if(
        "L2_5torreRaffreddamento", "tower_purge:yes",
        *optional(
            11, ("L2_5conducibilita", "conductivity_us"), ("L2_5taratura", "purge_setting_us")
        ),
    ),
)  # fmt: skip

_PLATE = tuple(
    Node(f"L4_6{name}{end}", f"{ours}_{bound}{unit}", Form.PLATE, OPTIONAL, digits=3)
    for name, ours, unit in (
        ("tempAcquaUscita", "water_out", "_c"),
        ("tempAcquaIngresso", "water_in", "_c"),
        ("tempAcquaMotore", "engine_water", "_c"),
        ("tempFumiValle", "flue_after", "_c"),
        ("tempFumiMonte", "flue_before", "_c"),
        ("emissioniCO", "co", "_mg"),
    )
    for end, bound in (("Min", "min"), ("Max", "max"))
)
_LINKED = (whole("L4_2GtCollegato", "linked_generator", Need.WANTED),)
SHEET_4 = group(
    "L4_generatori",
    part(
        "L4_1", "GT", "gruppoTermico", *wanted("L4_1", *ALL),
        mapped("L4_1combustibile", "fuel_code"), mapped("L4_1fluido", "carrier_code"),
        decimal("L4_1potenza", "useful_power_kw", 8),
        decimal("L4_1rendimento", "efficiency_pct", 5, Need.NIL),
        code("L4_1tipoGruppoTermico", "unit_shape", {"single": 1, "radiant": 2, "hot_air": 3},
             OPTIONAL),
        whole("L4_1numeroAnalisiFumi", "analyses_of_modular"),
    ),
    part(
        "L4_2", "BR", "bruciatore", *wanted("L4_2", *ALL),
        text("L4_2tipologia", "part_type", OPTIONAL, length=100),
        mapped("L4_2combustibile", "fuel_code", OPTIONAL),
        decimal("L4_2portataMaxNominale", "max_input_kw", 8),
        decimal("L4_2portataMinNominale", "min_input_kw", 8, OPTIONAL),
        beside=_LINKED,
    ),
    part(
        "L4_3", "RC", "recuperatore", *wanted("L4_3", *ALL),
        decimal("L4_3potenzaNominaleTotale", "total_kw", 8),
        beside=(whole("L4_3GtCollegato", "linked_generator", Need.WANTED),),
    ),
    part(
        "L4_4", "GF", "gruppoFrigo", *wanted("L4_4", *ALL),
        *ticks(("L4_4sorgenteExtAria", "outer_source:air"),
                ("L4_4sorgenteExtAcqua", "outer_source:water")),
        text("L4_4fluidoFrigorigeno", "refrigerant", OPTIONAL, length=100),
        *ticks(("L4_4fluidoUtenzeAria", "users_fluid:air"),
                ("L4_4fluidoUtenzeAcqua", "users_fluid:water"),
                ("L4_4assorbimentoPerRecupero", "machine_kind:absorption_recovery")),
        mapped("L4_4combustibileAssorbimentoFiammaDiretta", "flame_fuel_code", OPTIONAL),
        *ticks(("L4_4compressioneMotoreElettrico", "is_compression")),
        whole("L4_4numCircuiti", "circuits", Need.WANTED),
        decimal("L4_4raffEER", "eer", 9, OPTIONAL, places=4),
        decimal("L4_4raffPotenzaNominale", "cooling_kw", 8),
        decimal("L4_4raffPotenzaAssNominale", "cooling_absorbed_kw", 8, OPTIONAL),
        decimal("L4_4riscCOP", "cop", 9, OPTIONAL, places=4),
        decimal("L4_4riscPotenzaNominale", "useful_power_kw", 8, OPTIONAL),
        decimal("L4_4riscPotenzaAssNominale", "heating_absorbed_kw", 8, OPTIONAL),
    ),
    part(
        "L4_5", "SC", "scambiatore", *wanted("L4_5", *ALL),
        decimal("L4_5potenzaNominaleTotale", "useful_power_kw", 8),
    ),
    part(
        "L4_6", "CG", "cogeneratore", *wanted("L4_6", *ALL),
        text("L4_6tipologia", "cogenerator_text", OPTIONAL, length=100),
        mapped("L4_6alimentazione", "feed_code", OPTIONAL),
        decimal("L4_6potenzaTermicaNominale", "useful_power_kw", 8),
        decimal("L4_6potenzaElettricaNominale", "electrical_kw", 8),
        *_PLATE,
    ),
    part(
        "L4_7", "CS", "campoSolareTermico", *wanted("L4_7", "fabbricante"),
        whole("L4_7collettori", "collectors"),
        decimal("L4_7supTotaleApertura", "aperture_m2", 7),
    ),
    part(
        "L4_8", "AG", "altroGeneratore", *wanted("L4_8", *ALL),
        text("L4_8tipologia", "part_type", OPTIONAL, length=100),
        decimal("L4_8potenzaNominaleTotale", "total_kw", 8),
    ),
)  # fmt: skip

SHEET_5 = group(
    "L5_sistemiRegolazioneContabilizzazione",
    *ticks(
        ("L5_1flagRegolazioneOnOff", "primary_control:on_off"),
        ("L5_1flagRegolazioneCurvaIntegrata", "primary_control:built_in_curve"),
        ("L5_1flagRegolazioneCurvaIndipendente", "primary_control:separate_curve"),
    ),
    part(
        "L5_1", "SR", "sistemaRegolazione", *wanted("L5_1", *NO_SERIAL),
        whole("L5_1numeroPuntiRegolazione", "control_points"),
        whole("L5_1numeroLivelliTemp", "temperature_levels"),
    ),
    *ticks(("L5_1flagValvoleRegolazione", "has_valves")),
    part(
        "L5_1", "VR", "valvolaRegolazione", *wanted("L5_1", *NO_SERIAL),
        whole("L5_1numeroVie", "ways"),
        text("L5_1servomotore", "servomotor", OPTIONAL, length=100),
    ),
    *ticks(
        ("L5_1flagSistemaRegolazioneMultigradino", "primary_control:stepped"),
        ("L5_1flagSistemaRegolazioneInverter", "primary_control:inverter"),
        ("L5_1flagAltroSistemaRegolazione", "primary_control:other"),
    ),
    text("L5_1descrizioneAltroSistemaRegolazione", "control_text", OPTIONAL, length=5000),
    *ticks(
        ("L5_2termostatoControlloOnOff", "room_control:on_off"),
        ("L5_2termostatoControlloProporzionale", "room_control:proportional"),
        ("L5_2controlloEntalpico", "room_control:enthalpy"),
        ("L5_2controlloPortata", "room_control:variable_air"),
    ),
    *truths_or_no(
        ("L5_2valvoleTermostatichePresenti", "room_control:thermostatic_valves"),
        ("L5_2valvole2ViePresenti", "room_control:two_way_valves"),
        ("L5_2valvole3ViePresenti", "room_control:three_way_valves"),
    ),
    text("L5_2note", "control_notes", OPTIONAL, length=5000),
    *truths_or_no(
        ("L5_3teleletturaPresenti", "telereading"), ("L5_3telegestionePresenti", "telecontrol")
    ),
    text("L5_3descSistemaPrimaInstall", "telemetry_text", OPTIONAL, length=1000),
    plain("L5_3dataSostituzione", "telemetry_replaced_on", Form.DAY, OPTIONAL),
    text("L5_3descSistemaSost", "telemetry_new_text", OPTIONAL, length=1000),
    group_if(
        "L5_4UIContabilizzateSI", "metered_units:yes",
        *truths_or_no(
            ("L5_4flag", "metered_units:yes"),
            ("L5_4riscaldamento", "metered_for:heating"),
            ("L5_4raffrescamento", "metered_for:cooling"),
            ("L5_4acs", "metered_for:dhw"),
        ),
    ),
    *ticks(("L5_4UIContabilizzateNO", "metered_units:no")),
    plain("L5_4tipoSistemaDiretto", "is_direct_metering", Form.TRUTH, OPTIONAL),
    text("L5_4descSistemaPrimaInstall", "metering_text", OPTIONAL, length=1000),
    plain("L5_4dataSostituzione", "metering_replaced_on", Form.DAY, OPTIONAL),
    text("L5_4descSistemaSost", "metering_new_text", OPTIONAL, length=1000),
)  # fmt: skip

OUTLINE = group(
    "libretto",
    group(
        "libretto_catasto",
        SHEET_1, SHEET_2, SHEET_4, SHEET_5, SHEET_6, SHEET_7, SHEET_8, SHEET_9, SHEET_10, SHEET_14,
    ),
)  # fmt: skip
