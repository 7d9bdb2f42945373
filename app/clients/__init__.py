"""Client cards: one card is one plant, whoever lives there.

client = cliente; card = scheda cliente; group head = condominio / proprietario (scheda principale);
occupancy = occupante, intestatario; contact point = recapito; building manager = amministratore.
"""
