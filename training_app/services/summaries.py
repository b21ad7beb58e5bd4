"""The week in a letter, for those who lead stores: by the report of their team, and never more than states."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from training_app.domain.levels import Level
from training_app.domain.team import TeamReport
from training_app.domain.team_figures import Huddle
from training_app.models import Mail, Person
from training_app.queries.summary_readers import SummaryReader
from training_app.queries.team import team_report
from training_app.queries.team_answers import Wording
from training_app.queries.team_modules import team_modules
from training_app.queries.team_stores import team_stores
from training_app.services.letters import queue_letter

MOST_STORES = 60  # more are read store by store: their letter only leads to them


@dataclass(frozen=True, slots=True)
class Summary:
    """What the letter says: `ready` of `people`, the names of those who are late and of those due this week."""

    ready: int
    people: int
    late: tuple[str, ...]
    due: tuple[str, ...]
    huddle: Huddle | None


def summary_for(session: Session, reader: SummaryReader, *, wording: Wording, now: datetime) -> Summary | None:
    """The reader's team this morning; None where it is too many stores for a letter."""
    stores = team_stores(session, reader.viewer, now=now, most=MOST_STORES + 1)
    if not 0 < len(stores) <= MOST_STORES:
        return None
    modules = team_modules(session, language=wording.language)
    return _summary_of(team_report(session, stores=stores, modules=modules, level=Level.STATES, wording=wording))


def _summary_of(report: TeamReport) -> Summary:
    at_work = report.at_work
    late = [person.name for person in at_work if person.is_late]
    due = [person.name for person in at_work if person.due_soon() and not person.is_late]
    return Summary(sum(person.is_ready for person in at_work), len(at_work), tuple(late), tuple(due), report.huddle)


def queue_summary(
    session: Session, reader: SummaryReader, *, language: str, subject: str, body: str, now: datetime
) -> bool:
    """Queue this week's letter, unless it was queued meanwhile; gives whether it was."""
    if session.get(Mail, reader.letter_id) is not None:
        return False
    queue_letter(
        session,
        letter_id=reader.letter_id,
        kind="summary",
        person=session.get_one(Person, reader.viewer.id),
        language=language,
        subject=subject,
        body=body,
        link=None,
        now=now,
    )
    return True
