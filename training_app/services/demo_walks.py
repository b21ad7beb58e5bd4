"""The plays of the demo workspace: choices that are really replayed, through the same services as everybody's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from training_app.content.cache import ContentCache
from training_app.domain import engine
from training_app.domain.scenario import Choice, Grade
from training_app.queries.plays import own_play
from training_app.queries.terms import Terms
from training_app.queries.versions import PublishedVersion, content_of
from training_app.services.playing import begin_play, record_choice

LONGEST_WALK = 60
OPENING_HOURS = (17, 24)  # of the stores, in UTC


@dataclass(frozen=True, slots=True)
class Walks:
    """Plays for anybody, with this randomness."""

    session: Session
    new_id: Callable[[], UUID]
    random: Random
    contents: ContentCache = field(default_factory=ContentCache)

    def play(
        self,
        version: PublishedVersion,
        *,
        person_id: UUID,
        location_id: UUID,
        kindness: float,
        day: datetime,
        terms: Terms | None = None,
    ) -> None:
        """One play from start to ending on that day, begun while the store is open; a choice takes half a minute.

        `kindness` (0-1) is how often a friend's reply is taken; at 0 it is always a pushy one, where there is any.
        """
        at = day.replace(hour=self.random.randrange(*OPENING_HOURS), minute=self.random.randrange(60))
        content = self.contents.get(version.sha256, lambda: content_of(self.session, version.id))
        begun = begin_play(
            self.session,
            play_id=self.new_id(),
            person_id=person_id,
            location_id=location_id,
            version=version,
            language=content.language,
            now=at,
            terms=terms,
        )
        for number in range(1, LONGEST_WALK):
            play = own_play(self.session, begun.play.id, person_id=person_id)
            state = engine.replay(content.scenario, play.log).state
            if engine.is_finished(content.scenario, state):
                return
            record_choice(
                self.session,
                play=play,
                content=content,
                number=number,
                choice=self._pick(engine.options(content.scenario, state), kindness).id,
                now=at + number * timedelta(seconds=30),
                terms=terms,
            )

    def _pick(self, options: Sequence[Choice], kindness: float) -> Choice:
        wanted = Grade.FRIEND if kindness else Grade.PREY
        fitting = [choice for choice in options if choice.grade is wanted]
        is_picked = bool(fitting) and (not kindness or self.random.random() < kindness)
        return self.random.choice(fitting if is_picked else list(options))
