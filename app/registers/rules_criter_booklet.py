"""Emilia-Romagna's register (CRITER): the outline of a booklet as JSON, a draft. Pure.

Field names are the register's own, its slips of the pen included. Who signs in adds the keys of the
firm; the codes of heat carriers are not published, so that the word goes as text.
"""

from app.registers.rules_criter import RESPONSIBLE, THIRD_PARTY, TITLES
from app.registers.rules_outline import (
    Form,
    Need,
    Node,
    any_rows,
    code,
    decimal,
    group,
    plain,
    text,
)

PREFIX = "criterLibretto"
_NIL = Need.NIL
_TREATMENTS = {"filtration": 1, "softening": 2, "conditioning": 3}
_FUELS = {
    "natural_gas": 2, "lpg": 3, "propane": 1, "butane": 1, "heating_oil": 4, "fuel_oil": 5,
    "pellet": 6, "wood": 7, "other": 1,
}  # fmt: skip
_FANS = {"other": 1, "axial": 2, "centrifugal": 3}


def _truths(*pairs: tuple[str, str]) -> tuple[Node, ...]:
    return tuple(plain(tag, source, Form.TRUTH, Need.BLANK) for tag, source in pairs)


def _numbers(*pairs: tuple[str, str]) -> tuple[Node, ...]:
    return tuple(decimal(tag, source, 12, _NIL) for tag, source in pairs)


def _wholes(*pairs: tuple[str, str]) -> tuple[Node, ...]:
    return tuple(plain(tag, source, Form.WHOLE, _NIL) for tag, source in pairs)


def _texts(*pairs: tuple[str, str]) -> tuple[Node, ...]:
    return tuple(text(tag, source, _NIL, length=1000) for tag, source in pairs)


def _codes(tag: str, source: str, codes: dict[str, int]) -> Node:
    return Node(tag, source, Form.CODES, Need.BLANK, codes=codes)


def _parts(tag: str, source: str, *own: Node, maker: int = 3, dated: bool = False) -> Node:
    """Return the components of a kind; `maker`: how many of make, model, serial the form has."""
    made = _texts(("Fabbricante", "brand"), ("Modello", "model"), ("Matricola", "serial_number"))
    ends = (
        plain("DataDismissione", "removed_on", Form.DAY, _NIL),
        plain("DataSostituzione", "replaced_on", Form.DAY, _NIL),
    )
    removed = ends if dated else ()
    return any_rows(
        tag,
        source,
        plain("CodiceProgressivo", "number", Form.WHOLE),
        plain("DataInstallazione", "installed_on", Form.DAY, _NIL),
        *removed,
        *made[:maker],
        *own,
    )


_SHEET_1 = (
    plain("DataIntervento", "drawn_on", Form.DAY),
    code("TipologiaIntervento", "work_kind",
         {"new": 1, "renovation": 2, "replacement": 3, "existing": 4}),
    text("Indirizzo", "street"),
    *_texts(("Civico", "street_number"), ("Scala", "staircase"), ("Interno", "unit")),
    text("CodiceCatastaleComune", "cadastral_code"),
    any_rows(
        "DatiCatastali", "cadastre",
        *_texts(("Foglio", "cadastre_sheet"), ("Mappale", "cadastre_parcel"),
                ("Subalterno", "cadastre_sub"), ("Identificativo", "cadastre_section")),
    ),
    plain("fUnitaImmobiliare", "single_unit", Form.TRUTH),
    code("DestinazioneUso", "category", {f"E{place}": place for place in range(1, 9)}),
    *_numbers(("VolumeLordoRiscaldato", "heated_m3"), ("VolumeLordoRaffrescato", "cooled_m3")),
    *_texts(("NumeroPDR", "pdr"), ("NumeroPOD", "pod")),
    *_truths(("fAcs", "has_dhw")), *_numbers(("PotenzaAcs", "dhw_kw")),
    *_truths(("fClimatizzazioneInvernale", "has_heating")),
    *_numbers(("PotenzaClimatizzazioneInvernale", "heating_kw")),
    *_truths(("fClimatizzazioneEstiva", "has_cooling")),
    *_numbers(("PotenzaClimatizzazioneEstiva", "cooling_kw")),
    *_truths(("fClimatizzazioneAltro", "has_other_service")),
    *_texts(("ClimatizzazioneAltro", "other_service")),
    _codes("TipologiaFluidoVettore", "fluids", {"other": 1, "water": 2, "air": 3}),
    *_texts(("TipologiaFluidoVettoreAltro", "fluid_text")),
    _codes("TipologiaGeneratori", "generators",
           {"other": 1, "combustion": 2, "heat_pump": 3, "chiller": 4, "district_heat": 5,
            "district_cooling": 6, "cogeneration": 7}),
    *_texts(("TipologiaGeneratoriAltro", "generator_text")),
    *_truths(("fPannelliSolariTermici", "has_solar"),
             ("fPannelliSolariTermiciAltro", "has_integration")),
    *_texts(("PannelliSolariTermiciAltro", "integration_text")),
    *_numbers(("PotenzaSolariTermici", "integration_kw"),
              ("SuperficieTotaleSolariTermici", "solar_m2")),
    *_truths(("fPannelliSolariClimatizzazioneAcs", "integration_for:dhw"),
             ("fPannelliSolariClimatizzazioneInvernale", "integration_for:heating"),
             ("fPannelliSolariClimatizzazioneEstiva", "integration_for:cooling")),
    code("TipologiaResponsabile", "owner_title", TITLES),
    code("TipoSoggetto", "owner_kind", {"person": 1, "firm": 2}),
    RESPONSIBLE,
    *_truths(("fTerzoResponsabile", "has_third_party")),
    THIRD_PARTY,
    plain("InizioAssunzioneIncarico", "third_party_from", Form.DAY, _NIL),
    plain("FineAssunzioneIncarico", "third_party_until", Form.DAY, _NIL),
)  # fmt: skip

_SHEET_2 = (
    decimal("ContenutoAcquaImpianto", "water_m3", 12, _NIL, places=3),
    *_numbers(("DurezzaTotaleAcquaImpianto", "hardness")),
    *_truths(("fTrattamentoAcquaInvernale", "is_heating_treated")),
    _codes("TipologiaTrattamentoAcquaInvernale", "heating_treatment", _TREATMENTS),
    *_numbers(("DurezzaTotaleAcquaImpiantoInvernale", "softened_hardness")),
    *_truths(("fProtezioneGelo", "has_antifreeze")),
    code("TipologiaProtezioneGelo", "antifreeze_kind", {"ethylene": 1, "propylene": 2}, _NIL),
    *_numbers(("PercentualeGlicole", "glycol_pct"), ("PhGlicole", "glycol_ph")),
    *_truths(("fTrattamentoAcquaAcs", "is_dhw_treated")),
    _codes("TipologiaTrattamentoAcquaAcs", "dhw_treatment", _TREATMENTS),
    *_numbers(("DurezzaTotaleAcquaAcs", "dhw_softened_hardness")),
    *_truths(("fTrattamentoAcquaEstiva", "is_cooling_treated")),
    code("TipologiaCircuitoRaffreddamento", "cooling_circuit_kind",
         {"no_recovery": 1, "partial": 2, "total": 3}, _NIL),
    code("TipologiaAcquaAlimento", "cooling_origin", {"mains": 1, "well": 2, "surface": 3}, _NIL),
    code("TipologiaFiltrazione", "cooling_filtration_kind",
         {"other": 1, "safety": 2, "mass": 3}, _NIL),
    *_texts(("TipologiaFiltrazioneAltro", "cooling_filtration_text")),
    code("TipologiaAddolcimentoAcqua", "cooling_softening_kind",
         {"other": 1, "softening": 2, "osmosis": 3, "demineralised": 4}, _NIL),
    *_texts(("TipologiaAddolcimentoAcquaAltro", "cooling_softening_text")),
    code("TipologiaCondizionamentoChimico", "cooling_conditioning_kind",
         {"other": 1, "antiscale": 2, "anticorrosive": 3, "both": 4, "biocide": 5}, _NIL),
    *_texts(("TipologiaCondizionamentoChimicoAltro", "cooling_conditioning_text")),
    *_truths(("fSistemaSpurgoAutomatico", "tower_purge")),
    *_numbers(("ConducibilitaAcquaIngresso", "conductivity_us"),
              ("ConducibilitaInizioSpurgo", "purge_setting_us")),
)  # fmt: skip

_FUEL = (
    code("TipologiaCombustibile", "fuel", _FUELS, _NIL),
    *_texts(("CombustibileAltro", "other_fuel")),
)
_SHEET_4 = (
    _parts(
        "GruppiTermiciCaldaie", "GT:all", *_FUEL,
        *_texts(("FluidoTermovettoreAltro", "carrier_word")),
        *_numbers(("PotenzaTermicaUtileNominaleKw", "useful_power_kw"),
                  ("RendimentoTermicoUtilePc", "efficiency_pct")),
        code("TipologiaGruppiTermici", "unit_kind",
             {"single": 1, "modular": 2, "radiant": 3, "hot_air": 4}, _NIL),
        *_wholes(("AnalisiFumoPrevisteNr", "analyses")),
        _parts("Bruciatori", "burners",
               *_texts(("Tipologia", "part_type"), ("Combustibile", "fuel_word")),
               *_numbers(("PortataTermicaMaxNominaleKw", "max_input_kw"),
                         ("PortataTermicaMinNominaleKw", "min_input_kw"))),
        _parts("Recuperatori", "recuperators",
               *_numbers(("PortataTermicaNominaleTotaleKw", "total_kw"))),
        dated=True,
    ),
    _parts(
        "GruppiFrigo", "GF:all",
        *_texts(("FiltroFrigorigeno", "refrigerant")),
        code("TipologiaMacchineFrigorifere", "machine_kind",
             {"absorption_recovery": 1, "absorption_flame": 2, "compression_electric": 3,
              "compression_engine": 4}, _NIL),
        *_texts(("Combustibile", "fuel_text")),
        code("SorgenteLatoEsterno", "outer_source", {"air": 1, "water": 2, "ground": 3}, _NIL),
        code("FluidoLatoUtenze", "users_fluid", {"air": 1, "water": 2}, _NIL),
        *_wholes(("NumCircuiti", "circuits")),
        *_numbers(("CoefficienteRiscaldamento", "cop"), ("CoefficienteRaffrescamento", "eer"),
                  ("PotenzaFrigoriferaNominaleKw", "cooling_kw"),
                  ("PortataTermicaNominaleKw", "useful_power_kw"),
                  ("PotenzaFrigoriferaAssorbitaNominaleKw", "cooling_absorbed_kw"),
                  ("PotenzaTermicaAssorbitaNominaleKw", "heating_absorbed_kw")),
        dated=True,
    ),
    _parts("ScambiatoriCaloreSottostazione", "SC:all",
           *_numbers(("PotenzaTermicaNominaleTotaleKw", "useful_power_kw")), dated=True),
    _parts(
        "CogeneratoriTrigeneratori", "CG:all", *_FUEL,
        *_numbers(("PotenzaTermicaNominaleKw", "useful_power_kw"),
                  ("PotenzaElettricaNominaleKw", "electrical_kw"),
                  *((f"{name}{end}", f"{ours}_{bound}{unit}")
                    for name, ours, unit in (
                        ("TemperaturaAcquaUscitaGradi", "water_out", "_c"),
                        ("TemperaturaAcquaIngressoGradi", "water_in", "_c"),
                        ("TemperaturaAcquaMotore", "engine_water", "_c"),
                        ("TemperaturaFumiValle", "flue_after", "_c"),
                        ("TemperaturaFumiMonte", "flue_before", "_c"),
                        ("EmissioniCO", "co", "_mg"))
                    for end, bound in (("Min", "min"), ("Max", "max")))),
        dated=True,
    ),
    _parts("CampiSolariTermici", "CS:all", *_wholes(("CollettoriNum", "collectors")),
           *_numbers(("SuperficieTotaleAperturaMq", "aperture_m2")), maker=1),
    _parts("AltriGeneratori", "AG:all", *_texts(("Tipologia", "part_type")),
           *_numbers(("PotenzaUtileKw", "total_kw"))),
)  # fmt: skip

_SHEET_5 = (
    _parts("SistemiRegolazione", "SR:all", *_wholes(
        ("PuntiRegolazioneNum", "control_points"), ("LivelliTemperaturaNum", "temperature_levels")
    ), maker=2),
    *_truths(("fValvoleRegolazione", "has_valves")),
    _parts("ValvoleRegolazione", "VR:all", *_wholes(("VieNum", "ways")),
           *_texts(("Servomotore", "servomotor")), maker=2),
    *_truths(("fSistemaRegolazioneOnOff", "primary_control:on_off"),
             ("fSistemaRegolazioneIntegrato", "primary_control:built_in_curve"),
             ("fSistemaRegolazioneIndipendente", "primary_control:separate_curve"),
             ("fSistemaRegolazioneMultigradino", "primary_control:stepped"),
             ("fSistemaRegolazioneAInverter", "primary_control:inverter"),
             ("fAltroSistemaRegolazionePrimaria", "primary_control:other")),
    *_texts(("SistemaRegolazionePrimariaAltro", "control_text")),
    code("TipologiaTermostatoZona", "thermostat", {"none": 1, "on_off": 2, "proportional": 3}),
    *_truths(("fControlloEntalpico", "room_control:enthalpy"),
             ("fControlloPortataAriaVariabile", "room_control:variable_air"),
             ("fValvoleTermostatiche", "room_control:thermostatic_valves"),
             ("fValvoleDueVie", "room_control:two_way_valves"),
             ("fValvoleTreVie", "room_control:three_way_valves")),
    *_texts(("NoteRegolazioneSingoloAmbiente", "control_notes")),
    *_truths(("fTelelettura", "telereading"), ("fTelegestione", "telecontrol")),
    *_texts(("DescrizioneSistemaTelematico", "telemetry_text")),
    *_truths(("fContabilizzazione", "metered_units"),
             ("fContabilizzazioneRiscaldamento", "metered_for:heating"),
             ("fContabilizzazioneRaffrescamento", "metered_for:cooling"),
             ("fContabilizzazioneAcquaCalda", "metered_for:dhw")),
    code("TipologiaSistemaContabilizzazione", "metering", {"direct": 1, "indirect": 2}, _NIL),
    *_texts(("DescrizioneSistemaContabilizzazione", "metering_text")),
)  # fmt: skip

_SHEETS_6_TO_8 = (
    _codes("TipologiaSistemaDistribuzione", "distribution",
           {"other": 1, "vertical": 2, "horizontal": 3, "ducts": 4}),
    *_texts(("TipologiaSistemaDistribuzioneAltro", "distribution_text")),
    *_truths(("fCoibentazioneReteDistribuzione", "insulated")),
    *_texts(("NoteCoibentazioneReteDistribuzione", "distribution_notes")),
    _parts("VasiEspansione", "VX:all", *_numbers(("CapacitaLt", "capacity_l")),
           *_truths(("fChiuso", "is_closed")),
           *_numbers(("PressionePrecaricaBar", "precharge_bar")), maker=0),
    _parts("PompaCircolazione", "PO:all", *_truths(("fGiriVariabili", "variable_speed")),
           decimal("PotenzaNominaleKw", "nominal_kw", 12, _NIL, places=3), maker=2),
    _codes("TipologiaSistemiEmissione", "emitters",
           {"radiators": 1, "convectors": 2, "fan_coils": 3, "panels": 4, "outlets": 5,
            "strips": 6, "chilled_beams": 7, "other": 8}),
    *_texts(("SistemaEmissioneAltro", "emitter_text")),
    _parts("Accumuli", "AC:all", *_numbers(("CapacitaLt", "capacity_l")),
           *_truths(("fAcquaCalda", "storage_for:dhw"), ("fRiscaldamento", "storage_for:heating"),
                    ("fRaffrescamento", "storage_for:cooling"),
                    ("fCoibentazionePresente", "is_insulated_storage"))),
)  # fmt: skip

_FAN_FIELDS = (
    *_wholes(("VentilatoriNum", "fans")),
    code("TipologiaVentilatori", "fan_kind", _FANS, _NIL),
)
_AIR = _numbers(
    ("PortataVentilatoreMandataLts", "supply_ls"), ("PortataVentilatoreRipresaLts", "return_ls"),
    ("PotenzaVentilatoreMandataKw", "supply_kw"), ("PotenzaVentilatoreRipresaKw", "return_kw"),
)  # fmt: skip
_SHEETS_9_AND_10 = (
    _parts("TorriEvaporative", "TE:all", *_numbers(("CapacitaNominaleLt", "capacity_l")),
           *_FAN_FIELDS),
    _parts("RaffreddatoriLiquido", "RV:all", *_FAN_FIELDS),
    _parts("ScambiatoriCaloreIntermedio", "SCX:all", maker=2),
    _parts("CircuitiInterrati", "CI:all",
           *_numbers(("LunghezzaCircuitoMt", "length_m"),
                     ("SuperficieScambiatoreMq", "exchanger_m2"),
                     ("ProfonditaInstallazioneMt", "depth_m")), maker=0),
    _parts("UnitaTrattamentoAria", "UT:all", *_AIR),
    _parts("RecuperatoriCalore", "RCX:all", *_texts(("Tipologia", "part_type")),
           code("ModalitaInstallazioneRecuperatoriCalore", "fitted_in",
                {"air_unit": 1, "independent": 2}, _NIL), *_AIR, maker=0),
    _parts("GruppiVMC", "VM:all",
           code("TipologiaImpiantoVMC", "vent_kind",
                {"extraction": 1, "cross_flow": 2, "thermodynamic": 3, "other": 4}, _NIL),
           *_texts(("TipologiaImpiantoAltro", "vent_text")),
           *_numbers(("PortataAriaMaxMch", "max_flow_m3h"), ("RendimentoRecuperoCop", "recovery")),
           maker=2),
)  # fmt: skip

_YEARS = _wholes(("DataEsercizioStart", "season_from"), ("DataEsercizioEnd", "season_to"))
_READ = _numbers(
    ("LetturaIniziale", "first_reading"), ("LetturaFinale", "last_reading"), ("Consumo", "consumed")
)
_UNIT = code("UnitaMisura", "unit_word", {"m3": 1, "kg": 2, "l": 3, "kwh": 4}, _NIL)
_SHEET_14 = (
    any_rows("ConsumiCombustibile", "fuel_rows", *_YEARS, *_numbers(("Acquisti", "bought")), *_READ,
             *_texts(("CombustibileAltro", "substance")), _UNIT),
    any_rows("ConsumiEnergiaElettrica", "electricity_used", *_YEARS, *_READ[:2],
             *_numbers(("ConsumoTotale", "consumed"))),
    any_rows("ConsumiAcqua", "water_rows", *_YEARS, *_READ[:2],
             *_numbers(("ConsumoTotale", "consumed")), _UNIT),
    any_rows("ConsumiProdottiChimici", "chemicals_used", *_YEARS,
             *_truths(("fCircuitoImpiantoTermico", "chemical_circuit:plant"),
                      ("fCircuitoAcs", "chemical_circuit:dhw"),
                      ("fAltriCircuiti", "chemical_circuit:auxiliary")),
             *_texts(("NomeProdotto", "substance")), *_numbers(("Consumo", "consumed")), _UNIT),
)  # fmt: skip

BOOKLET = group(
    "",
    group("CodiceTargaturaImpianto", text("CodiceTargatura", "plant_code")),
    plain("StatoLibrettoImpianto", "draft_state", Form.WHOLE),
    *_SHEET_1,
    *_SHEET_2,
    *_SHEET_4,
    *_SHEET_5,
    *_SHEETS_6_TO_8,
    *_SHEETS_9_AND_10,
    *_SHEET_14,
)
