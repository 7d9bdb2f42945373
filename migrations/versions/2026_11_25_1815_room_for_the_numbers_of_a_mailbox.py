"""room for the numbers of a mailbox.

Revision: a76ad834d0a7
Follows: 8055c691e6c5
"""

import sqlalchemy as sa
from alembic import op


revision = 'a76ad834d0a7'
down_revision = '8055c691e6c5'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("pec_readings", schema=None) as batch_op:
        for name in ("uid_validity", "last_uid"):
            batch_op.alter_column(name, existing_type=sa.Integer(), type_=sa.BigInteger())


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("pec_readings", schema=None) as batch_op:
        for name in ("uid_validity", "last_uid"):
            batch_op.alter_column(name, existing_type=sa.BigInteger(), type_=sa.Integer())
