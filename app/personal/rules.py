"""Names that the screens and the jobs of a client's data share. Pure."""

#: Job that packs what is held on a client; title of its progress.
EXPORT = "personal.export"
#: Job that takes packs away that nobody fetched in time.
FORGET_PACKS = "personal.forget_packs"
#: How long a pack can be fetched, days.
KEPT_DAYS = 7
