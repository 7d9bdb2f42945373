"""Piemonte's register (CIT): sheets 6 to 14 of a booklet's first load. Pure."""

from app.registers.rules_cit_parts import (
    ALL,
    NO_SERIAL,
    OPTIONAL,
    if_known,
    mapped,
    optional,
    part,
    ticks,
    wanted,
    whole,
)
from app.registers.rules_outline import (
    Form,
    Need,
    Node,
    any_rows,
    code,
    decimal,
    group,
    group_if,
    plain,
    rows,
    text,
)

SHEET_6 = group_if(
    "L6_sistemiDistribuzione", "has_sheet_6",
    code("L6_1tipoDistribuzione", "distribution_kind", {"vertical": 1, "horizontal": 2, "ducts": 3},
         OPTIONAL),
    text("L6_1distribuzioneAltro", "distribution_text", OPTIONAL, length=100),
    plain("L6_2coibentazioneAssente", "is_uninsulated", Form.TRUTH, OPTIONAL),
    text("L6_2note", "distribution_notes", OPTIONAL, length=1000),
    any_rows(
        "L6_3VX", "VX",
        whole("L6_3numero", "number", Need.WANTED),
        rows(
            "L6_3vasoEspansione", "current",
            *optional(8, ("L6_3capacita", "capacity_l")),
            *ticks(("L6_3aperto", "vessel:open")),
            *optional(7, ("L6_3chiusoPressione", "precharge_bar")),
        ),
    ),
    part(
        "L6_4", "PO", "pompa",
        *if_known("L6_4", "fabbricante"), *wanted("L6_4", "modello"),
        *ticks(("L6_4giriVariabiliSI", "variable_speed")),
        *optional(8, ("L6_4potenzaNominale", "nominal_kw")),
    ),
)  # fmt: skip

SHEET_7 = group(
    "L7_sistemiEmissione",
    *ticks(
        ("L7_1radiatori", "emitters:radiators"),
        ("L7_1termoconvettori", "emitters:convectors"),
        ("L7_1ventilconvettori", "emitters:fan_coils"),
        ("L7_1panelliRadianti", "emitters:panels"),
        ("L7_1bocchette", "emitters:outlets"),
        ("L7_1strisceRadianti", "emitters:strips"),
        ("L7_1traviFredde", "emitters:chilled_beams"),
    ),
    text("L7_1altro", "emitter_text", OPTIONAL, length=100),
)

SHEET_8 = group_if(
    "L8_sistemiAccumulo", "AC",
    part(
        "L8_1", "AC", "accumulo", *if_known("L8_1", *ALL),
        *optional(8, ("L8_1capacita", "capacity_l")),
        *ticks(
            ("L8_1ACS", "storage_for:dhw"),
            ("L8_1riscaldamento", "storage_for:heating"),
            ("L8_1raffrescamento", "storage_for:cooling"),
            ("L8_1coibentazioneAssente", "is_uninsulated_storage"),
        ),
    ),
)  # fmt: skip


def _fans(prefix: str) -> tuple[Node, ...]:
    return (
        whole(f"{prefix}numeroVentilatori", "fans"),
        text(f"{prefix}tipoVentilatori", "fan_text", OPTIONAL, length=100),
    )


def _air(prefix: str) -> tuple[Node, ...]:
    return (
        *optional(7, (f"{prefix}portataMandata", "supply_ls")),
        *optional(8, (f"{prefix}potenzaMandata", "supply_kw")),
        *optional(7, (f"{prefix}portataRipresa", "return_ls")),
        *optional(8, (f"{prefix}potenzaRipresa", "return_kw")),
    )


SHEET_9 = group_if(
    "L9_altriComponenti", "has_sheet_9",
    part(
        "L9_1", "TE", "torre", *if_known("L9_1", *ALL),
        *optional(8, ("L9_1capacita", "capacity_l")), *_fans("L9_1"),
    ),
    part("L9_2", "RV", "raffreddatore", *if_known("L9_2", *ALL), *_fans("L9_2")),
    part("L9_3", "SCX", "scambiatoreIntermedio", *if_known("L9_3", *NO_SERIAL)),
    part(
        "L9_4", "CI", "circuito",
        *optional(
            8, ("L9_4lunghezzaCircuito", "length_m"), ("L9_4supScambiatore", "exchanger_m2"),
            ("L9_4profondita", "depth_m"),
        ),
    ),
    part("L9_5", "UT", "unitaTrattAria", *if_known("L9_5", *ALL), *_air("L9_5")),
    part(
        "L9_6", "RCX", "recuperatoreAriaAmb",
        text("L9_6tipologia", "part_type", OPTIONAL, length=100),
        plain("L9_6installato", "is_in_air_unit", Form.TRUTH, OPTIONAL),
        *_air("L9_6"),
    ),
)  # fmt: skip

SHEET_10 = group_if(
    "L10_ventilazione", "VM",
    part(
        "L10_1", "VM", "ventilazioneMeccanica", *wanted("L10_1", *NO_SERIAL),
        code("L10_1tipologia", "vent_known",
             {"extraction": 1, "cross_flow": 2, "thermodynamic": 3}, OPTIONAL),
        text("L10_1tipologiaAltro", "vent_text", OPTIONAL, length=100),
        decimal("L10_1portataMax", "max_flow_m3h", 7),
        *optional(7, ("L10_1rendimentoRecupero", "recovery")),
    ),
)  # fmt: skip


def _consumption(prefix: str, *, bought: bool = False) -> tuple[Node, ...]:
    spent = (text(f"{prefix}acquisti", "bought", OPTIONAL, length=100),) if bought else ()
    return (
        *_season(prefix),
        *spent,
        *optional(
            11,
            (f"{prefix}letturaIniziale", "first_reading"),
            (f"{prefix}letturaFinale", "last_reading"),
            (f"{prefix}consumo", "consumed"),
        ),
    )


def _season(prefix: str) -> tuple[Node, ...]:
    return (whole(f"{prefix}esercizioDa", "season_from"), whole(f"{prefix}esercizioA", "season_to"))


SHEET_14 = group_if(
    "L14_consumi", "has_sheet_14",
    any_rows(
        "L14_1consumoCombustibile", "fuel_used",
        mapped("L14_1combustibile", "fuel_code"),
        mapped("L14_1unitaMisura", "unit_code"),
        rows("L14_1datiConsumoCombustibile", "seasons", *_consumption("L14_1", bought=True)),
    ),
    group_if(
        "L14_2consumoEnergiaElettrica", "electricity_used",
        rows("L14_2datiConsumoEnergiaElettrica", "electricity_used", *_consumption("L14_2")),
    ),
    any_rows(
        "L14_3consumoAcqua", "water_used",
        mapped("L14_3unitaMisura", "unit_code"),
        rows("L14_3datiConsumoAcqua", "seasons", *_consumption("L14_3")),
    ),
    group_if(
        "L14_4consumoProdottiChimici", "chemicals_used",
        rows(
            "L14_4datiConsumoProdottiChimici", "chemicals_used",
            *_season("L14_4"),
            *ticks(
                ("L14_4circuitoImpiantoTermico", "chemical_circuit:plant"),
                ("L14_4circuitoACS", "chemical_circuit:dhw"),
                ("L14_4circuitoAltro", "chemical_circuit:auxiliary"),
            ),
            text("L14_4nomeProdotto", "substance", OPTIONAL, length=100),
            decimal("L14_4consumo", "consumed", 11),
            mapped("L14_4unitaMisura", "unit_code"),
        ),
    ),
)  # fmt: skip
