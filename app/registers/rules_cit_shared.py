"""Piemonte's register (CIT): what the outlines of its reports share. Pure."""

from app.registers.rules_outline import Form, Need, Node, decimal, group, plain, text


def answers(*pairs: tuple[str, str]) -> tuple[Node, ...]:
    """Return SI, NO or NC for each (element, our name)."""
    return tuple(plain(tag, source, Form.ANSWER) for tag, source in pairs)


def truths(*pairs: tuple[str, str]) -> tuple[Node, ...]:
    """Return true or false for each (element, our name); not ticked is false."""
    return tuple(plain(tag, source, Form.TRUTH, Need.BLANK) for tag, source in pairs)


def numbers(digits: int, need: Need, *pairs: tuple[str, str]) -> tuple[Node, ...]:
    """Return a number of two decimals for each (element, our name)."""
    return tuple(decimal(tag, source, digits, need) for tag, source in pairs)


def firm(tag: str) -> Node:
    """Return who sends the file, by its number in the register of companies."""
    return group(
        tag,
        text("siglaREA", "rea_province"),
        text("numeroREA", "rea_number", length=11),
        text("codiceFiscale", "firm_tax_code", length=16),
    )


REMARKS = (
    text("A_F_osservazioni", "remarks", Need.BLANK, length=1000),
    text("A_F_raccomandazioni", "recommendations", Need.BLANK, length=1000),
    text("A_F_prescrizioni", "prescriptions", Need.BLANK, length=1000),
)
HOURS = (
    plain("A_F_dataIntervento", "maintenance_by", Form.DAY),
    plain("A_F_orarioArrivo", "arrived_at", Form.CLOCK),
    plain("A_F_orarioPartenza", "left_at", Form.CLOCK),
    text("A_F_nomeTecnico", "technician_first_name"),
    text("A_F_cognomeTecnico", "technician_last_name"),
)
HEATING_WATER = plain("A_C_flagTrattH2ONR", "heating_water_not_required", Form.TRUTH)
DHW = plain("A_C_flagTrattAcsNR", "dhw_water_not_required", Form.TRUTH)
SERVICES = truths(("A_E_flagClimatizInv", "for_heating"), ("A_E_flagProduzACS", "for_dhw"))
USUAL_IMPROVEMENTS = (
    ("A_F_flagValvole", "improve_valves"),
    ("A_F_flagIsolamento", "improve_insulation"),
    ("A_F_flagSistTrattACS", "improve_water"),
    ("A_F_flagSistRegolaz", "improve_control"),
)


def report(
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
            firm("datiManutentore"),
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
                group("controlloImpianto", *answers(*plant)),
                group("checkList", *truths(*improvements), *REMARKS),
                group(
                    "datiTecnico",
                    plain("A_F_flagFunzImp", "may_run", Form.TRUTH),
                    *HOURS,
                    text("A_F_firmaTecnico", "technician_signature"),
                    text("A_F_firmaResp", "responsible_signature", Need.BLANK),
                ),
                group(f"allegato{roman}", group(f"rowAllegato{roman}", *generator)),
            ),
        ),
    )
