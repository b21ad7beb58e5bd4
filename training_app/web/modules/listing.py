"""Modules as the list of them takes them."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from training_app.content.version import texts_for
from training_app.domain.check import CHECK
from training_app.domain.scenario import mood_of
from training_app.models import Module
from training_app.queries.modules import (
    changeable_by,
    items_of,
    modules_for_use,
    place_names,
    standings,
    text_in,
    title_in,
)
from training_app.queries.versions import latest_versions
from training_app.queries.viewer import Viewer
from training_app.web.contents import content
from training_app.web.languages import OWN_NAMES, language_now
from training_app.web.modules.pages import ModuleCard, ModulesPage, ScenarioChoice
from training_app.web.percentages import percent
from training_app.web.play.staging import stage_of
from training_app.web.recommending import in_order


def scenario_choices(session: Session) -> dict[str, ScenarioChoice]:
    """Every published scenario by its id, in the order on screen."""
    found = {}
    for version in in_order(latest_versions(session)):
        own = content(version)
        texts = texts_for(own, language_now())
        found[version.scenario_id] = ScenarioChoice(
            scenario=version.scenario_id,
            title=texts["title"],
            minutes=own.minutes,
            stage=stage_of(own, texts, mood=mood_of(own.scenario.trust), knows_name=False),
            is_companion=not own.scenario.is_graded,
        )
    return found


def modules_page(session: Session, viewer: Viewer) -> ModulesPage:
    """The modules that the viewer may use, by title."""
    modules = modules_for_use(session, viewer, include_archived=True)
    cards = sorted(_cards(session, modules, viewer), key=lambda card: (card.title.casefold(), card.module))
    return ModulesPage(
        modules=tuple(card for card in cards if not card.is_archived),
        archived=tuple(card for card in cards if card.is_archived),
    )


def _cards(session: Session, modules: Sequence[Module], viewer: Viewer) -> list[ModuleCard]:
    ids = [module.id for module in modules]
    items, own_numbers = items_of(session, ids), standings(session, ids, viewer)
    changeable = changeable_by(session, modules, viewer)
    choices = scenario_choices(session)
    places = place_names(session, modules)
    cards = []
    for module in modules:
        scenarios = tuple(choices[scenario_id] for scenario_id in items[module.id])
        cards.append(
            ModuleCard(
                module=str(module.id),
                title=title_in(module, language_now()),
                text=text_in(module.texts, language_now()),
                fallback=_fallback(module.titles),
                place=places[module.location_id],
                is_check=module.mode == CHECK,
                mark=percent(module.pass_mark),
                attempts=module.attempts,
                minutes=sum(scenario.minutes for scenario in scenarios),
                scenarios=scenarios,
                to_do=own_numbers[module.id].to_do,
                passed=own_numbers[module.id].passed,
                may_change=module.id in changeable,
                is_archived=module.archived_at is not None,
            )
        )
    return cards


def _fallback(titles: Mapping[str, str]) -> str:
    """Says in which language the title is, where it is not in the viewer's."""
    if language_now() in titles:
        return ""
    language = next(iter(titles))
    return str(_("In %(language)s: there is no title in your language yet.", language=OWN_NAMES[language]))
