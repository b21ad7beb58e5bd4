"""Sentences for the next shift: what one could do tomorrow, one for each principle."""

from collections.abc import Sequence

from flask_babel import gettext as _

from training_app.domain.engine import Outcome
from training_app.domain.scenario import Grade
from training_app.domain.scoring import first_answers

OFFERED = 3


def sentence_by_principle() -> dict[str, str]:
    """The sentence of every principle, in the page's language."""
    return {
        "welcome": _("I look up and smile, and then I give them room."),
        "thanks": _("I thank the next person for having come, and mean it."),
        "accept-no": _("At the first no, my hands go down too."),
        "no-leverage": _("I speak to the person who decides, and leave it to them."),
        "no-bait": _("If I give something, I ask for nothing."),
        "know-the-person": _("I ask one name, and use it once."),
        "their-way": _("I find out how they like it before I start."),
        "sincere": _("I say only what I would say to a friend."),
        "beyond": _("I do one small thing that nobody asked for."),
        "ask-and-listen": _("I ask how it really was, and listen to the end."),
        "make-it-right": _("I say sorry first, and then I settle it."),
        "person-first": _("I would rather lose the sale than the person."),
        "stay-in-touch": _("I ask after what they told me last time."),
        "not-king": _("I say a warm no when it has to be said."),
    }


def sentences_for(outcomes: Sequence[Outcome], turning: Outcome | None) -> tuple[str, ...]:
    """Three sentences: for the turning point, then for the slips, then for what went well."""
    slips = [outcome for outcome in first_answers(outcomes) if outcome.choice.grade is not Grade.FRIEND]
    known = sentence_by_principle()
    found: list[str] = []
    for outcome in (*((turning,) if turning else ()), *slips, *outcomes):
        sentence = known.get(outcome.choice.principle or "")
        if sentence and sentence not in found:
            found.append(sentence)
    return tuple((found + [text for text in known.values() if text not in found])[:OFFERED])
