"""Shared tablets, PINs, sealing keys, and the browser's clock beside the server's."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("lock_after", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unsent", sa.Integer(), nullable=False),
        sa.Column("unsent_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offline", sa.String(length=8), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lost", sa.Integer(), nullable=True),
        sa.CheckConstraint("lock_after between 30 and 1800", name=op.f("ck_device_lock_after")),
        sa.CheckConstraint(
            "offline in ('unknown', 'ready', 'insecure', 'refused', 'full')", name=op.f("ck_device_offline")
        ),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_device_location_id_location")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_device_token_hash")),
    )
    op.create_index(op.f("ix_device_location_id"), "device", ["location_id"])
    op.create_table(
        "pairing",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_pairing_created_by_person")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_pairing_device_id_device")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_pairing_location_id_location")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_pairing")),
    )
    op.create_index(op.f("ix_pairing_location_id"), "pairing", ["location_id"])
    op.create_table(
        "sealing_key",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("private", sa.String(length=64), nullable=False),
        sa.Column("public", sa.String(length=130), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sealing_key_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_sealing_key")),
    )
    with op.batch_alter_table("sign_in") as table:
        table.add_column(sa.Column("kind", sa.String(length=8), nullable=False, server_default="password"))
        table.add_column(sa.Column("device_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_sign_in_device_id_device"), "device", ["device_id"], ["id"])
        table.create_check_constraint(op.f("ck_sign_in_kind"), "kind in ('password', 'pin')")
        table.create_check_constraint(op.f("ck_sign_in_pin_has_device"), "(kind = 'pin') = (device_id is not null)")
        table.create_index(op.f("ix_sign_in_device_id"), ["device_id"])
    with op.batch_alter_table("sign_in") as table:
        table.alter_column("kind", server_default=None)
    op.add_column("person", sa.Column("pin_hash", sa.String(length=200), nullable=True))
    op.add_column("play_choice", sa.Column("device_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("play_choice", "device_at")
    op.drop_column("person", "pin_hash")
    op.execute("delete from sign_in where kind = 'pin'")
    with op.batch_alter_table("sign_in") as table:
        table.drop_index(op.f("ix_sign_in_device_id"))
        table.drop_constraint(op.f("ck_sign_in_pin_has_device"), type_="check")
        table.drop_constraint(op.f("ck_sign_in_kind"), type_="check")
        table.drop_constraint(op.f("fk_sign_in_device_id_device"), type_="foreignkey")
        table.drop_column("device_id")
        table.drop_column("kind")
    op.drop_table("sealing_key")
    op.drop_index(op.f("ix_pairing_location_id"), table_name="pairing")
    op.drop_table("pairing")
    op.drop_index(op.f("ix_device_location_id"), table_name="device")
    op.drop_table("device")
