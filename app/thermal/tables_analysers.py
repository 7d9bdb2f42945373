"""Labels of flue-gas analysers that a company starts with, in Italian, English and German.

No instrument's layout is published: these are the words that prints and files have in common, and
a company adds its own. Of two labels of one quantity the earlier counts, so the total efficiency
(with the latent heat of a condensing boiler) goes before the sensible one.
"""

from app.thermal.rules_strip import Label, Quantity

_WORDS: dict[Quantity, str] = {
    Quantity.FLUE: """
        temperatura fumi; temp fumi; t fumi; tfumi; tf; temperatura dei fumi; t gas; temp gas
        flue gas temperature; flue temp; flue temperature; flue gas temp; ft; t flue; t stack
        stack temp; tg; temperatura camino
        abgastemperatur; abgastemp; abgas temp; t abgas; at abgas; ta abgas""",
    Quantity.AIR: """
        temperatura aria comburente; temp aria comburente; temperatura aria; temp aria; t aria
        taria; ta; aria comburente; temperatura ambiente; temp ambiente; t amb; temp amb; t ambiente
        ambient temperature; ambient temp; amb temp; air temp; air temperature; t air
        combustion air temperature; combustion air temp; inlet temp
        verbrennungslufttemperatur; verbrennungsluft; vt; lufttemperatur; raumtemperatur; t luft""",
    Quantity.O2: "o2; ossigeno; o2 misurato; ossigeno o2; oxygen; sauerstoff",
    Quantity.CO2: "co2; anidride carbonica; co2 calcolato; carbon dioxide; kohlendioxid",
    Quantity.CO_DRY: """
        co; co fumi secchi; co secco; co misurato; co fumi; monossido di carbonio; co ppm
        carbon monoxide; co dry; kohlenmonoxid""",
    Quantity.CO_CORRECTED: """
        co corretto; co corr; cocorr; co rif; co riferito; co 0 o2; co rif 0 o2; co senza aria
        uco; co undiluted; co air free; co af; co amb free; undiluted co; co unverdunnt
        co unverd; co corretto 0 o2""",
    Quantity.EFFICIENCY: """
        rendimento di combustione; rendimento totale; rend totale; rend tot; ηt; η totale; eta t
        rendimento; rendimento combustione; rend; rend comb; rendim; η; eta; ηc+; η comb
        net efficiency; efficiency; effn; eff net; eff; total efficiency
        wirkungsgrad; feuerungstechnischer wirkungsgrad; ηs; rend sens; rendimento sensibile""",
    Quantity.DRAUGHT: """
        tiraggio; depressione; tiraggio camino; pressione camino; depressione camino; tir
        draught; draft; flue draught; flue draft; stack draft; zug; kaminzug; schornsteinzug""",
    Quantity.NOX: "nox; ossidi di azoto; nitrogen oxides; stickoxide",
    Quantity.BACHARACH_1: "bacharach 1; indice di fumo 1; fumosita 1; smoke 1; russzahl 1",
    Quantity.BACHARACH_2: "bacharach 2; indice di fumo 2; fumosita 2; smoke 2; russzahl 2",
    Quantity.BACHARACH_3: "bacharach 3; indice di fumo 3; fumosita 3; smoke 3; russzahl 3",
    Quantity.SERIAL: """
        n serie; nr serie; numero di serie; numero seriale; seriale; serial number; serial no
        serial; s n; sn; seriennummer; serien nr; matricola analizzatore; matricola strumento""",
}

LABELS: tuple[Label, ...] = tuple(
    Label(word.strip(), quantity)
    for quantity, words in _WORDS.items()
    for line in words.splitlines()
    for word in line.split(";")
    if word.strip()
)
