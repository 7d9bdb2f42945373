"""packs of fee stickers.

Revision: 59dde8fbb53e
Follows: f3e719261ee4
"""

import sqlalchemy as sa
from alembic import op


revision = '59dde8fbb53e'
down_revision = "f3e719261ee4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table('fee_stickers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('technician_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key('fk_fee_stickers_technician_id', 'technicians', ['technician_id'], ['id'])


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table('fee_stickers', schema=None) as batch_op:
        batch_op.drop_constraint('fk_fee_stickers_technician_id', type_='foreignkey')
        batch_op.drop_column('technician_id')
