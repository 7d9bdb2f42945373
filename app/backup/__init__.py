"""Copies of whole companies: database, files and directory entry in one checked archive.

backup = copia di sicurezza; restore = ripristino; manifest = elenco di ciò che la copia contiene.
"""
