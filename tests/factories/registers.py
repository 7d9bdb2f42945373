"""Reports of every type, complete for the registers, as the phones send them."""

from tests.factories.ree import VALUES, content_of

FIRM = {"rea": "TO-1234567", "tax_code": "01234567890", "name": "Termoclima"}

_SHARED = {
    name: VALUES[name]
    for name in (
        "plant_code", "total_power_kw", "street", "municipality", "province", "resp_title",
        "resp_kind", "resp_last_name", "resp_first_name", "resp_street", "resp_municipality",
        "resp_province", "has_conformity", "has_booklet", "has_manuals", "booklet_complete",
        "unit_number", "installed_on", "brand", "model", "serial_number", "may_run",
        "maintenance_by", "performed_on", "arrived_at", "left_at", "technician_last_name",
        "technician_first_name",
    )
}  # fmt: skip

_CHILLER = {
    "water_treatment": ["not_required"],
    "room_suitable": "yes",
    "openings_sized": "nc",
    "openings_free": "nc",
    "electric_lines_suitable": "yes",
    "insulation_suitable": "yes",
    "machine_kind": "compression_electric",
    "circuits": 1,
    "cooling_power_kw": "8",
    "test_mode": "cooling",
    "no_refrigerant_leaks": "yes",
    "direct_detector": "no",
    "indirect_detector": "nc",
    "exchangers_clean": "yes",
    "has_tower": "no",
    "has_intermediate": "no",
}
_CHILLER_ROW = {
    "circuit": 1, "superheat": "6.5", "subcooling": "4", "condensation_c": "45",
    "evaporation_c": "-2.5", "outside_in_c": "30", "outside_out_c": "38", "users_in_c": "12",
    "users_out_c": "7", "filters_clean": "yes", "passed": "no", "restore_by": "2026-11-12",
}  # fmt: skip
_EXCHANGER = {
    "heating_treatment": ["none"],
    "dhw_treatment": ["not_required"],
    "place_suitable": "yes",
    "electric_lines_suitable": "yes",
    "insulation_state_suitable": "yes",
    "no_hydraulic_leaks": "yes",
    "heating_power_kw": "50",
    "primary_fluid": "hot_water",
    "outlet_fluid": "Acqua calda",
    "for_heating": True,
    "power_compatible": "yes",
    "insulation_ok": "yes",
    "regulation_ok": "nc",
}
_EXCHANGER_ROW = {
    "outdoor_c": "5", "primary_flow_c": "90", "primary_return_c": "60", "exchanged_kw": "42.5",
    "primary_flow_m3h": "1.25", "secondary_flow_c": "65", "secondary_return_c": "50",
}  # fmt: skip
_COGENERATOR = {
    "water_treatment": ["conditioning"],
    "place_suitable": "yes",
    "openings_sized": "yes",
    "openings_free": "yes",
    "electric_lines_suitable": "yes",
    "chimney_suitable": "yes",
    "capsule_suitable": "nc",
    "hydraulic_tight": "yes",
    "oil_tight": "yes",
    "feed_tight": "yes",
    "separation_works": "yes",
    "cogenerator_kind": "combustion_engine",
    "fuel_text": "Metano",
    "outlet_fluid": "Acqua calda",
    "electric_power_kw": "20",
    "absorbed_power_kw": "65",
    "recovered_power_kw": "40",
}
_COGENERATOR_ROW = {
    "air_c": "20", "water_out_c": "80", "water_in_c": "65", "terminals_kw": "19.5",
    "engine_water_c": "88", "flue_after_c": "110", "flue_before_c": "480",
    "over_frequency_l1_limit": "50.5", "over_frequency_l1_time": "0.1",
}  # fmt: skip
_OTHERS = {
    2: (_CHILLER, _CHILLER_ROW),
    3: (_EXCHANGER, _EXCHANGER_ROW),
    4: (_COGENERATOR, _COGENERATOR_ROW),
}


def complete(ree_type=1, device_id=1, *, row=None, without=(), **values):
    """Return what a report of a type states, with all that a register asks for."""
    if ree_type == 1:
        measured = {"nox_mg_kwh": "38", "fuel_flow": "2.54", "fuel_flow_unit": "m3h"}
        stated = {"plant_code": "999001"} | values
        return content_of(device_id, row=measured | (row or {}), without=without, **stated)
    own, own_row = _OTHERS[ree_type]
    stated = _SHARED | {"plant_code": "999001"} | own | values
    return {
        "ree_type": ree_type,
        "device_id": device_id,
        "values": {name: value for name, value in stated.items() if name not in without},
        "measurements": [own_row | (row or {})],
    }
