"""The files of a row, as its card shows them: pictures, documents, the form that adds more."""

from collections.abc import Sequence
from uuid import uuid4

from flask import request
from markupsafe import Markup

from app.attachments import messages, queries
from app.attachments.models import Attachment
from app.attachments.owners import owner_of
from app.attachments.rules import PAPERS, OwnerKind
from app.extensions import db
from app.web.access import current_access
from app.web.markup import rendered


def render_files(
    owner: OwnerKind,
    key: str,
    *,
    back: str = "",
    problems: Sequence[str] = (),
    files: Sequence[Attachment] | None = None,
    may_add: bool | None = None,
) -> Markup:
    """Return the files of a row that the account may see.

    Args:
        owner: What the files belong to.
        key: Its primary key as text.
        back: Page to go back to; empty: the one at hand.
        problems: Sentences about files that were refused.
        files: All its files, newest first, where the card has read them; None: read here.
        may_add: Whether the account may add some, where the card knows; None: asked here.
    """
    session = db.session()
    if files is None:
        files = queries.all_files_of(session, owner, key)
    if may_add is None:
        may_add = owner_of(owner).takes(session, current_access(), key)
    return rendered(
        "attachments/_panel.html",
        owner=owner.value,
        key=key,
        pictures=[one for one in files if _is_picture(one)],
        documents=[one for one in files if not _is_picture(one)],
        kinds=messages.KINDS,
        offered=messages.OFFERED[owner],
        may_add=may_add,
        back=back or request.full_path.rstrip("?"),
        problems=problems,
        sending=str(uuid4()),
    )


def _is_picture(file: Attachment) -> bool:
    return file.mime.startswith("image/") and file.kind not in PAPERS
