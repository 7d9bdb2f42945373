"""Italian places, offline: comuni, provinces, postcodes, coordinates.

Glossary: place = comune; province code = sigla; postcode = CAP; cadastral code = codice catastale.
"""
