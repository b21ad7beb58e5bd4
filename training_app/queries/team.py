"""The report of a team, put together from its people and from what they answered."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from sqlalchemy.orm import Session

from training_app.domain.enrolment import READY, State
from training_app.domain.levels import Level
from training_app.domain.scenario import Grade
from training_app.domain.team import (
    LATELY,
    Cell,
    Praise,
    TeamModule,
    TeamPerson,
    TeamReport,
    TeamStore,
    in_order,
    urgency,
)
from training_app.domain.team_figures import (
    Answer,
    FamilyFigures,
    Huddle,
    Moment,
    PrincipleFigures,
    Push,
    by_moment,
    commonest_loss,
    figures_of,
    lost_share,
    pushed_moments,
    weakest_moment,
    weeks_of,
)
from training_app.queries.team_answers import Spoken, Wording, recent_answers
from training_app.queries.team_people import team_people

MOST_PRAISED = 6
PRAISED = ("all", "back", "passed")


def team_report(
    session: Session, *, stores: Sequence[TeamStore], modules: Sequence[TeamModule], level: Level, wording: Wording
) -> TeamReport:
    """The whole report of these stores, without filters, in four queries. `modules` are all that there are."""
    people = sorted(team_people(session, stores=stores, modules=modules, level=level), key=urgency)
    answers, spoken = recent_answers(session, stores=stores, wording=wording)
    moments = by_moment(answers)
    today = max(store.today for store in stores)
    return TeamReport(
        level=level,
        stores=tuple(stores),
        modules=in_order(modules, people),
        people=tuple(people),
        huddle=_huddle(moments, spoken, wording, today=today),
        praise=_praise(people, modules),
        families=tuple(_families(answers, wording)),
        pushes=tuple(_pushes(moments, spoken)),
        weeks=weeks_of(answers, _passed_on(people), today=today),
    )


def _passed_on(people: Iterable[TeamPerson]) -> Iterator[date]:
    return (cell.passed_on for person in people for cell in person.cells.values() if cell.passed_on is not None)


def _huddle(
    moments: Mapping[Moment, Sequence[Answer]], spoken: Spoken, wording: Wording, *, today: date
) -> Huddle | None:
    """The team's weakest moment; where there is none a principle, another one each week."""
    principles = wording.all_principles()
    weakest = weakest_moment(moments)
    if weakest is None:
        if not principles:
            return None
        principle = principles[today.isocalendar().week % len(principles)]
        return Huddle(friend=principle.friend, principle=principle.name)
    return _weakest(weakest, moments[weakest], spoken, {one.id: one.name for one in principles})


def _weakest(moment: Moment, answers: Sequence[Answer], spoken: Spoken, principles: Mapping[str, str]) -> Huddle:
    scenario, scene = moment
    content = spoken.contents[scenario]
    kind = [choice for choice in content.scenario.scenes[scene].choices if choice.grade is Grade.FRIEND]
    best = min(kind, key=lambda choice: choice.needs is not None)
    often = commonest_loss(answers)
    return Huddle(
        friend=spoken.said(moment, best.id),
        principle=principles.get(best.principle or "", ""),
        why=spoken.why(moment, best.id),
        narration=spoken.line(moment, "narration"),
        says=spoken.line(moment, "says"),
        ask=spoken.line(moment, "ask"),
        often=spoken.said(moment, often) if often else None,
        scenario=scenario,
        title=spoken.title(scenario),
        minutes=content.minutes,
        share=lost_share(answers),
        answers=len(answers),
        people=len({answer.person for answer in answers}),
    )


def _pushes(moments: Mapping[Moment, Sequence[Answer]], spoken: Spoken) -> Iterator[Push]:
    for moment, prey, reply in pushed_moments(moments):
        answers = moments[moment]
        customer, is_spoken = spoken.customer(moment)
        yield Push(
            scenario=moment[0],
            title=spoken.title(moment[0]),
            number=spoken.number(moment),
            customer=customer,
            is_spoken=is_spoken,
            said=spoken.said(moment, reply),
            prey=prey,
            answers=len(answers),
            people=len({answer.person for answer in answers}),
        )


def _families(answers: Sequence[Answer], wording: Wording) -> Iterator[FamilyFigures]:
    given: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        given[answer.principle].append(answer)
    for family, principles in groupby(wording.all_principles(), key=lambda principle: principle.family):
        own = list(principles)
        together = [answer for principle in own for answer in given[principle.id]]
        lines = tuple(PrincipleFigures(one.id, one.name, figures_of(given[one.id])) for one in own)
        yield FamilyFigures(family, figures_of(together), lines)


def _praise(people: Iterable[TeamPerson], modules: Iterable[TeamModule]) -> tuple[Praise, ...]:
    titles = {module.id: module.title for module in modules}
    found = filter(None, (_praise_of(person, titles) for person in people))
    return tuple(sorted(found, key=_most_to_praise)[:MOST_PRAISED])


def _most_to_praise(praise: Praise) -> tuple[int, int, str]:
    return PRAISED.index(praise.kind), -praise.on.toordinal(), praise.name


def _praise_of(person: TeamPerson, titles: Mapping[UUID, str]) -> Praise | None:
    """What this person passed in the last two weeks, if anything."""
    since = person.store.today - LATELY
    lately = {module: cell for module, cell in person.cells.items() if cell.passed_on and cell.passed_on >= since}
    lately = {module: cell for module, cell in lately.items() if cell.state in READY}
    if not lately:
        return None
    came_back = [module for module, cell in lately.items() if _came_back(cell)]
    kind = "all" if person.is_ready and person.count(*READY) > 1 else "back" if came_back else "passed"
    everything = [module for module, cell in person.cells.items() if cell.state in READY]
    named = {"all": everything, "back": came_back, "passed": [*lately]}[kind]
    last = max((cell.passed_on for cell in lately.values() if cell.passed_on), default=since)
    return Praise(person.id, person.name, kind, tuple(sorted(titles[module] for module in named)), last)


def _came_back(cell: Cell) -> bool:
    """Whether it took more than one try, or more than the time there was: and they did it all the same."""
    return cell.state is State.PASSED_LATE or cell.attempts > max(1, len(cell.versions))
