"""Quotes: what the work would cost, sent, accepted or refused, and turned into work.

quote = preventivo; revision = revisione; option = voce facoltativa; deposit = acconto;
valid until = valido fino al; significant good = bene significativo.
"""
