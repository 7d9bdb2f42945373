"""The company itself: what its documents say of it and how it works.

company data = dati aziendali; legal name = ragione sociale; seal = sigillo elettronico.
"""
