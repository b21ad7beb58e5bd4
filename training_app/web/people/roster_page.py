"""A roster as its page takes it, before it is taken in, meanwhile and afterwards."""

from collections import Counter
from collections.abc import Sequence

from flask_babel import gettext as _

from training_app.domain.rostering import PlannedRow
from training_app.models import RosterUpload
from training_app.web.people.pages import RosterPage, RowLine
from training_app.web.people.roster_words import fault_words

MOST_BAD = 100
MOST_FIRST = 3


def roster_page(upload: RosterUpload, planned: Sequence[PlannedRow]) -> RosterPage:
    """The page of this roster with what is planned for its rows; of a finished one the bad rows are left alone."""
    is_finished = upload.finished_at is not None
    counts: Counter[str] = Counter(upload.counts) if upload.done else Counter(row.kind for row in planned)
    bad = [row for row in planned if row.kind == "bad"]
    return RosterPage(
        upload=str(upload.id),
        name=upload.name,
        read=_read(upload.reading),
        first=tuple(_shown(row) for row in planned[:MOST_FIRST]),
        total=upload.total,
        done=upload.done,
        is_finished=is_finished,
        counts=(counts["new"], counts["changed"], counts["unchanged"]),
        bad=tuple(_bad(row) for row in bad[:MOST_BAD]),
        bad_count=len(bad),
    )


def _shown(row: PlannedRow) -> tuple[str, ...]:
    one = row.row
    return (one.staff_number, one.name, one.email, one.role, one.store)


def _bad(row: PlannedRow) -> RowLine:
    return RowLine(
        number=row.row.number,
        who=" · ".join(filter(None, (row.row.staff_number, row.row.name))),
        faults=tuple(map(fault_words, row.faults)),
    )


def _read(reading: dict[str, str]) -> str:
    """How the file was read, so that a wrong guess is seen."""
    if "sheet" in reading:
        return str(_("Read from the sheet “%(name)s” of the workbook.", name=reading["sheet"]))
    delimiters = {",": _("commas"), ";": _("semicolons"), "\t": _("tabs")}
    delimiter = delimiters.get(reading.get("delimiter", ""), "")
    encoding = reading.get("encoding", "")
    return str(_("Read as %(encoding)s, its cells parted by %(delimiter)s.", encoding=encoding, delimiter=delimiter))
