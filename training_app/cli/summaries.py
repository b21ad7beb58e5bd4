"""The letters of Monday morning; `flask reminders run` writes them."""

from flask import current_app

from training_app.db import Database
from training_app.mail_texts import LetterText, language_of_letters, summary_text
from training_app.models.turns import Turn, take_turn
from training_app.moment import now
from training_app.queries.summary_readers import SummaryReader, summary_readers
from training_app.queries.team_answers import Wording
from training_app.services.summaries import queue_summary, summary_for


def send_summaries(database: Database) -> int:
    """Queue the week in a letter for each who wants it and whose Monday morning it is; gives how many."""
    with database.reading() as session:
        readers = summary_readers(session, now=now())
    return sum(_send(database, reader) for reader in readers)


def _send(database: Database, reader: SummaryReader) -> bool:
    """The report is made before the transaction begins: others may write meanwhile."""
    text = _text(database, reader)
    with database.writing() as session:
        return take_turn(session, Turn.REMIND) and queue_summary(
            session, reader, language=text.language, subject=text.subject, body=text.body, now=now()
        )


def _text(database: Database, reader: SummaryReader) -> LetterText:
    language = language_of_letters(reader.viewer.language)
    wording = Wording(current_app.extensions["contents"], current_app.extensions["principles"], language)
    with database.reading() as session:
        summary = summary_for(session, reader, wording=wording, now=now())
    return summary_text(name=reader.viewer.name, language=language, summary=summary)
