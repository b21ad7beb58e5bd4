"""The settings of the whole workspace, in one row."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from training_app.db import Base
from training_app.models.types import UtcDateTime


class Workspace(Base):
    """Who sees what, and for how long single answers are kept. The row with id 1 is the only one.

    `managers_see` is `states`, `scores` or `answers`. Plays are reduced to counts after `keep_months`; what
    was last used before `reduced_before` has been.
    """

    __tablename__ = "workspace"
    __table_args__ = (
        CheckConstraint("id = 1", name="one"),
        CheckConstraint("managers_see in ('states', 'scores', 'answers')", name="managers_see"),
        CheckConstraint("keep_months between 1 and 120", name="keep_months"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    managers_see: Mapped[str] = mapped_column(String(7), default="states")
    keep_months: Mapped[int] = mapped_column(default=12)
    reduced_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
