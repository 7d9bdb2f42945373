"""The agenda: who goes where, when.

appointment = appuntamento; generic entry = impegno senza cliente; today = appuntamenti oggi.
"""
