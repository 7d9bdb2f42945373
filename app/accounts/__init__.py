"""Accounts: who signs in, with which profile, and what each function opens.

account = utente; profile = profilo; function = funzione; slot = posto del piano.
"""
