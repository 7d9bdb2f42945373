"""A company with a privacy notice, and what the screen sends when it is signed."""

import json

from app.company.models import PrivacyNotice
from app.web.clock import utc_now
from tests.factories.interventions import STROKES

PURPOSES = [{"code": "email", "text": "Promemoria per e-mail"}, {"code": "sms", "text": "SMS"}]


def make_notice(session, number=1, purposes=PURPOSES):
    """Store a version of the notice."""
    notice = PrivacyNotice(
        id=number, text=f"Informativa {number}", author="Capo", created_at=utc_now()
    )
    notice.purposes = purposes
    session.add(notice)
    session.commit()
    return notice


def signed_form(number=1, **values):
    """Return what the browser sends for a version of the notice."""
    return {
        "uuid": "11111111-1111-4111-8111-111111111111",
        "notice_version": str(number),
        "purpose_email": "yes",
        "purpose_sms": "no",
        "signer_name": "Maria Rossi",
        "strokes": json.dumps(STROKES),
        "to": "",
        **values,
    }
