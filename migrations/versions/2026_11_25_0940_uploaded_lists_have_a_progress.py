"""Uploaded lists have a progress.

Revision: 6af7ba314d5d
Follows: 779ed21c2440
"""

import sqlalchemy as sa
from alembic import op

revision = '6af7ba314d5d'
down_revision = "779ed21c2440"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table('import_runs', schema=None) as batch_op:
        batch_op.add_column(sa.Column('progress_id', sa.Uuid(), nullable=True))
        batch_op.drop_column('total')
        batch_op.drop_column('done')


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table('import_runs', schema=None) as batch_op:
        batch_op.add_column(sa.Column('done', sa.INTEGER(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('total', sa.INTEGER(), nullable=False, server_default='0'))
        batch_op.drop_column('progress_id')
