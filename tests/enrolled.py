"""Somebody with something to do: enrolments of their own, and ways through a scenario that pass it or do not."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from config import ROOT
from tests.conftest import World
from tests.modules import location_id_of, new_enrolment, new_module
from tests.people import new_employee
from tests.web.reference import Reference
from tests.web.visitor import Visitor
from training_app.models import Enrolment, EnrolmentPass, Module
from training_app.moment import now

MUFFIN, REGULAR, AISLE = "pushy-muffin-seller", "friendly-regular", "the-aisle"


def reference_of(scenario: str) -> Reference:
    """The scenario as its text has it."""
    return Reference(ROOT / "scenarios" / scenario)


def friends_way(scenario: str) -> list[str]:
    """A way of friend replies to an ending: it passes by any mark."""
    return _went_on(reference_of(scenario), [])


def failing_way(scenario: str) -> list[str]:
    """A way that does not pass."""
    reference = reference_of(scenario)
    return next(log for log in reference.ways().values() if not reference.result(log)["passed"])


def way_with_a_slip(scenario: str) -> tuple[float, list[str]]:
    """A friend's way but for one reply, with its score: below 1, and the customer would come back."""
    reference, kind = reference_of(scenario), friends_way(scenario)
    for place in range(len(kind)):
        for choice in reference.offered(reference.after(kind[:place])):
            log = _went_on(reference, [*kind[:place], choice])
            result = reference.result(log)
            if result["score"] < 1 and not result["red_line"] and result["ledger"]["returns"] != "never":
                return result["score"], log
    raise AssertionError(f"{scenario} forgives nothing")


def _went_on(reference: Reference, log: list[str]) -> list[str]:
    """On with friend replies to an ending."""
    standing = reference.after(log)
    while "ending" not in (scene := reference.scenes[standing.scene]):
        choices = scene["choices"]
        kind = (one for one in reference.offered(standing) if choices[one].get("grade", "friend") == "friend")
        log = [*log, next(kind)]
        standing = reference.say(standing, log[-1])
    return log


@dataclass(frozen=True)
class Learner:
    """Somebody new at the near store, signed in."""

    world: World
    person: UUID
    visitor: Visitor

    def signed_in(self) -> "Learner":
        """The same person, who signs in now."""
        return Learner(self.world, self.person, Visitor(self.world.client(self.person)))

    def enrol(self, *scenarios: str, attempts: int | None = None, **values: Any) -> UUID:
        """Enrols them in a module of their own; with attempts it is a check."""
        names = ("pass_mark", "coach", "think_first")
        of_module = {name: values.pop(name) for name in names if name in values}
        with self.world.database.writing() as session:
            near = location_id_of(session, "Near")
            module = new_module(session, location_id=near, scenarios=scenarios, attempts=attempts, **of_module)
            return new_enrolment(session, module, person_id=self.person, location_id=near, **values).id

    def facts(self, enrolment: UUID) -> Enrolment:
        """What is stored of it now."""
        with self.world.database.reading() as session:
            return session.get_one(Enrolment, enrolment)

    def passes(self, enrolment: UUID) -> dict[str, str]:
        """The play that passed each scenario."""
        with self.world.database.reading() as session:
            query = select(EnrolmentPass).where(EnrolmentPass.enrolment_id == enrolment)
            return {row.scenario_id: str(row.play_id) for row in session.scalars(query)}

    def change(self, enrolment: UUID, **values: Any) -> None:
        """Sets facts as managers would, `pass_mark` on its module."""
        with self.world.database.writing() as session:
            own = session.get_one(Enrolment, enrolment)
            for name, value in values.items():
                setattr(session.get_one(Module, own.module_id) if name == "pass_mark" else own, name, value)

    def withdraw(self, enrolment: UUID) -> None:
        self.change(enrolment, withdrawn_at=now())

    def play(self, scenario: str, log: Iterable[str], **fields: str) -> dict[str, Any]:
        """A play after these choices, as JSON."""
        play = self.visitor.begin(scenario, **fields)
        return self.go_on(play, log)

    def go_on(self, play: dict[str, Any], log: Iterable[str]) -> dict[str, Any]:
        """The play after these choices more."""
        for choice in log:
            answer = self.say(play, choice)
            assert answer.status_code == 200, answer.text
            play = answer.json
        return play

    def say(self, play: dict[str, Any], choice: str) -> Any:
        """The next choice of a play: by its id, or in a check by the token that stands for it."""
        if play["mode"] == "check":
            choice = token_of(self.world, play, choice)
        return self.visitor.post_json(f"/plays/{play['id']}/choices", number=play["number"] + 1, choice=choice)


def token_of(world: World, play: dict[str, Any], choice: str) -> str:
    """The word that stands for a choice in the scene where the play is, worked out as its rule says."""
    words = f"check choice {play['id']}/{play['scene']}/{choice}"
    secret = world.app.config["SECRET_KEY"]
    digest = hmac.new(secret.encode(), words.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest)[:16].decode()


def new_learner(world: World) -> Learner:
    """Somebody whom no other test knows."""
    person = new_employee(world)
    return Learner(world, person, Visitor(world.client(person)))
