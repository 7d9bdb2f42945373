"""Whether a company is as this version of the program wants it; cheap, every start asks."""

from app.accounts import sync
from app.extensions import db
from app.tenancy import revisions
from app.tenancy.context import company_scope


def needs_upgrade(slug: str) -> bool:
    """Tell whether a company's schema or permission tables are not the newest."""
    if revisions.stored(slug) != revisions.newest():
        return True
    with company_scope(slug):
        try:
            return sync.is_behind(db.session())
        finally:
            db.session.remove()
