"""Modules, checks, assignments and reports; opening hours, the mail queue, the refresher, rosters, who sees what."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PLAY_CHECKS_BEFORE = {"mode": "mode in ('practice', 'rewind')"}
PLAY_CHECKS = {
    "mode": "mode in ('practice', 'check', 'rewind')",
    "check_has_enrolment": "mode <> 'check' or enrolment_id is not null",
}
PERSON_CHECKS_BEFORE = {"can_sign_in": "email is not null or staff_number is not null"}
PERSON_CHECKS = {"can_sign_in": "email is not null or staff_number is not null or erased_at is not null"}
ADDED = {
    "shift_sentence": ("shared_at",),
    "play": ("enrolment_id", "answers", "reduced_at"),
    "person": ("refresher", "weekly_summary", "reminders", "left_at", "erased_at"),
    "membership": ("joined_at",),
    "location": ("opens", "closes", "open_days", "closed_at"),
    "audit_event": ("details",),
}


def upgrade() -> None:
    _make_tables()
    _add_columns()
    op.execute("insert into workspace (id, managers_see, keep_months) values (1, 'states', 12)")
    op.execute(
        "update membership set joined_at = (select created_at from person where person.id = membership.person_id)"
    )
    _settle("location", {}, {}, ["opens", "closes", "open_days"])
    _settle("membership", {}, {}, ["joined_at"])
    _settle("person", PERSON_CHECKS_BEFORE, PERSON_CHECKS, ["refresher", "weekly_summary", "reminders"])
    _settle("play", PLAY_CHECKS_BEFORE, PLAY_CHECKS)


def _add_columns() -> None:
    op.add_column("audit_event", sa.Column("details", sa.JSON(), nullable=True))
    op.add_column("location", sa.Column("opens", sa.Time(), nullable=False, server_default="09:00:00.000000"))
    op.add_column("location", sa.Column("closes", sa.Time(), nullable=False, server_default="20:00:00.000000"))
    op.add_column("location", sa.Column("open_days", sa.String(length=7), nullable=False, server_default="1234567"))
    op.add_column("location", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    long_ago = "1970-01-01 00:00:00.000000"
    op.add_column(
        "membership",
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False, server_default=long_ago),
    )
    op.add_column("person", sa.Column("refresher", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("person", sa.Column("weekly_summary", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("person", sa.Column("reminders", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("person", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("person", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("play") as table:
        table.add_column(sa.Column("enrolment_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("answers", sa.JSON(), nullable=True))
        table.add_column(sa.Column("reduced_at", sa.DateTime(timezone=True), nullable=True))
        table.create_index(op.f("ix_play_enrolment_id"), ["enrolment_id"])
        table.create_foreign_key(op.f("fk_play_enrolment_id_enrolment"), "enrolment", ["enrolment_id"], ["id"])
    op.add_column("shift_sentence", sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True))


def _settle(table: str, before: dict[str, str], after: dict[str, str], filled: Sequence[str] = ()) -> None:
    """Change a table's checks, and let go of the defaults with which columns were filled."""
    with op.batch_alter_table(table) as changed:
        for column in filled:
            changed.alter_column(column, server_default=None)
        for name, rule in before.items():
            if after.get(name) != rule:
                changed.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        for name, rule in after.items():
            if before.get(name) != rule:
                changed.create_check_constraint(op.f(f"ck_{table}_{name}"), rule)


def downgrade() -> None:
    op.execute("delete from play_choice where play_id in (select id from play where mode = 'check')")
    op.execute("delete from play_principle where play_id in (select id from play where mode = 'check')")
    op.execute("delete from shift_sentence where play_id in (select id from play where mode = 'check')")
    op.execute("delete from enrolment_pass")
    op.execute("delete from play where parent_id in (select id from play where mode = 'check')")
    op.execute("delete from play where mode = 'check'")
    op.execute("update person set staff_number = 'erased-' || id where erased_at is not null")
    with op.batch_alter_table("play") as table:
        table.drop_constraint(op.f("fk_play_enrolment_id_enrolment"), type_="foreignkey")
        table.drop_index(op.f("ix_play_enrolment_id"))
    _settle("play", PLAY_CHECKS, PLAY_CHECKS_BEFORE)
    _settle("person", PERSON_CHECKS, PERSON_CHECKS_BEFORE)
    for name, columns in ADDED.items():
        for column in columns:
            op.drop_column(name, column)
    _drop_tables()


def _make_tables() -> None:
    op.create_table(
        "workspace",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("managers_see", sa.String(length=7), nullable=False),
        sa.Column("keep_months", sa.Integer(), nullable=False),
        sa.Column("reduced_before", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("managers_see in ('states', 'scores', 'answers')", name=op.f("ck_workspace_managers_see")),
        sa.CheckConstraint("id = 1", name=op.f("ck_workspace_one")),
        sa.CheckConstraint("keep_months between 1 and 120", name=op.f("ck_workspace_keep_months")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
    )
    op.create_table(
        "mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=400), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(length=300), nullable=True),
        sa.CheckConstraint("kind in ('reminder', 'reset', 'invitation', 'summary')", name=op.f("ck_mail_kind")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    op.create_index(op.f("ix_mail_person_id"), "mail", ["person_id"])
    op.create_index(op.f("ix_mail_sent_at_given_up_at_next_at"), "mail", ["sent_at", "given_up_at", "next_at"])
    op.create_table(
        "module",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("pass_mark", sa.Double(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=True),
        sa.Column("coach", sa.String(length=4), nullable=False),
        sa.Column("think_first", sa.Boolean(), nullable=False),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(mode = 'check') = (attempts is not null)", name=op.f("ck_module_check_has_attempts")),
        sa.CheckConstraint("coach in ('slip', 'end')", name=op.f("ck_module_coach")),
        sa.CheckConstraint("mode in ('practice', 'check')", name=op.f("ck_module_mode")),
        sa.CheckConstraint("attempts between 1 and 10", name=op.f("ck_module_attempts")),
        sa.CheckConstraint("pass_mark > 0 and pass_mark <= 1", name=op.f("ck_module_pass_mark")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_module_location_id_location")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module")),
        sa.UniqueConstraint("key", name=op.f("uq_module_key")),
    )
    op.create_index(op.f("ix_module_location_id"), "module", ["location_id"])
    op.create_table(
        "play_count",
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("scenario_id", sa.String(length=80), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("plays", sa.Integer(), nullable=False),
        sa.Column("finished", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_play_count_location_id_location")),
        sa.ForeignKeyConstraint(["scenario_id"], ["scenario.id"], name=op.f("fk_play_count_scenario_id_scenario")),
        sa.PrimaryKeyConstraint("location_id", "scenario_id", "month", name=op.f("pk_play_count")),
    )
    op.create_table(
        "refresher_moment",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("scenario_id", sa.String(length=80), nullable=False),
        sa.Column("scene", sa.String(length=80), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("step between 0 and 4", name=op.f("ck_refresher_moment_step")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_refresher_moment_person_id_person")),
        sa.ForeignKeyConstraint(
            ["scenario_id"], ["scenario.id"], name=op.f("fk_refresher_moment_scenario_id_scenario")
        ),
        sa.PrimaryKeyConstraint("person_id", "scenario_id", "scene", name=op.f("pk_refresher_moment")),
    )
    op.create_index(op.f("ix_refresher_moment_person_id_due_on"), "refresher_moment", ["person_id", "due_on"])
    op.create_table(
        "report_mark",
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_report_mark_location_id_location")),
        sa.PrimaryKeyConstraint("location_id", name=op.f("pk_report_mark")),
    )
    op.create_table(
        "roster_upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["uploaded_by"], ["person.id"], name=op.f("fk_roster_upload_uploaded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_upload")),
    )
    op.create_index(op.f("ix_roster_upload_uploaded_by"), "roster_upload", ["uploaded_by"])
    op.create_table(
        "assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("target", sa.String(length=6), nullable=False),
        sa.Column("audience", sa.String(length=9), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("newcomer_days", sa.Integer(), nullable=True),
        sa.Column("repeat_days", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("assigned_by", sa.Uuid(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("spread_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("audience in ('employees', 'everyone')", name=op.f("ck_assignment_audience")),
        sa.CheckConstraint("target in ('people', 'place')", name=op.f("ck_assignment_target")),
        sa.CheckConstraint("newcomer_days between 1 and 365", name=op.f("ck_assignment_newcomer_days")),
        sa.CheckConstraint("repeat_days between 7 and 730", name=op.f("ck_assignment_repeat_days")),
        sa.ForeignKeyConstraint(["assigned_by"], ["person.id"], name=op.f("fk_assignment_assigned_by_person")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_assignment_location_id_location")),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_assignment_module_id_module")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index(op.f("ix_assignment_location_id"), "assignment", ["location_id"])
    op.create_index(op.f("ix_assignment_module_id"), "assignment", ["module_id"])
    op.create_table(
        "assignment_count",
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_count_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_assignment_count_location_id_location")
        ),
        sa.PrimaryKeyConstraint("location_id", "assignment_id", name=op.f("pk_assignment_count")),
    )
    op.create_table(
        "enrolment_count",
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("assigned", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("excused", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("started", sa.Integer(), nullable=False),
        sa.CheckConstraint("assigned > 0", name=op.f("ck_enrolment_count_assigned")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_enrolment_count_location_id_location")),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_enrolment_count_module_id_module")),
        sa.PrimaryKeyConstraint("location_id", "module_id", "due_on", name=op.f("pk_enrolment_count")),
    )
    op.create_table(
        "module_item",
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("scenario_id", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_module_item_module_id_module")),
        sa.ForeignKeyConstraint(["scenario_id"], ["scenario.id"], name=op.f("fk_module_item_scenario_id_scenario")),
        sa.PrimaryKeyConstraint("module_id", "scenario_id", name=op.f("pk_module_item")),
    )
    op.create_index(op.f("ix_module_item_scenario_id"), "module_item", ["scenario_id"])
    op.create_table(
        "reminder",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("mail_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_reminder_given_by_person")),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_reminder_mail_id_mail")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminder_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "day", name=op.f("pk_reminder")),
    )
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed_on", sa.Date(), nullable=True),
        sa.Column("exhausted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("excused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("more_attempts", sa.Integer(), nullable=False),
        sa.CheckConstraint("(passed_at is null) = (passed_on is null)", name=op.f("ck_enrolment_passed_has_day")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_enrolment_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_enrolment_location_id_location")),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_enrolment_module_id_module")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrolment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint(
            "assignment_id", "person_id", "cycle", name=op.f("uq_enrolment_assignment_id_person_id_cycle")
        ),
    )
    op.create_index(op.f("ix_enrolment_location_id_module_id"), "enrolment", ["location_id", "module_id"])
    op.create_index(op.f("ix_enrolment_person_id_module_id"), "enrolment", ["person_id", "module_id"])
    op.create_table(
        "enrolment_pass",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("scenario_id", sa.String(length=80), nullable=False),
        sa.Column("play_id", sa.Uuid(), nullable=False),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_enrolment_pass_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(["play_id"], ["play.id"], name=op.f("fk_enrolment_pass_play_id_play")),
        sa.ForeignKeyConstraint(["scenario_id"], ["scenario.id"], name=op.f("fk_enrolment_pass_scenario_id_scenario")),
        sa.PrimaryKeyConstraint("enrolment_id", "scenario_id", name=op.f("pk_enrolment_pass")),
    )
    op.create_index(op.f("ix_enrolment_pass_play_id"), "enrolment_pass", ["play_id"])


def _drop_tables() -> None:
    op.drop_index(op.f("ix_enrolment_pass_play_id"), table_name="enrolment_pass")
    op.drop_table("enrolment_pass")
    op.drop_index(op.f("ix_enrolment_person_id_module_id"), table_name="enrolment")
    op.drop_index(op.f("ix_enrolment_location_id_module_id"), table_name="enrolment")
    op.drop_table("enrolment")
    op.drop_table("reminder")
    op.drop_index(op.f("ix_module_item_scenario_id"), table_name="module_item")
    op.drop_table("module_item")
    op.drop_table("enrolment_count")
    op.drop_table("assignment_count")
    op.drop_index(op.f("ix_assignment_module_id"), table_name="assignment")
    op.drop_index(op.f("ix_assignment_location_id"), table_name="assignment")
    op.drop_table("assignment")
    op.drop_index(op.f("ix_roster_upload_uploaded_by"), table_name="roster_upload")
    op.drop_table("roster_upload")
    op.drop_table("report_mark")
    op.drop_index(op.f("ix_refresher_moment_person_id_due_on"), table_name="refresher_moment")
    op.drop_table("refresher_moment")
    op.drop_table("play_count")
    op.drop_index(op.f("ix_module_location_id"), table_name="module")
    op.drop_table("module")
    op.drop_index(op.f("ix_mail_sent_at_given_up_at_next_at"), table_name="mail")
    op.drop_index(op.f("ix_mail_person_id"), table_name="mail")
    op.drop_table("mail")
    op.drop_table("workspace")
