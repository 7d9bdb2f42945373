"""Two cards become one: nothing is lost, nothing is left behind."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from app import tables
from app.agenda.models import Appointment
from app.attachments.models import Attachment
from app.attachments.rules import AttachmentKind, OwnerKind
from app.calls.models import Call
from app.clients import rules, service
from app.clients.cardrows import followed_columns
from app.clients.merging import merge_clients
from app.clients.models import Client, ClientAlias
from app.devices.models import Device, DeviceType
from app.invoices.collectionmodels import ClientBank
from app.orm.base import Table
from app.search.queries import search_clients
from tests.helpers import committed, office_access

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
#: Columns that the merge of the cards themselves takes care of.
OWN = {
    "clients.group_head_id", "clients.merged_into_id", "client_aliases.client_id",
    "client_contacts.client_id", "client_occupancies.client_id", "search_entries.client_id",
    # Append-only: the card's history reads the entries of the cards merged into it.
    "audit_entries.client_id",
    # One of each for a card: movers of their own take care.
    "client_banks.client_id", "message_opt_outs.client_id",
    # What a provider of sign-in calls this program.
    "sign_in_providers.client_id",
}  # fmt: skip


@pytest.fixture(autouse=True)
def wired(app):
    return app


def card(session, last_name="Rossi", **values):
    made = service.create_client(session, {"last_name": last_name, **values})
    session.commit()
    return made


def test_every_column_with_the_key_of_a_card_follows():
    assert tables
    found = {
        f"{table.name}.{column.name}"
        for table in Table.metadata.tables.values()
        for column in table.columns
        if column.name == "client_id"
        or any(key.target_fullname == "clients.id" for key in column.foreign_keys)
    }

    assert found - OWN == followed_columns()


def work(session, client):
    kind = session.scalars(select(DeviceType.id)).first()
    rows = [
        Device(client_id=client.id, device_type_id=kind, brand="Vaillant", serial_number="SN777"),
        Call(client_id=client.id, received_at=NOW),
        Appointment(client_id=client.id, starts_at=NOW, ends_at=NOW.replace(hour=11)),
    ]
    photo = Attachment(
        id=str(uuid4()), sha256="a" * 64, received_sha256="a" * 64, mime="image/jpeg", size=1,
        filename="a.jpg", kind=AttachmentKind.PHOTO, owner_kind=OwnerKind.CLIENT,
        owner_key=str(client.id), created_at=NOW,
    )  # fmt: skip
    session.add_all([*rows, photo])
    session.commit()
    return rows, photo


def test_devices_calls_visits_and_files_follow(session):
    kept, merged = card(session), card(session, "Rosi")
    rows, photo = work(session, merged)
    version = rows[0].version

    merge_clients(session, kept, merged, now=NOW)
    session.commit()

    assert {committed(session, row).client_id for row in rows} == {kept.id}
    assert photo.owner_key == str(kept.id)
    assert rows[0].version > version  # also its dates are derived anew: the rules may differ
    assert [found.id for found in search_clients(session, office_access(), "sn777")] == [kept.id]


def test_the_chosen_values_come_from_the_other_card_all_parts_together(session):
    kept = card(session, street="Via Roma", street_number="1", unit="3", municipality="Bergamo",
                plant_code="A1")  # fmt: skip
    merged = card(session, "Rosi", street="Via Milano", municipality="Pistoia", plant_code="B2")

    merge_clients(session, kept, merged, now=NOW, taken=["street", "display_name"])
    session.commit()

    committed(session, kept)
    assert (kept.street, kept.street_number, kept.unit) == ("Via Milano", "", "")
    assert (kept.municipality, kept.province) == ("Pistoia", "PT")
    assert (kept.display_name, kept.plant_code) == ("Rosi", "A1")


def test_notes_and_contacts_of_both_are_kept(session):
    kept = card(session, private_note="paga tardi", phones=[("333 1234567", "casa")])
    merged = card(session, "Rosi", private_note="cane", emails="a@example.it",
                  phones=[("333 1234567", "moglie"), ("0573 123456", "ufficio")])  # fmt: skip

    merge_clients(session, kept, merged, now=NOW)
    session.commit()

    committed(session, kept)
    assert kept.private_note == "paga tardi\ncane"
    assert {(c.value, c.label) for c in kept.contacts} == {
        ("+393331234567", "casa"), ("+390573123456", "ufficio"), ("a@example.it", ""),
    }  # fmt: skip
    assert (kept.phone, kept.email) == ("333 123 4567", "a@example.it")


def test_past_occupants_of_both_are_kept(session):
    kept, merged = card(session), card(session, "Neri")
    service.change_occupant(session, merged, {"last_name": "Rosi"}, starts_on=date(2025, 1, 1))
    session.commit()

    merge_clients(session, kept, merged, now=NOW)
    session.commit()

    held = {row.holder: row.ends_on for row in committed(session, kept).occupancies}
    assert held == {"Rossi": None, "Neri": date(2024, 12, 31), "Rosi": date(2026, 3, 1)}


def test_cards_under_a_main_card_follow_it(session):
    kept, merged = (card(session, name, is_group_head=True) for name in ("Alfa", "Beta"))
    member = card(session, "Verdi", group_head=merged)
    plain = card(session, "Bianchi")

    with pytest.raises(rules.MergeRefusedError):
        merge_clients(session, plain, merged, now=NOW)
    merge_clients(session, kept, merged, now=NOW)
    session.commit()

    assert committed(session, member).group_head_id == kept.id


def test_a_chain_of_merges_leads_to_the_last_card(session):
    first, second, third = (card(session, name) for name in ("Alfa", "Beta", "Gamma"))

    merge_clients(session, second, first, now=NOW)
    merge_clients(session, third, second, now=NOW)
    session.commit()

    assert {committed(session, row).merged_into_id for row in (first, second)} == {third.id}
    aliases = session.scalars(select(ClientAlias.client_id)).all()
    assert aliases == [third.id, third.id]
    assert session.scalar(text("select count(*) from search_entries")) == 1


def test_a_card_is_not_merged_with_itself(session):
    kept = card(session)

    with pytest.raises(rules.MergeRefusedError):
        merge_clients(session, kept, kept, now=NOW)


@pytest.mark.parametrize("number", range(3))
def test_a_card_with_work_is_not_deleted(session, number):
    made = card(session)
    rows, photo = work(session, made)
    for row in (*rows[:number], *rows[number + 1 :], photo):
        session.delete(row)
    session.commit()

    with pytest.raises(rules.HasHistoryError):
        service.delete_client(session, made)
    session.delete(rows[number])
    session.flush()
    service.delete_client(session, made)
    session.commit()

    assert session.get(Client, made.id) is None


def test_a_card_with_a_file_or_a_card_merged_into_it_is_not_deleted(session):
    filed, kept, merged = card(session), card(session, "Verdi"), card(session, "Neri")
    rows, _photo = work(session, filed)
    for row in rows:
        session.delete(row)
    merge_clients(session, kept, merged, now=NOW)
    session.commit()

    for client in (filed, kept):
        with pytest.raises(rules.HasHistoryError):
            service.delete_client(session, client)


def bank(client, iban):
    return ClientBank(client_id=client.id, iban=iban)


def test_the_bank_of_a_merged_card_follows_unless_there_is_one(session):
    kept, merged, third = card(session), card(session), card(session)
    session.add_all([bank(merged, "IT60X0542811101000000123456"), bank(third, "IT00OTHER")])
    session.commit()

    merge_clients(session, kept, merged, now=NOW)
    merge_clients(session, kept, third, now=NOW)
    session.commit()

    owned = session.scalars(select(ClientBank.iban).where(ClientBank.client_id == kept.id)).all()
    assert owned == ["IT60X0542811101000000123456"]
