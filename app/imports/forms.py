"""The upload of a list."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired

from app.web.forms import HouseForm


class UploadForm(HouseForm):
    """Choose a file."""

    file = FileField(
        _("Your list of clients"),
        validators=[FileRequired(_("Choose the file of your list."))],
        description=_("Excel (.xlsx, .xls), OpenDocument (.ods) or CSV, up to 40 MB."),
        render_kw={"accept": ".xlsx,.xls,.ods,.csv,.txt,.tsv"},
    )
