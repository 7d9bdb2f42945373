"""The register of what happened: sign-ins, changes of rights and of data. For reading only.

register = registro; entry = registrazione. Entries are made by `app.orm.audit`.
"""
