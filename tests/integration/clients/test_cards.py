"""Cards are numbered, found, merged and handed on."""

from datetime import UTC, date, datetime

import pytest

from app.clients import rules, service
from app.clients.merging import merge_clients
from app.clients.models import Client, ClientAlias
from app.clients.queries import clients_of, duplicates, find_client
from app.search.queries import search_clients
from tests.helpers import committed, office_access, technician_access

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def card(session, last_name="Rossi", **values):
    made = service.create_client(
        session, {"last_name": last_name, "first_name": "Mario", "street": "Via Roma", **values}
    )
    session.commit()
    return made


def names(found):
    return [client.display_name for client in found]


def test_numbers_follow_each_other_and_a_rollback_gives_one_back(session):
    first = card(session)
    service.create_client(session, {"last_name": "Perso"})
    session.rollback()

    assert card(session, "Verdi").number == first.number + 1


def test_a_private_person_gets_the_empty_recipient_code(session):
    made = committed(session, card(session))

    assert made.recipient_code == "0000000"
    assert made.sort_name == "rossi mario"


def test_phones_are_kept_with_their_labels_and_the_first_is_shown(session):
    made = committed(session, card(session, phones="333 1234567 figlia\n0573 123456 casa"))

    assert [(c.value, c.label) for c in made.contacts] == [
        ("+393331234567", "figlia"),
        ("+390573123456", "casa"),
    ]
    assert made.phone == "333 123 4567"


@pytest.mark.parametrize("typed", ["ssi rom", "1234567", "roma ma", "mario rossi", "ROSSI"])
def test_any_fragment_in_any_order_finds_a_card(session, typed):
    card(session, phones="333 1234567")
    card(session, "Bianchi", street="Corso Italia", first_name="Ugo")

    assert names(search_clients(session, office_access(), typed)) == ["Rossi Mario"]


def test_search_wildcards_and_quotes_mean_themselves(session):
    card(session)

    for typed in ('"', "%", "_", "ros%", '"ros" OR', "*", "NEAR(", "-"):
        search_clients(session, office_access(), typed)
    assert search_clients(session, office_access(), "%%%") == []


def test_names_that_begin_with_the_text_come_first(session):
    card(session, "Aldi", street="Via Verdi")
    card(session, "Verdi")

    assert names(search_clients(session, office_access(), "verdi"))[0] == "Verdi Mario"


def test_a_technician_reaches_no_card_without_work(session):
    made = card(session)
    reader = technician_access(7, "clients.read")

    assert session.scalars(clients_of(reader)).all() == []
    assert find_client(session, reader, made.id) is None
    assert search_clients(session, reader, "rossi") == []


def test_a_merged_number_leads_to_the_card_that_remains(session):
    kept, merged = card(session), card(session, "Rossi", phones="0573 123456")

    merge_clients(session, kept, merged, now=NOW)
    session.commit()

    assert session.get(ClientAlias, merged.number).client_id == kept.id
    assert search_clients(session, office_access(), str(merged.number))[0].id == kept.id
    assert "+390573123456" in [c.value for c in committed(session, kept).contacts]
    with pytest.raises(rules.MergeRefusedError):
        merge_clients(session, kept, merged, now=NOW)


def test_the_former_occupant_stays_in_the_history(session):
    made = card(session, phones="333 1234567")

    service.change_occupant(session, made, {"last_name": "Neri"}, starts_on=date(2026, 3, 1))
    session.commit()

    former, present = committed(session, made).occupancies
    assert (former.holder, former.ends_on) == ("Rossi Mario", date(2026, 2, 28))
    assert (present.holder, present.starts_on) == ("Neri", date(2026, 3, 1))
    assert "+393331234567" in former.contacts_text
    assert made.phone == ""


def test_groups_have_two_levels(session):
    head = card(session, "Condominio", is_group_head=True)
    member = card(session, "Neri", group_head=head)

    with pytest.raises(rules.GroupTooDeepError):
        service.create_client(session, {"last_name": "Verdi", "group_head": member})
    session.rollback()
    with pytest.raises(rules.HasMembersError):
        service.update_client(session, head, {"is_group_head": False})


def test_flags_want_a_reason(session):
    with pytest.raises(rules.ReasonMissingError):
        service.create_client(session, {"last_name": "Verdi", "needs_attention": True})


def test_duplicates_are_named_with_the_reason(session):
    made = card(session, phones="333 1234567")

    found = duplicates(session, office_access(), {"digits": "3331234567"})

    assert found == [(made, rules.DuplicateReason.PHONE)]
    assert duplicates(session, office_access(), {"digits": "3331234567"}, but=made.id) == []


def test_a_card_with_past_occupants_is_not_deleted(session):
    made = card(session)
    service.change_occupant(session, made, {"last_name": "Neri"}, starts_on=date(2026, 3, 1))

    with pytest.raises(rules.HasHistoryError):
        service.delete_client(session, made)


def test_a_card_made_by_mistake_can_go(session):
    made = card(session)

    service.delete_client(session, made)
    session.commit()

    assert session.get(Client, made.id) is None
