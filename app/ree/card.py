"""What the card of a report shows, gathered for one account."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clients.models import Client
from app.clients.queries import visible_clients
from app.devices.models import Device
from app.devices.queries import visible_devices
from app.interventions.card import SENDERS, SignatureRow, signature_rows
from app.interventions.messages import CONFLICTS
from app.interventions.models import Intervention
from app.interventions.queries import visible_interventions
from app.interventions.rules import SignerRole
from app.interventions.rules_conflicts import Conflict
from app.kernel.access import Access
from app.mail.models import OutgoingMail
from app.mail.queries import outgoing_mails
from app.ree import labels
from app.ree.api import remark_text
from app.ree.checking import may_correct
from app.ree.documents import Facts, measurement_facts, value_text
from app.ree.mail import about
from app.ree.models import Ree, ReeRevision
from app.ree.rules import ReeState, next_states
from app.ree.rules_catalogue import SHEETS
from app.ree.rules_items import Asked


@dataclass(frozen=True)
class Card:
    """Everything the card shows; links are empty for who may not follow them."""

    item: Ree
    #: Current revision; None for a draft.
    revision: ReeRevision | None
    #: (letter, title, pairs of label and value) of each section.
    sections: Sequence[tuple[str, str, Sequence[tuple[str, str]]]]
    measurements: Sequence[Any]
    #: (tone, sentence) of what the rules said on arrival.
    remarks: Sequence[tuple[str, str]]
    signatures: Sequence[SignatureRow]
    mails: Sequence[OutgoingMail]
    client_url: str
    device_url: str
    intervention_url: str
    may_send: bool
    may_correct: bool
    #: What the office changed of the visit while this was written; empty: nothing to look at.
    conflict: str
    #: Steps towards the register that may be noted now.
    steps: Sequence[ReeState]


def card_of(session: Session, item: Ree, access: Access) -> Card:
    """Return the card of a report that the account may see."""
    revision = item.revisions[-1] if item.revisions else None
    order = list(ReeState)
    steps = sorted(next_states(item.state), key=order.index) if access.has(_OFFICE) else []
    return Card(
        item=item,
        revision=revision,
        sections=_sections(revision),
        measurements=_tables(revision),
        remarks=_remarks(revision),
        signatures=signature_rows(
            revision.signatures if revision else (), first=SignerRole.TECHNICIAN
        ),
        mails=outgoing_mails(session, about=about(item), limit=20),
        client_url=_client_url(session, item, access),
        device_url=_device_url(session, item, access),
        intervention_url=_intervention_url(session, item, access),
        may_send=revision is not None and access.has_any(*SENDERS),
        may_correct=revision is not None and may_correct(item, access),
        conflict=str(CONFLICTS[Conflict(item.conflict)]) if item.conflict else "",
        steps=steps,
    )


_OFFICE = "interventions.write"


def _sections(
    revision: ReeRevision | None,
) -> list[tuple[str, str, list[tuple[str, str]]]]:
    if revision is None:
        return []
    values: Facts = revision.content.get("values") or {}
    found = []
    words = labels.items_of(revision.content["ree_type"])
    for section in SHEETS[revision.content["ree_type"]].sections:
        pairs = []
        for item in section.items:
            text = value_text(item, values.get(item.name))
            if item.asked(values) is Asked.YES and text:
                unit = f" {item.unit}" if item.unit else ""
                pairs.append((str(words[item.name]), f"{text}{unit}"))
        found.append((section.letter, str(labels.SECTIONS[section.letter]), pairs))
    return found


def _tables(revision: ReeRevision | None) -> list[dict[str, object]]:
    if revision is None:
        return []
    sheet = SHEETS[revision.content["ree_type"]]
    return measurement_facts(sheet, revision.content, revision.facts)


def _remarks(revision: ReeRevision | None) -> list[tuple[str, str]]:
    if revision is None:
        return []
    tones = {"warning": "warning", "info": "info"}
    return [
        (tones.get(row["severity"], "danger"), remark_text(row["code"], row["facts"]))
        for row in revision.facts.get("remarks") or []
    ]


def _client_url(session: Session, item: Ree, access: Access) -> str:
    if not access.has("clients.read"):
        return ""
    rule = visible_clients(access)
    seen = session.scalar(select(Client.id).where(Client.id == item.client_id, rule))
    return url_for("ClientView.show", pk=item.client_id) if seen else ""


def _device_url(session: Session, item: Ree, access: Access) -> str:
    rule = visible_devices(access)
    seen = session.scalar(select(Device.id).where(Device.id == item.device_id, rule))
    return url_for("DeviceView.show", pk=item.device_id) if seen else ""


def _intervention_url(session: Session, item: Ree, access: Access) -> str:
    """Return the report of the same visit, whichever of the two came first."""
    same = Intervention.id == item.intervention_id
    if item.appointment_id is not None:
        same |= Intervention.appointment_id == item.appointment_id
    found = session.scalars(
        select(Intervention.id).where(same, visible_interventions(access)).order_by(Intervention.id)
    ).first()
    return url_for("InterventionView.show", pk=found) if found else ""
