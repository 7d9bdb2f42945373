"""Documents as PDF: rendering (typst), label sheets and the company's seal (PAdES).

Glossary: report = rapportino, seal = sigillo elettronico, label = etichetta,
letterhead = carta intestata, signature = firma.
"""
