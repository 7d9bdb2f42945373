"""Emilia-Romagna's register (CRITER): the outlines of its reports as JSON. Pure.

Field names are the register's own, its slips of the pen included. Keys of the firm and of the
technician are not in the file: whoever hands it over signs in there. Its lists of
non-conformities are not published: recommendations and prescriptions go as text.
"""

from app.registers.rules_outline import (
    Form,
    Need,
    Node,
    Style,
    code,
    decimal,
    group,
    group_if,
    plain,
    text,
)

CRITER = Style({"yes": 1, "no": 0, "nc": -1}, as_text=False)

_DIGITS = 12
_NIL = Need.NIL
_TREATED = {"none": 0, "not_required": 2, "filtration": 1, "softening": 1, "conditioning": 1}
_TREATMENTS = {"filtration": 1, "softening": 2, "conditioning": 3}
#: Tick of our forms -> number in the register's check list.
IMPROVEMENTS = {
    "improve_valves": 1,
    "improve_insulation": 2,
    "improve_water": 3,
    "improve_control": 5,
    "improve_water_pipes": 6,
    "improve_ducts": 7,
    "improve_curve": 8,
    "improve_leaks": 9,
    "improve_shell": 10,
    "improve_modulation": 11,
}


def _answers(*pairs: tuple[str, str]) -> tuple[Node, ...]:
    return tuple(plain(tag, source, Form.ANSWER) for tag, source in pairs)


def _numbers(*pairs: tuple[str, str]) -> tuple[Node, ...]:
    return tuple(decimal(tag, source, _DIGITS, _NIL) for tag, source in pairs)


def _truths(*pairs: tuple[str, str]) -> tuple[Node, ...]:
    return tuple(plain(tag, source, Form.TRUTH, Need.BLANK) for tag, source in pairs)


_SERVICES = _truths(("fClimatizzazioneInvernale", "for_heating"), ("fProduzioneACS", "for_dhw"))
_FIRM = group(
    "ImpresaManutentrice",
    text("NomeAzienda", "firm_name"),
    text("CodiceFiscale", "firm_tax_code"),
    text("ProvinciaIscrizioneCCIAA", "rea_province"),
    text("NumeroIscrizioneCCIAA", "rea_number"),
    text("PartitaIVA", "firm_vat_number", _NIL),
    text("IndirizzoSedeLegale", "firm_street", _NIL),
    text("CapSedeLegale", "firm_postcode", _NIL),
    text("CittaSedeLegale", "firm_municipality", _NIL),
    text("Telefono", "firm_phone", _NIL),
    text("Email", "firm_email", _NIL),
    text("EmailPec", "firm_pec", _NIL),
    text("SitoWeb", "firm_website", _NIL),
    plain("fIscrizioneRegistroGasFluorurati", "firm_has_fgas", Form.TRUTH, Need.BLANK),
    text("NumeroIscrizioneRegistroGasFluorurati", "firm_fgas_certificate", _NIL),
)


def _subject(prefix: str, street: Need) -> tuple[Node, ...]:
    """Return a person or firm, by the names that begin so."""
    return (
        code("TipoSoggetto", f"{prefix}_kind", {"person": 1, "firm": 2}),
        text("NomeAzienda", f"{prefix}_company", _NIL),
        text("Nome", f"{prefix}_first_name", _NIL),
        text("Cognome", f"{prefix}_last_name", _NIL),
        text("CodiceFiscale", f"{prefix}_tax_code", _NIL),
        text("PartitaIVA", f"{prefix}_vat_number", _NIL),
        text("Indirizzo", f"{prefix}_street", street),
        text("CodiceCatastaleComune", f"{prefix}_cadastral_code", _NIL),
    )


#: Who answers for the plant by law; with a third party: whoever delegated it.
RESPONSIBLE = group("ResponsabileImpianto", *_subject("owner", _NIL))
THIRD_PARTY = group_if("TerzoResponsabile", "has_third_party", *_subject("third", _NIL))
TITLES = {"owner": 1, "occupant": 2, "administrator": 3}


def _treated(tag: str, source: str) -> tuple[Node, ...]:
    return (
        code(f"Trattamento{tag}", f"{source}_first", _TREATED),
        Node(f"TipoTrattamento{tag}", source, Form.CODES, Need.BLANK, codes=_TREATMENTS),
    )


#: What the report does not ask and the booklet says: sheets 5 and 6.
_PLANT = (
    code("Contabilizzazione", "metered_units", {"yes": 1, "no": 0}, _NIL),
    code("TipologiaContabilizzazione", "metering_kind", {"direct": 1, "indirect": 2, "none": 3},
         _NIL),
    code("TipologiaSistemaDistribuzione", "distribution_first",
         {"other": 1, "vertical": 2, "horizontal": 3, "ducts": 4}, _NIL),
)  # fmt: skip
#: The services of the plant, by sheet 1.
_PLANT_SERVICES = (
    *_truths(
        ("fClimatizzazioneInvernale", "plant_heats"),
        ("fClimatizzazioneEstiva", "plant_cools"),
        ("fProduzioneACS", "plant_dhw"),
    ),
)


def _report(*own: Node) -> Node:
    """Return a report: what all share, then what is its own."""
    return group(
        "",
        group("CodiceTargaturaImpianto", text("CodiceTargatura", "plant_code")),
        plain("TipologiaControllo", "control_kind", Form.WHOLE),
        plain("StatoRapportoDiControllo", "draft_state", Form.WHOLE),
        decimal("PotenzaTermicaNominaleTotaleMax", "total_power_kw", _DIGITS),
        text("Comune", "cadastral_code"),
        text("Indirizzo", "street"),
        text("Civico", "street_number", _NIL),
        text("Palazzo", "building", _NIL),
        text("Scala", "staircase", _NIL),
        text("Interno", "unit", _NIL),
        code("TipologiaResponsabile", "owner_title", TITLES),
        RESPONSIBLE,
        THIRD_PARTY,
        _FIRM,
        plain("fDichiarazioneConformita", "has_conformity", Form.TRUTH),
        plain("fLibrettoImpiantoPresente", "has_booklet", Form.TRUTH),
        plain("fUsoManutenzioneGeneratore", "has_manuals", Form.TRUTH),
        plain("fLibrettoImpiantoCompilato", "booklet_complete", Form.TRUTH),
        decimal("DurezzaAcqua", "hardness", _DIGITS, _NIL),
        *_PLANT,
        plain("CodiceProgressivo", "unit_number", Form.WHOLE),
        plain("DataInstallazione", "installed_on", Form.DAY),
        text("Fabbricante", "brand"),
        text("Modello", "model"),
        text("Matricola", "serial_number"),
        *own,
        Node("CheckList", "improvements", Form.CODES, Need.BLANK, codes=IMPROVEMENTS),
        text("Osservazioni", "remarks", Need.BLANK, length=1000),
        text("Raccomandazioni", "recommendations", Need.BLANK, length=1000),
        text("Prescrizioni", "prescriptions", Need.BLANK, length=1000),
        plain("fImpiantoFunzionante", "may_run", Form.TRUTH),
        plain("DataManutenzioneConsigliata", "maintenance_by", Form.DAY),
        plain("DataControllo", "performed_on", Form.DAY),
        plain("OraArrivo", "arrived_at", Form.CLOCK),
        plain("OraPartenza", "left_at", Form.CLOCK),
        text("TecnicoIntervento", "technician_signature"),
        Node("BolliniCalorePulito", "stickers", Form.CODES, Need.BLANK),
    )


_TYPE_1 = _report(
    *_treated("Riscaldamento", "heating_treatment"),
    *_treated("ACS", "dhw_treatment"),
    *_answers(
        ("LocaleInstallazioneIdoneo", "indoor_suitable"),
        ("GeneratoriIdonei", "outdoor_suitable"),
        ("DimensioniApertureAdeguate", "openings_sized"),
        ("ApertureLibere", "openings_free"),
        ("ScarichiIdonei", "flue_suitable"),
        ("RegolazioneTemperaturaAmbiente", "room_control_works"),
        ("AssenzaPerditeCombustibile", "no_liquid_leaks"),
        ("TenutaImpiantoIdraulico", "gas_tight"),
    ),
    code(
        "TipologiaGruppiTermici",
        "unit_kind",
        {"single": 1, "modular": 2, "radiant": 3, "hot_air": 4},
    ),
    code(
        "TipologiaGeneratoriTermici",
        "efficiency_class",
        {"standard": 1, "low_temperature": 2, "condensing": 3, "hot_air": 4},
        _NIL,
    ),
    *_numbers(
        ("PotenzaTermicaNominaleFocolare", "heat_input_kw"),
        ("PotenzaTermicaNominale", "useful_power_kw"),
    ),
    *_SERVICES,
    code(
        "TipologiaCombustibile",
        "fuel",
        {"natural_gas": 2, "lpg": 3, "propane": 1, "butane": 1, "heating_oil": 4, "fuel_oil": 5,
         "pellet": 6, "wood": 7, "other": 1},
    ),
    text("AltroCombustibile", "other_fuel", _NIL),
    *_truths(("EvacuazioneForzata", "flue_forced"), ("EvacuazioneNaturale", "flue_natural")),
    *_numbers(("DepressioneCanaleFumo", "draught_pa")),
    *_answers(
        ("DispositiviComandoRegolazione", "controls_work"),
        ("DispositiviSicurezza", "safety_untampered"),
        ("ValvolaSicurezzaSovrappressione", "relief_valve_free"),
        ("ScambiatoreFumiPulito", "exchanger_clean"),
        ("RiflussoProdottiCombustione", "flue_backflow"),
        ("ConformitaUNI10389", "uni_10389_ok"),
    ),
    text("ModuloTermico", "module", _NIL),
    *_numbers(
        ("TemperaturaFumi", "flue_c"),
        ("TemperaraturaComburente", "air_c"),
        ("O2", "o2"),
        ("Co2", "co2"),
        ("bacharach1", "bacharach_1"),
        ("bacharach2", "bacharach_2"),
        ("bacharach3", "bacharach_3"),
        ("COFumiSecchi", "co_dry_ppm"),
        ("CoCorretto", "co_corrected_ppm"),
        ("PortataCombustibile", "fuel_flow"),
        ("PotenzaTermicaEffettiva", "actual_input_kw"),
        ("RendimentoCombustione", "efficiency_ree"),
        ("RendimentoMinimo", "efficiency_minimum"),
    ),
    plain("RispettaIndiceBacharach", "bacharach_ok", Form.TRUTH, _NIL),
    plain("COFumiSecchiNoAria1000", "co_ok", Form.TRUTH, _NIL),
    plain("RendimentoSupMinimo", "efficiency_ok", Form.TRUTH, _NIL),
)  # fmt: skip

_TYPE_2 = _report(
    *_answers(
        ("LocaleInstallazioneIdoneo", "room_suitable"),
        ("DimensioniApertureAdeguate", "openings_sized"),
        ("ApertureLibere", "openings_free"),
        ("LineeElettricheIdonee", "electric_lines_suitable"),
        ("CoibentazioniIdonee", "insulation_suitable"),
        ("AssenzaPerditeRefrigerante", "no_refrigerant_leaks"),
        ("LeakDetector", "direct_detector"),
        ("ParametriTermodinamici", "indirect_detector"),
        ("ScambiatoriLiberi", "exchangers_clean"),
    ),
    plain("NCircuitiTotali", "circuits", Form.WHOLE),
    *_PLANT_SERVICES,
    *_numbers(
        ("Potenzafrigorifera", "cooling_power_kw"), ("PotenzaTermicaNominale", "heating_power_kw")
    ),
    *_truths(("fRiscaldamento", "tested_heating"), ("fRaffrescamento", "tested_cooling")),
    code(
        "TipologiaMacchineFrigorifere",
        "machine_kind",
        {"absorption_recovery": 1, "absorption_flame": 2, "compression_electric": 3,
         "compression_engine": 4},
    ),
    plain("FiltriPuliti", "filters_clean", Form.ANSWER, _NIL),
    plain("NCircuiti", "circuit", Form.WHOLE, _NIL),
    *_numbers(
        ("TemperaturaSurriscaldamento", "superheat"),
        ("TemperaturaSottoraffreddamento", "subcooling"),
        ("TemperaturaCondensazione", "condensation_c"),
        ("TemperaturaEvaporazione", "evaporation_c"),
        ("TInglatoEst", "outside_in_c"),
        ("TUscLatoEst", "outside_out_c"),
        ("TIngLatoUtenze", "users_in_c"),
        ("TUscLatoUtenze", "users_out_c"),
        ("PotenzaAssorbita", "absorbed_kw"),
        ("TUscitaFluido", "fluid_out_c"),
        ("TBulboUmidoAria", "wet_bulb_c"),
        ("TIngressoLatoEsterno", "source_in_c"),
        ("TUscitaLatoEsterno", "source_out_c"),
        ("TIngressoLatoMacchina", "machine_in_c"),
        ("TUscitaLatoMacchina", "machine_out_c"),
    ),
)  # fmt: skip

_TYPE_3 = _report(
    *_treated("Riscaldamento", "heating_treatment"),
    *_treated("ACS", "dhw_treatment"),
    *_answers(
        ("LocaleInstallazioneIdoneo", "place_suitable"),
        ("LineeElettricheIdonee", "electric_lines_suitable"),
        ("StatoCoibentazioniIdonee", "insulation_state_suitable"),
        ("CoibentazioniIdonee", "insulation_ok"),
        ("TenutaImpiantoIdraulico", "no_hydraulic_leaks"),
        ("PotenzaCompatibileProgetto", "power_compatible"),
        ("AssenzaTrafilamenti", "regulation_ok"),
    ),
    *_numbers(("PotenzaTermicaNominale", "heating_power_kw")),
    *_SERVICES,
    *_truths(("fClimatizzazioneEstiva", "plant_cools")),
    # Two of the register's codes say superheated water: the first is meant.
    code(
        "TipologiaAlimentazione",
        "primary_fluid",
        {"other": 1, "hot_water": 2, "superheated_water": 3, "steam": 5},
    ),
    plain("TipologiaFluidoTermoVettore", "outlet_fluid_kind", Form.WHOLE, _NIL),
    text("AltroTipologiaFluidoTermoVettoreUscita", "outlet_fluid", _NIL),
    *_numbers(
        ("TemperaturaEsterna", "outdoor_c"),
        ("TemperaturaMandataPrimario", "primary_flow_c"),
        ("TemperaturaRitornoPrimario", "primary_return_c"),
        ("PortataFluidoPrimario", "primary_flow_m3h"),
        ("TemperaturaMandataSecondario", "secondary_flow_c"),
        ("TemperaturaRitornoSecondario", "secondary_return_c"),
        ("PotenzaTermica", "exchanged_kw"),
    ),
)

_LIMITS = tuple(
    (f"{word}{part}Interv{phase}", f"{name}_l{phase}_{ours}")
    for word, name in (
        ("Sovrafrequenza", "over_frequency"),
        ("Sottofrequenza", "under_frequency"),
        ("Sovratensione", "over_voltage"),
        ("Sottotensione", "under_voltage"),
    )
    for part, ours in (("Soglia", "limit"), ("Tempo", "time"))
    for phase in (1, 2, 3)
)
_TYPE_4 = _report(
    *_answers(
        ("LocaleInstallazioneIdoneo", "place_suitable"),
        ("DimensioniApertureAdeguate", "openings_sized"),
        ("ApertureLibere", "openings_free"),
        ("LineeElettricheIdonee", "electric_lines_suitable"),
        ("CaminoCanaleFumoIdonei", "chimney_suitable"),
        ("CapsulaInsonorizzataIdonea", "capsule_suitable"),
        ("TenutaImpiantoIdraulico", "hydraulic_tight"),
        ("TenutaCircuitoOlioIdonea", "oil_tight"),
        ("AssenzaPerditeCombustibile", "feed_tight"),
        ("Funzionalit\u00e0ScambiatoreSeparazione", "separation_works"),
    ),
    *_numbers(
        ("PotenzaElettricaMorsetti", "electric_power_kw"),
        ("PotenzaAssorbitaCombustibile", "absorbed_power_kw"),
        ("PotenzaMassimoRecupero", "recovered_power_kw"),
        ("PotenzaByPass", "bypass_power_kw"),
    ),
    *_PLANT_SERVICES,
    plain("TipologiaFluidoTermoVettore", "outlet_fluid_kind", Form.WHOLE, _NIL),
    text("AltroFluidoTermoVettore", "outlet_fluid", _NIL),
    text("AltroTipologiaFluidoTermoVettoreUscita", "outlet_fluid", _NIL),
    *_numbers(
        ("PotenzaAiMorsetti", "terminals_kw"),
        ("TemperaturaAriaComburente", "air_c"),
        ("TemperaturaAcquaIngresso", "water_in_c"),
        ("TemperaturaAcquauscita", "water_out_c"),
        ("TemperaturaAcquaMotore", "engine_water_c"),
        ("TemperaturaFumiMonte", "flue_before_c"),
        ("TemperaturaFumiValle", "flue_after_c"),
        ("EmissioneMonossido", "co_mg_nm3"),
        *_LIMITS,
    ),
)

#: By type of the report.
REPORTS = {1: _TYPE_1, 2: _TYPE_2, 3: _TYPE_3, 4: _TYPE_4}
#: The same: what the file's name starts with.
PREFIXES = {1: "criterGT", 2: "criterGF", 3: "criterSC", 4: "criterCG"}
