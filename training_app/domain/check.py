"""Checks: attempts that are counted, and nothing that reveals a grade before the end."""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from uuid import UUID

from training_app.domain.engine import Replay, State, scene_of
from training_app.domain.errors import Invalid
from training_app.domain.scenario import Mood, Scenario

PRACTICE = "practice"
CHECK = "check"
_SIGNS = 16
_BYTES = _SIGNS * 3 // 4


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words that stand for the ids of choices in one play; nobody without the secret can make or read them."""

    secret: str
    play: UUID

    def of(self, scene: str, choice: str) -> str:
        """16 url-safe signs, the same whenever this choice is shown in this play."""
        words = f"check choice {self.play}/{scene}/{choice}"
        digest = hmac.digest(self.secret.encode(), words.encode(), "sha256")
        return urlsafe_b64encode(digest[:_BYTES]).decode()

    def choice(self, scenario: Scenario, replayed: Replay, *, number: int, token: str) -> str:
        """The id of the choice that this token stands for as the play's choice `number` (from 1).

        Raises Invalid `not-offered` where that scene has no such token. A number that cannot be answered has no scene:
        then whatever was sent comes back, for the log to refuse.
        """
        scene = _scene_of_choice(replayed, number)
        if scene is None:
            return token
        for choice in scenario.scenes[scene].choices:
            if hmac.compare_digest(self.of(scene, choice.id).encode(), token.encode()):
                return choice.id
        raise Invalid("not-offered", "That reply is not offered in this scene.")


def _scene_of_choice(replayed: Replay, number: int) -> str | None:
    if 1 <= number <= len(replayed.outcomes):
        return replayed.outcomes[number - 1].scene
    if number == len(replayed.outcomes) + 1 and not replayed.is_finished:
        return replayed.state.scene
    return None


def shown_mood(scenario: Scenario, state: State) -> Mood:
    """The customer's face in a check: the one that the scene sets itself, else none that tells anything."""
    return scene_of(scenario, state).mood or Mood.NEUTRAL


def attempts_left(*, allowed: int, used: int, is_passed: bool) -> int:
    """How often a scenario may still be started; no more once it is passed."""
    return 0 if is_passed else max(0, allowed - used)
