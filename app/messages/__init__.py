"""What customers are told by e-mail and text message, each thing once.

Glossary: event = occasione, way = come, text message = SMS, gateway = servizio SMS,
opt-out = rinuncia, quiet hours = orario di silenzio, to handle = da gestire.
"""
