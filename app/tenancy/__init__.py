"""Companies: one database each, chosen before anything is read or written.

company = azienda (un CAT); slug = prima parte degli utenti; directory = elenco delle aziende.
"""
