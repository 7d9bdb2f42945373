"""The F-gas register: work on refrigerant circuits and its notice to the Banca Dati FGAS.

entry = intervento sul circuito; top-up = rabbocco; recovery = recupero; leak check = controllo
perdite; decommissioning = smantellamento; notified = comunicato alla Banca Dati.
"""
