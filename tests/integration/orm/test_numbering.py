"""Numbers have neither gaps nor twins, whoever asks at the same time."""

from threading import Thread

from app.extensions import db
from app.orm.numbering import next_number
from app.tenancy.context import company_scope


def test_numbers_count_up_per_series_and_year(session):
    found = [
        next_number(session, "prova", year=2026),
        next_number(session, "prova", year=2026),
        next_number(session, "prova", year=2027),
        next_number(session, "altro"),
    ]

    assert found == [1, 2, 1, 1]


def test_several_numbers_at_once_are_consecutive(session):
    next_number(session, "prova")

    assert next_number(session, "prova", count=10) == 2
    assert next_number(session, "prova") == 12


def test_rollback_gives_the_number_back(session):
    next_number(session, "prova")
    session.commit()
    next_number(session, "prova")
    session.rollback()

    assert next_number(session, "prova") == 2


def test_writers_at_the_same_time_get_different_numbers(app, session):
    found, failures = [], []

    def work():
        with app.app_context(), company_scope("prova"):
            for _ in range(10):
                try:
                    number = next_number(db.session(), "gara")
                    db.session.commit()
                    found.append(number)
                except Exception as error:  # noqa: BLE001  any failure is one too many
                    failures.append(error)
                    db.session.rollback()
            db.session.remove()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert sorted(found) == list(range(1, 41))
