"""What reports read in place of single rows; made anew by `flask reports rebuild`."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from training_app.db import Base


class EnrolmentCount(Base):
    """How the enrolments of one store, one module and one due day stand.

    Of several of one person in one module the one assigned last counts; withdrawn ones and people who left are out.
    `passed`, `late`, `excused`, `failed` and `started` leave each other out by the precedence of the states, and
    `assigned` counts them all and those not started. What is overdue today follows from the day.
    """

    __tablename__ = "enrolment_count"
    __table_args__ = (CheckConstraint("assigned > 0", name="assigned"),)

    location_id: Mapped[UUID] = mapped_column(ForeignKey("location.id"), primary_key=True)
    module_id: Mapped[UUID] = mapped_column(ForeignKey("module.id"), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    assigned: Mapped[int]
    passed: Mapped[int]
    late: Mapped[int]
    excused: Mapped[int]
    failed: Mapped[int]
    started: Mapped[int]


class AssignmentCount(Base):
    """How many people of one store an assignment has reached, each by the last cycle, and how many of them passed.

    What was withdrawn for one person, and people who left, are out.
    """

    __tablename__ = "assignment_count"

    location_id: Mapped[UUID] = mapped_column(ForeignKey("location.id"), primary_key=True)
    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignment.id"), primary_key=True)
    people: Mapped[int]
    passed: Mapped[int]


class ReportMark(Base):
    """A number that grows with every change that a store's report shows, so that it is worked out once for each."""

    __tablename__ = "report_mark"

    location_id: Mapped[UUID] = mapped_column(ForeignKey("location.id"), primary_key=True)
    number: Mapped[int]
