"""Sentences of the backup."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.backup import rules
from app.kernel.errors import DomainError

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.NotABackupError: _("%(name)s is not a backup of this program, or it is cut off."),
    rules.BackupDamagedError: _("The backup is damaged: %(part)s is not what it was."),
    rules.CompanyIsThereError: _(
        "The company «%(slug)s» is there: add --force to replace all its data with the backup."
    ),
    rules.NotInBackupError: _("The backup does not hold the company «%(slug)s»."),
    rules.OtherDatabaseError: _(
        "The backup comes from %(stored)s and this installation uses %(here)s: restore it where "
        "the database is of the same kind."
    ),
    rules.NewerBackupError: _(
        "The backup was made by a later version of the program (%(revision)s): update it first."
    ),
    rules.ToolMissingError: _(
        "%(tool)s is not on this machine: install the client programs of PostgreSQL (package "
        "postgresql-client), of the server's version or later."
    ),
    rules.ToolFailedError: _("%(tool)s did not succeed: %(detail)s"),
    rules.TargetTakenError: _("%(name)s is there already: choose another name or a folder."),
}
