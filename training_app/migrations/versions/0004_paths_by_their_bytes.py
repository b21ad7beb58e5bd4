"""On PostgreSQL the paths of locations are compared by their bytes, so that a branch is found in their index."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    _compare_paths_by("C")


def downgrade() -> None:
    _compare_paths_by("default")


def _compare_paths_by(collation: str) -> None:
    """SQLite does so anyway."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("location", "path", type_=sa.String(400, collation=collation), existing_nullable=False)
