"""The tables that views count by: countries of happenings, traits of documents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables, empty: what they hold is made from the ledger's other rows."""
    keys = ("source", "target", "day", "status", "score", "happening")
    op.create_table(
        "dyads",
        *(sa.Column(k, sa.Float() if k == "score" else sa.Text(), nullable=False) for k in keys),
        sa.Column("acts", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint(*keys, name=op.f("pk_dyads")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_dyads_happening", "dyads", ["happening"], unique=False)
    op.create_table(
        "traits",
        sa.Column("trait", WORD, nullable=False),
        sa.Column("chunk", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("trait", "chunk", name=op.f("pk_traits")),
    )
