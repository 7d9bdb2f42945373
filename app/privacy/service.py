"""Writes of the privacy forms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.clients.models import Client
from app.company.models import CompanyProfile, PrivacyNotice
from app.company.queries import company_profile
from app.interventions.facts import company_snapshot, plant_address
from app.interventions.rules_content import fingerprint
from app.kernel.access import Access
from app.privacy.models import PrivacyForm, PrivacyRevocation
from app.privacy.queries import form_named, notice_in_force, occupancy_of
from app.privacy.rules import (
    NoticeChangedError,
    NoticeMissingError,
    answered,
    ensure_signer,
    revocable,
)


@dataclass(frozen=True)
class Signing:
    """What comes from the screen.

    Attributes:
        uuid: Made with the empty form.
        notice_version: Version of the notice that was shown.
        given: Purpose -> yes or no; None: not answered.
        strokes: Drawn signature, already checked.
        device: Browser and address it was signed on.
    """

    uuid: str
    notice_version: int
    given: Mapping[str, bool | None]
    signer_name: str
    strokes: list[Any]
    device: str = ""


def notice_or_refuse(session: Session) -> PrivacyNotice:
    """Return the notice in force.

    Raises:
        NoticeMissingError: The company wrote none.
    """
    notice = notice_in_force(session)
    if notice is None:
        raise NoticeMissingError
    return notice


def sign(
    session: Session,
    client: Client,
    signing: Signing,
    *,
    access: Access,
    now: datetime,
    appointment_id: int | None = None,
) -> PrivacyForm:
    """Store a signed form; the same form sent again is the one stored before.

    Raises:
        NoticeMissingError: The company has no notice.
        NoticeChangedError: Another version was shown than the one in force.
        AnswerMissingError: A purpose was not answered.
        PrivacySignerMissingError: Nobody is named.
    """
    known = form_named(session, signing.uuid)
    if known is not None and known.client_id == client.id:
        return known
    notice = notice_or_refuse(session)
    if notice.id != signing.notice_version:
        raise NoticeChangedError
    ensure_signer(signing.signer_name)
    facts = facts_of(client, notice, company_profile(session), signing.given)
    form = PrivacyForm(
        uuid=signing.uuid,
        client=client,
        occupancy_id=occupancy_of(session, client.id),
        notice=notice,
        appointment_id=appointment_id,
        facts=facts,
        content_sha256=fingerprint(facts),
        signer_name=signing.signer_name.strip()[:120],
        strokes=signing.strokes,
        device=signing.device[:250],
        signed_at=now,
        author_name=access.name[:120],
        revocations=[],
    )
    session.add(form)
    session.flush()
    return form


def facts_of(
    client: Client,
    notice: PrivacyNotice,
    profile: CompanyProfile,
    given: Mapping[str, bool | None],
) -> dict[str, Any]:
    """Return everything the document states.

    Raises:
        AnswerMissingError: A purpose was not answered.
    """
    return {
        "notice": {"version": notice.id, "text": notice.text},
        "client": {
            "number": str(client.number),
            "name": client.display_name,
            "tax_code": client.tax_code or "",
            "address": plant_address(client),
        },
        "purposes": answered(notice.purposes or [], given),
        "company": company_snapshot(profile),
    }


def revoke(
    session: Session,
    form: PrivacyForm,
    purposes: Iterable[str],
    *,
    note: str,
    access: Access,
    now: datetime,
) -> PrivacyRevocation:
    """Note that consents were taken back; the signed form stays as it is.

    Raises:
        NothingToRevokeError: None of them is given.
    """
    revocation = PrivacyRevocation(
        form=form,
        purposes=revocable(form.answers, purposes),
        note=note.strip()[:300],
        made_at=now,
        author_name=access.name[:120],
    )
    session.add(revocation)
    session.flush()
    return revocation
