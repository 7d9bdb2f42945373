"""count the work by day.

Revision: fd8d0fadaeb8
Follows: d8257a87ab96

`work_counts` follows the interventions and their teams by triggers: whatever writes, changes or
deletes those (screens, reports, imports, erasure, a statement typed by hand) moves the counts in
the same transaction.
"""

import sqlalchemy as sa
from alembic import op


revision = 'fd8d0fadaeb8'
down_revision = "d8257a87ab96"
branch_labels = None
depends_on = None

_COLUMNS = "technician_id, performed_on, intervention_type_id, moves_due_date"
#: Takes one row of counts a line and adds it to what is there.
_ADD = (
    f"INSERT INTO work_counts ({_COLUMNS}, visits) {{}} "
    f"ON CONFLICT ({_COLUMNS}) DO UPDATE SET visits = work_counts.visits + excluded.visits"
)
_WORK = "performed_on, intervention_type_id, moves_due_date"
_NEW = "new.performed_on, new.intervention_type_id, new.moves_due_date"
#: One intervention: for everybody (0) and for each of its team.
_ADD_WORK = _ADD.format(
    f"SELECT technician_id, {_NEW}, 1 FROM ("
    "SELECT 0 AS technician_id UNION ALL "
    "SELECT technician_id FROM intervention_technicians WHERE intervention_id = new.id"
    ") AS team WHERE true"
)
_TAKE_WORK = (
    "UPDATE work_counts SET visits = visits - 1 WHERE technician_id IN (SELECT 0 UNION ALL "
    "SELECT technician_id FROM intervention_technicians WHERE intervention_id = old.id) "
    "AND performed_on = old.performed_on AND moves_due_date = old.moves_due_date "
    "AND intervention_type_id = old.intervention_type_id"
)
#: One technician of one intervention. When the intervention itself was deleted, its row is gone
#: and its own trigger has taken the whole team already.
_ADD_MEMBER = _ADD.format(
    f"SELECT new.technician_id, {_WORK}, 1 FROM interventions WHERE id = new.intervention_id"
)
_TAKE_MEMBER = (
    f"UPDATE work_counts SET visits = visits - 1 WHERE ({_COLUMNS}) IN "
    f"(SELECT old.technician_id, {_WORK} FROM interventions WHERE id = old.intervention_id)"
)
#: Name -> when, on which table, what: before a deletion the team is still there.
_TRIGGERS = {
    "work_counts_insert": ("AFTER INSERT ON interventions", (_ADD_WORK,)),
    "work_counts_update": (
        f"AFTER UPDATE OF {_WORK} ON interventions", (_TAKE_WORK, _ADD_WORK),
    ),
    "work_counts_delete": ("BEFORE DELETE ON interventions", (_TAKE_WORK,)),
    "work_counts_member_insert": ("AFTER INSERT ON intervention_technicians", (_ADD_MEMBER,)),
    "work_counts_member_update": (
        "AFTER UPDATE ON intervention_technicians", (_TAKE_MEMBER, _ADD_MEMBER),
    ),
    "work_counts_member_delete": ("AFTER DELETE ON intervention_technicians", (_TAKE_MEMBER,)),
}
_FILL = (
    f"INSERT INTO work_counts ({_COLUMNS}, visits) "
    f"SELECT 0, {_WORK}, count(*) FROM interventions GROUP BY {_WORK}",
    f"INSERT INTO work_counts ({_COLUMNS}, visits) "
    f"SELECT {_COLUMNS}, count(*) FROM intervention_technicians "
    f"JOIN interventions ON id = intervention_id GROUP BY {_COLUMNS}",
)


def upgrade() -> None:
    """Make the table, fill it, and let it follow."""
    op.create_table(
        "work_counts",
        sa.Column("technician_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("performed_on", sa.Date(), nullable=False),
        sa.Column("intervention_type_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("moves_due_date", sa.Boolean(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*_COLUMNS.split(", ")),
    )
    for statement in _FILL:
        op.execute(statement)
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (moment, steps) in _TRIGGERS.items():
        body = "; ".join(steps)
        if is_sqlite:
            op.execute(f"CREATE TRIGGER {name} {moment} BEGIN {body}; END")
            continue
        # A trigger that runs before the deletion must hand the row on; the others may.
        result = "OLD" if "DELETE" in moment else "NEW"
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body}; RETURN {result}; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} {moment} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    """Drop the counts and what keeps them."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (moment, _steps) in _TRIGGERS.items():
        table = moment.rpartition(" ")[2]
        op.execute(f"DROP TRIGGER {name}" + ("" if is_sqlite else f" ON {table}"))
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("work_counts")
