"""Outgoing mail: queued with the change that asks for it, sent by a job, shown to the office.

Glossary: outgoing mail = posta in uscita, caught = trattenuta (no server is set),
attachment = allegato, addressee = destinatario, PEC = posta elettronica certificata.
"""
