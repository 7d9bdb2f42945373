"""Work carried out and the report the customer signs.

intervention = intervento; report = rapportino; finding = osservazione, raccomandazione,
prescrizione; heading = intestazione; outcome = esito; revision = revisione.
"""
