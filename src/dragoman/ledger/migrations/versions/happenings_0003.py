"""The tables by which happenings are merged and found: acts, keys, pairs, codes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, and what finds a happening by its day, root and change."""
    op.add_column("happenings", sa.Column("profile", sa.Text(), nullable=True))
    op.create_index("ix_happenings_first", "happenings", ["first", "id"], unique=False)
    op.create_index(
        "ix_happenings_event_first", "happenings", ["event", "first", "id"], unique=False
    )
    op.create_index("ix_happenings_changed_at", "happenings", ["changed_at"], unique=False)
    _acts()
    _keys()
    _pairs()
    _codes()


def _acts() -> None:
    op.create_table(
        "acts",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("document", NUMBER, nullable=False),
        sa.Column("happening", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.number"], name=op.f("fk_acts_document")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_acts")),
    )
    op.create_index("ix_acts_document", "acts", ["document"], unique=False)
    op.create_index("ix_acts_happening", "acts", ["happening"], unique=False)


def _keys() -> None:
    op.create_table(
        "happening_keys",
        sa.Column("key", NUMBER, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("happening", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", "day", "happening", name=op.f("pk_happening_keys")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_happening_keys_happening", "happening_keys", ["happening"], unique=False)


def _pairs() -> None:
    op.create_table(
        "happening_pairs",
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("happening", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "one", "other", "day", "happening", name=op.f("pk_happening_pairs")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_happening_pairs_happening", "happening_pairs", ["happening"], unique=False)


def _codes() -> None:
    op.create_table(
        "happening_codes",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("happening", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", "day", "happening", name=op.f("pk_happening_codes")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_happening_codes_happening", "happening_codes", ["happening"], unique=False)
