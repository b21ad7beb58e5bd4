"""What a browser needs of a person to play for them without a network: who they are, their key, and what is open."""

from collections.abc import Sequence
from typing import Any

from training_app.db import close_session, current_database, current_reader, current_transaction
from training_app.domain.check import CHECK
from training_app.domain.progress import PlayRecord, best_score, counting, first_try
from training_app.moment import now
from training_app.queries.batches import KnownPlay, known_plays
from training_app.queries.enrolments import OwnEnrolment, enrolments_of
from training_app.queries.history import plays_of
from training_app.queries.modules import text_in
from training_app.queries.versions import PublishedVersion, latest_versions
from training_app.queries.viewer import Viewer
from training_app.services.sealing_keys import KeyPair, key_pairs, make_key_pairs, private_jwk
from training_app.web.languages import language_now
from training_app.web.practice.cards import open_plays
from training_app.web.practice.due import enrolment_json
from training_app.web.recommending import in_order
from training_app.web.sync.reach import card_json, scenario_json
from training_app.web.withheld import in_open_checks


def readiness(viewer: Viewer) -> dict[str, Any]:
    """All of it; `older` are the versions of open plays that are not the newest any more.

    `withheld` are the scenarios of open checks. The browser gets nothing with which it could play those by itself.
    """
    pair = _key_pair(viewer)
    reader = current_reader()
    plays = plays_of(reader, person_id=viewer.id)
    enrolments = enrolments_of(reader, person_id=viewer.id, now=now())
    versions = in_order(latest_versions(reader))
    withheld = in_open_checks(enrolments)
    going_on = _going_on(plays, withheld)
    older = {one.play.version for one in going_on} - set(versions)
    return {
        "person": _person_json(viewer),
        "now": now().isoformat(),
        "key": {"public": pair.public, "private": private_jwk(pair)},
        "enrolments": [_enrolment_json(own) for own in enrolments],
        "scenarios": [scenario_json(version) for version in versions if version.scenario_id not in withheld],
        "withheld": [card_json(version) for version in versions if version.scenario_id in withheld],
        "older": [scenario_json(version) for version in sorted(older, key=lambda version: version.id)],
        "plays": [_play_json(one) for one in going_on],
        "results": {version.scenario_id: _results(version, plays) for version in versions},
    }


def _going_on(plays: Sequence[PlayRecord], withheld: frozenset[str]) -> list[KnownPlay]:
    """The open plays that a browser can go on with by itself."""
    records = [play for play in open_plays(plays) if play.mode != CHECK and play.scenario_id not in withheld]
    known = known_plays(current_transaction(), [play.id for play in records])
    return [known[play.id] for play in records]


def _key_pair(viewer: Viewer) -> KeyPair:
    """The person's keys; the first time that somebody asks they are made."""
    known = key_pairs(current_reader(), people=[viewer.id])
    if not known:
        close_session()  # a request never holds two connections
        with current_database().writing() as session:
            known = make_key_pairs(session, people=[viewer.id])
    return known[viewer.id]


def _person_json(viewer: Viewer) -> dict[str, Any]:
    return {
        "id": str(viewer.id),
        "name": viewer.name,
        "language": language_now(),
        "theme": viewer.theme,
        "coach": viewer.coach,
        "think_first": viewer.think_first,
        "haste": viewer.haste,
    }


def _enrolment_json(own: OwnEnrolment) -> dict[str, Any]:
    """An enrolment with all that Practice says of it: the marks 0-1, `left` by scenario where attempts are counted."""
    return {
        **enrolment_json(own),
        "text": text_in(dict(own.texts), language_now()),
        "note": own.note,
        "note_by": own.note_by,
        "pass_mark": own.pass_mark,
        "coach": own.coach,
        "think_first": own.think_first,
        "time_zone": own.time_zone,
        "assigned": own.assigned_at.isoformat(),
        "passed": [item.scenario_id for item in own.items if item.is_passed],
        "left": {item.scenario_id: own.attempts_left(item.scenario_id) for item in own.items},
    }


def _play_json(known: KnownPlay) -> dict[str, Any]:
    """A play that can be continued, with its whole log."""
    play = known.play
    return {
        "play": str(play.id),
        "scenario": play.version.scenario_id,
        "version": play.version.number,
        "language": play.language,
        "mode": play.mode,
        "enrolment": str(play.enrolment_id) if play.enrolment_id else None,
        "parent": str(play.parent_id) if play.parent_id else None,
        "from_number": play.from_number,
        "started": play.begun_at.isoformat(),
        "log": list(play.log),
    }


def _results(version: PublishedVersion, plays: Sequence[PlayRecord]) -> dict[str, Any]:
    """What the person has earned by the version's rules: scores 0-1, None where there is none; `plays` were started."""
    own = counting(plays, rules_sha=version.rules_sha)
    first = first_try(plays, rules_sha=version.rules_sha)
    results = [play.passed for play in own if play.passed is not None]
    return {
        "first": first.score if first else None,
        "best": best_score(plays, rules_sha=version.rules_sha),
        "passed": any(results) if results else None,
        "plays": len(own),
    }
