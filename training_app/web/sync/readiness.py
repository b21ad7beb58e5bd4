"""What a browser needs of a person to play for them without a network: who they are, their key, and what is open."""

from collections.abc import Sequence
from typing import Any

from training_app.db import close_session, current_database, current_reader, current_transaction
from training_app.domain.progress import PlayRecord, best_score, counting, first_try
from training_app.moment import now
from training_app.queries.batches import KnownPlay, known_plays
from training_app.queries.history import plays_of
from training_app.queries.versions import PublishedVersion, latest_versions
from training_app.queries.viewer import Viewer
from training_app.services.sealing_keys import KeyPair, key_pairs, make_key_pairs, private_jwk
from training_app.web.languages import language_now
from training_app.web.practice.cards import open_plays
from training_app.web.recommending import in_order
from training_app.web.sync.reach import scenario_json


def readiness(viewer: Viewer) -> dict[str, Any]:
    """All of it; `older` are the versions of open plays that are not the newest any more."""
    pair = _key_pair(viewer)
    plays = plays_of(current_reader(), person_id=viewer.id)
    versions = in_order(latest_versions(current_reader()))
    known = known_plays(current_transaction(), [play.id for play in open_plays(plays)])
    going_on = [known[play.id] for play in open_plays(plays)]
    older = {one.play.version for one in going_on} - set(versions)
    return {
        "person": _person_json(viewer),
        "now": now().isoformat(),
        "key": {"public": pair.public, "private": private_jwk(pair)},
        "scenarios": [scenario_json(version) for version in versions],
        "older": [scenario_json(version) for version in sorted(older, key=lambda version: version.id)],
        "plays": [_play_json(one) for one in going_on],
        "results": {version.scenario_id: _results(version, plays) for version in versions},
    }


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


def _play_json(known: KnownPlay) -> dict[str, Any]:
    """A play that can be continued, with its whole log."""
    play = known.play
    return {
        "play": str(play.id),
        "scenario": play.version.scenario_id,
        "version": play.version.number,
        "language": play.language,
        "mode": play.mode,
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
