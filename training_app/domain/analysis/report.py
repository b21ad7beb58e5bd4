"""The analysis as a whole: findings and figures of one scenario in all its languages."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from training_app.domain.analysis.exploration import Exploration, explore
from training_app.domain.analysis.figures import Figures, count_figures
from training_app.domain.analysis.friend import (
    ending_findings,
    search_friend_path,
    trust_findings,
    untested_principles,
)
from training_app.domain.analysis.names import name_findings
from training_app.domain.analysis.plays import Plays, follow_plays
from training_app.domain.analysis.reachable import reachable_findings
from training_app.domain.analysis.structure import can_be_played, structure_findings
from training_app.domain.analysis.texts import Lines, text_findings, translation_findings
from training_app.domain.analysis.writing import writing_findings
from training_app.domain.finding import Finding
from training_app.domain.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the check says. A scenario without errors may be published."""

    findings: tuple[Finding, ...]
    figures: Figures

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop publishing."""
        return tuple(finding for finding in self.findings if finding.is_error)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that do not."""
        return tuple(finding for finding in self.findings if not finding.is_error)


def analyse(
    scenario: Scenario,
    *,
    texts: Mapping[str, Lines],
    language: str,
    principles: Collection[str],
    expected_languages: Collection[str] = (),
) -> Analysis:
    """Check a scenario and measure it. Never raises on an odd structure: what is wrong with it is a finding.

    `texts` gives each language's lines by line id, `language` is the scenario's own, and
    `expected_languages` are those in which a missing translation is worth a warning.
    """
    findings = [
        *structure_findings(scenario),
        *name_findings(scenario, principles=principles),
        *text_findings(scenario, texts.get(language, {})),
        *translation_findings(texts, language=language, expected_languages=expected_languages),
        *writing_findings(scenario, texts, language=language),
        *_lone_replies(scenario),
        *(trust_findings(scenario) if scenario.is_graded else ()),
    ]
    if not can_be_played(scenario):
        return Analysis(tuple(findings), count_figures(scenario))
    played, figures = _play(scenario)
    return Analysis((*findings, *played), figures)


def _play(scenario: Scenario) -> tuple[list[Finding], Figures]:
    """What shows when the scenario is played in every way."""
    exploration = explore(scenario)
    plays = follow_plays(scenario, exploration)
    findings = [*reachable_findings(scenario, exploration), *_bound(exploration, plays)]
    path = None
    if scenario.is_graded:
        path, path_findings = search_friend_path(scenario)
        findings += path_findings
        if path is not None:
            findings += ending_findings(scenario, plays, friend_decisions=path.decisions)
        if plays.is_complete:
            findings += untested_principles(scenario, plays)
    return findings, count_figures(scenario, plays=plays, states=len(exploration.states), path=path)


def _bound(exploration: Exploration, plays: Plays) -> Iterator[Finding]:
    if not exploration.is_complete:
        message = (
            f"There are more than {len(exploration.steps)} states of scene, trust and facts, and only so many were "
            "looked at. Use fewer facts, or trust in larger steps, to have all of them checked."
        )
        yield Finding("W310", message, ("scenes",))
    elif not plays.is_complete:
        message = (
            "There are too many ways through the loops to follow each, so the figures count only the shorter plays. "
            "Let fewer replies lead back to have all of them checked."
        )
        yield Finding("W310", message, ("scenes",))


def _lone_replies(scenario: Scenario) -> Iterator[Finding]:
    for name, scene in scenario.scenes.items():
        if len(scene.choices) == 1 and scene.ending is None:
            message = f"The decision “{name}” has only one reply. Add another, or tell it within the scene before."
            yield Finding("W303", message, ("scenes", name, "choices"))
