"""The law of heating and cooling plants: pure rules and the dated tables they read.

Glossary: control = controllo di efficienza energetica (REE); period = periodicità; flue loss =
perdita al camino; minimum efficiency = rendimento minimo di legge; leak check = controllo delle
perdite (F-gas); charge = carica; body = autorità competente (Regione, Provincia, Comune).
"""
