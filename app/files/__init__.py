"""Files of a company: attachments, photographs, documents and drawn signatures.

Glossary: attachment = allegato, picture = foto, logo = logo, signature = firma,
stroke = tratto.
"""
