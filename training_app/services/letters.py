"""The queue of letters: putting one in, taking the next one out, and what became of it.

Whoever takes a letter has it for `TAKEN_FOR`. If they are cut off meanwhile, it is taken again after that, and its id,
which is in its Message-ID, lets the other side see that it is the same one. So no letter is lost.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from training_app.domain.errors import Invalid
from training_app.domain.retrying import GIVEN_UP_AFTER, next_try
from training_app.models import Mail, Person, ResetLink
from training_app.queries.due import next_moment_to_remind
from training_app.services.tokens import token_hash

TAKEN_FOR = timedelta(minutes=5)
LINK = "{link}"  # in a body, where its secret link belongs
LONGEST_SUBJECT = 200
LONGEST_FAULT = 300
# Why a letter was not handed over; what a mail server said stands there as it said it.
TOO_OLD, LINK_ENDED, NOTHING_DUE, LEFT = "too-old", "link-ended", "nothing-due", "left"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter as it is handed over, its secret link in its place."""

    id: UUID
    kind: str
    address: str
    language: str
    subject: str
    body: str


def queue_letter(
    session: Session,
    *,
    letter_id: UUID,
    kind: str,
    person: Person,
    language: str,
    subject: str,
    body: str,
    link: str | None,
    now: datetime,
    at: datetime | None = None,
) -> Mail:
    """Put a letter to this person into the queue, to go now or at a later moment.

    Its texts are in `language` already, `{link}` in place of a secret link. Raises Invalid `no-address`.
    """
    if person.email is None:
        raise Invalid("no-address", f"{person.name} has no e-mail address.")
    letter = Mail(
        id=letter_id,
        kind=kind,
        person_id=person.id,
        address=person.email,
        language=language,
        subject=one_line(subject, most=LONGEST_SUBJECT),
        body=body,
        link=link,
        queued_at=now,
        next_at=at or now,
        tries=0,
    )
    session.add(letter)
    return letter


def one_line(text: str, *, most: int) -> str:
    """The text with nothing in it that ends a line or cannot be seen, cut to a length."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:most]


def clear_queue(session: Session, *, now: datetime) -> None:
    """Give up what nobody should get any more: letters that lay too long, and those whose secret link has ended."""
    waiting = (Mail.sent_at.is_(None), Mail.given_up_at.is_(None))
    too_old = {"given_up_at": now, "fault": TOO_OLD, "link": None}
    session.execute(update(Mail).where(*waiting, Mail.next_at < now - GIVEN_UP_AFTER).values(too_old))
    for letter in session.scalars(select(Mail).where(*waiting, Mail.link.is_not(None))):
        if not _leads_somewhere(session, letter, now):
            _give_up(letter, LINK_ENDED, now)


def take_letter(session: Session, *, now: datetime) -> Letter | UUID | None:
    """The next letter whose time has come; None when there is none.

    Only its id comes back when it is not to be handed over now: it was put off until the store opens, or given up
    because its person left or has nothing to do any more.
    """
    query = (
        select(Mail)
        .where(Mail.sent_at.is_(None), Mail.given_up_at.is_(None), Mail.next_at <= now)
        .order_by(Mail.next_at, Mail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    letter = session.scalars(query).first()
    if letter is None:
        return None
    if not _is_wanted(session, letter, now):
        return letter.id
    letter.next_at = now + TAKEN_FOR
    letter.tries += 1
    body = letter.body.replace(LINK, letter.link or "")
    return Letter(letter.id, letter.kind, letter.address, letter.language, letter.subject, body)


def record_sent(session: Session, *, letter_id: UUID, now: datetime) -> None:
    """The mail server took the letter; its secret link is kept no longer."""
    session.execute(update(Mail).where(Mail.id == letter_id).values(sent_at=now, link=None, fault=None))


def record_fault(session: Session, *, letter_id: UUID, fault: str, is_permanent: bool, now: datetime) -> None:
    """The letter could not be handed over: it is tried again later, or given up for good."""
    letter = session.get_one(Mail, letter_id)
    later = None if is_permanent else next_try(tries=letter.tries, now=now)
    if later is None:
        _give_up(letter, fault, now)
    else:
        letter.next_at = later
        letter.fault = one_line(fault, most=LONGEST_FAULT)


def _is_wanted(session: Session, letter: Mail, now: datetime) -> bool:
    """Whether the letter is to go now; if not, it is put off or given up."""
    person = session.get(Person, letter.person_id) if letter.person_id else None
    if person is None or person.left_at is not None:
        _give_up(letter, LEFT, now)
    elif letter.link is not None and not _leads_somewhere(session, letter, now):
        _give_up(letter, LINK_ENDED, now)
    elif letter.kind == "reminder":
        moment = next_moment_to_remind(session, person_id=person.id, now=now)
        if moment is None:
            _give_up(letter, NOTHING_DUE, now)
        elif moment > now:
            letter.next_at = moment
    return letter.given_up_at is None and letter.next_at <= now


def _leads_somewhere(session: Session, letter: Mail, now: datetime) -> bool:
    """Whether the letter's secret link still sets a password."""
    token = (letter.link or "").rpartition("/")[2]
    link = session.get(ResetLink, token_hash(token))
    return link is not None and link.used_at is None and link.expires_at > now


def _give_up(letter: Mail, fault: str, now: datetime) -> None:
    letter.given_up_at = now
    letter.fault = one_line(fault, most=LONGEST_FAULT)
    letter.link = None
