"""Work that needs much memory, done in a helper process: documents, seals, pictures, sheets.

Glossary: helper = processo di appoggio, task = lavorazione, document = documento.
"""
