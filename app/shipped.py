"""What a new company starts with: the lists of the trade, in the trade's own words.

Data, not interface: each company edits these rows, so they are Italian here and not translated.
A gathering point like `app.registry`; sources: `docs/glossary.md` and the legal tables where named.
"""

from decimal import Decimal

from sqlalchemy.orm import Session

from app.devices.models import DeviceType
from app.pricelist.models import PriceItem, VatProfile
from app.pricelist.rules import ItemKind
from app.ree.policies import ship_policies
from app.registers.service import ship_codes
from app.thermal.service import ship_thermal_lists
from app.worktypes.models import CallReason, InterventionType, WorkPhrase

#: code, label, rate, nature, default. D.P.R. 633/1972: 22 % (art. 16), 10 % (tab. A, III),
#: N6.7 reverse charge art. 17 c. 6 a-ter, N2.2 flat-rate regime.
_VAT = (
    ("22", "IVA 22%", "22", None, False),
    ("10", "IVA 10% (abitazioni)", "10", None, True),
    ("4", "IVA 4%", "4", None, False),
    ("N6.7", "Inversione contabile art. 17 c. 6 lett. a-ter", "0", "N6.7", False),
    ("N2.2", "Operazione senza IVA (regime forfettario)", "0", "N2.2", False),
)

#: code, label, moves date, may move, needs device, needs REE, minutes, colour.
_TYPES = (
    ("routine_maintenance", "Manutenzione ordinaria", True, False, True, False, 60, "#2F9E44"),
    ("maintenance_ree", "Manutenzione con controllo efficienza", True, False, True, True, 75, "#0B7285"),
    ("first_ignition", "Prima accensione / verifica iniziale", True, False, True, True, 90, "#5F3DC4"),
    ("generator_replacement", "Sostituzione generatore", True, False, True, True, 480, "#862E9C"),
    ("cleaning", "Pulizia", False, True, True, False, 60, "#1971C2"),
    ("extraordinary_maintenance", "Manutenzione straordinaria / riparazione", False, True, False, False, 60, "#E8590C"),
    ("fault", "Guasto", False, False, False, False, 60, "#C92A2A"),
    ("repeat_visit", "Richiamo", False, False, False, False, 60, "#A61E4D"),
    ("site_survey", "Sopralluogo", False, False, False, False, 45, "#495057"),
    ("delivery", "Consegna", False, False, False, False, 30, "#868E96"),
)  # fmt: skip

#: code, label, code of the type, gas alarm.
_REASONS = (
    ("no_heating", "Non riscalda", "fault", False),
    ("no_hot_water", "Manca acqua calda", "fault", False),
    ("leak", "Perdita d'acqua", "fault", False),
    ("error_code", "Codice di errore", "fault", False),
    ("low_pressure", "Pressione bassa", "fault", False),
    ("noise", "Rumore", "fault", False),
    ("no_cooling", "Non raffresca", "fault", False),
    ("gas_smell", "Odore di gas", "fault", True),
    ("maintenance", "Manutenzione", "routine_maintenance", False),
    ("first_ignition", "Prima accensione", "first_ignition", False),
    ("estimate", "Richiesta preventivo", "site_survey", False),
    ("other", "Altro", None, False),
)

#: code, label, months, REE type, flame. REE types: DM 10/02/2014, Allegati II-V.
_DEVICES = (
    ("boiler", "Caldaia", 12, 1, True),
    ("water_heater", "Scaldabagno", 12, None, True),
    ("pellet_stove", "Stufa a pellet", 12, 1, True),
    ("boiler_fireplace", "Termocamino", 12, 1, True),
    ("air_conditioner", "Climatizzatore", 12, 2, False),
    ("heat_pump", "Pompa di calore", 12, 2, False),
    ("hybrid", "Sistema ibrido", 12, 1, True),
    ("chiller", "Gruppo frigo", 12, 2, False),
    ("heat_exchanger", "Scambiatore teleriscaldamento", 24, 3, False),
    ("cogenerator", "Cogeneratore", 12, 4, True),
    ("solar", "Solare termico", 24, None, False),
    ("cylinder", "Bollitore", 24, None, False),
    ("softener", "Addolcitore", 12, None, False),
    ("other", "Altro", None, None, False),
)

#: box, text, code of the type or None.
_PHRASES = (
    ("work", "Pulizia bruciatore e scambiatore, controllo elettrodi e guarnizioni.", "routine_maintenance"),
    ("work", "Verifica tenuta circuito gas e tiraggio: regolari.", "routine_maintenance"),
    ("work", "Controllo pressione impianto e vaso di espansione.", "routine_maintenance"),
    ("work", "Pulizia sifone scarico condensa.", "routine_maintenance"),
    ("work", "Eseguita analisi di combustione, valori nella norma.", "maintenance_ree"),
    ("work", "Prima accensione eseguita, istruito il cliente sull'uso.", "first_ignition"),
    ("work", "Sostituito il componente guasto e verificato il funzionamento.", "fault"),
    ("work", "Ripristinata la pressione dell'impianto.", "fault"),
    ("work", "Pulizia filtri e batteria, sanificazione unità interna.", "cleaning"),
    ("work", "Verificato il funzionamento: regolare.", None),
    ("advice", "Si consiglia il lavaggio dell'impianto.", None),
    ("advice", "Si consiglia l'installazione di un filtro defangatore.", None),
    ("advice", "Si consiglia la sostituzione del generatore per vetustà.", None),
    ("advice", "Controllare la pressione una volta al mese (1,2-1,5 bar a freddo).", None),
)  # fmt: skip

#: code, description, kind, unit, price, VAT code. Prices are examples the company replaces.
_ITEMS = (
    ("DIR", "Diritto fisso di chiamata", ItemKind.CALL_OUT, "pz", "35", "10"),
    ("MAN", "Manodopera", ItemKind.LABOUR, "h", "42", "10"),
    ("MANUT", "Manutenzione ordinaria caldaia", ItemKind.SERVICE, "pz", "80", "10"),
    ("REE", "Controllo efficienza energetica e rapporto", ItemKind.SERVICE, "pz", "40", "10"),
    ("CLIMA", "Pulizia e sanificazione climatizzatore", ItemKind.SERVICE, "pz", "60", "10"),
    ("VASO8", "Vaso di espansione 8 l", ItemKind.PART, "pz", "58.5", "10"),
    ("ELET", "Elettrodo di accensione e rilevazione", ItemKind.PART, "pz", "28.9", "10"),
    ("VENT", "Ventilatore", ItemKind.PART, "pz", "146", "10"),
    ("SCHEDA", "Scheda elettronica", ItemKind.PART, "pz", "189", "10"),
    ("VALV3", "Valvola a tre vie con motore", ItemKind.PART, "pz", "96", "10"),
    ("SOND", "Sonda NTC", ItemKind.PART, "pz", "19.5", "10"),
    ("GUARN", "Kit guarnizioni camera di combustione", ItemKind.PART, "pz", "24", "10"),
    ("FILTRO", "Filtro defangatore magnetico", ItemKind.PART, "pz", "115", "10"),
    ("POLIF", "Dosatore e carica di polifosfati", ItemKind.PART, "pz", "46", "10"),
)


def ship_lists(session: Session) -> None:
    """Write the lists of a new company; the caller commits."""
    vat = {}
    for position, (code, label, rate, nature, is_default) in enumerate(_VAT):
        vat[code] = VatProfile(
            code=code,
            label=label,
            rate_pct=Decimal(rate),
            nature=nature,
            is_default=is_default,
            position=position,
        )
    session.add_all(vat.values())
    types = _types()
    session.add_all(types.values())
    session.flush()
    for position, (code, label, kind, is_alarm) in enumerate(_REASONS):
        session.add(
            CallReason(
                code=code,
                label=label,
                position=position,
                is_gas_alarm=is_alarm,
                intervention_type=types[kind] if kind else None,
            )
        )
    for position, (box, text, kind) in enumerate(_PHRASES):
        session.add(
            WorkPhrase(
                box=box,
                text=text,
                position=position,
                intervention_type=types[kind] if kind else None,
            )
        )
    for position, (code, label, months, ree, flame) in enumerate(_DEVICES):
        session.add(
            DeviceType(
                code=code,
                label=label,
                maintenance_interval_months=months,
                ree_type=ree,
                has_flame=flame,
                position=position,
            )
        )
    for code, text, item_kind, unit, price, vat_code in _ITEMS:
        session.add(
            PriceItem(
                code=code,
                description=text,
                kind=item_kind,
                unit=unit,
                unit_price=Decimal(price),
                vat_profile=vat[vat_code],
            )
        )
    ship_thermal_lists(session)
    ship_codes(session)
    ship_policies(session)
    session.flush()


def _types() -> dict[str, InterventionType]:
    found = {}
    for position, (code, label, moves, may, device, ree, minutes, colour) in enumerate(_TYPES):
        found[code] = InterventionType(
            code=code,
            label=label,
            moves_due_date=moves,
            may_move_due_date=may,
            needs_device=device,
            needs_ree=ree,
            duration_minutes=minutes,
            colour=colour,
            position=position,
        )
    return found
