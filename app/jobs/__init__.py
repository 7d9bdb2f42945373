"""Work done after the answer: a row is added with the change that asks for it, a worker does it.

Glossary: job = lavoro in coda, outbox = coda in uscita, attempt = tentativo,
retry = riprova, progress = avanzamento.
"""
