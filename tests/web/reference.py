"""What a play must come to, computed from the YAML text alone by the rules of the format.

Written apart from the product's engine and score on purpose: it imports none of it, so that the two can disagree.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

PENALTY = {"friend": 0, "fair": 1, "prey": 2}


@dataclass(frozen=True)
class Standing:
    """Where a play stands."""

    scene: str
    trust: int
    facts: frozenset[str] = frozenset()


def holds(needs: dict[str, Any] | None, standing: Standing) -> bool:
    """Whether a `needs` of the file holds."""
    needs = needs or {}
    trust = needs.get("trust", {})
    return (
        set(needs.get("facts", ())) <= standing.facts
        and standing.facts.isdisjoint(needs.get("not_facts", ()))
        and trust.get("at_least", 0) <= standing.trust <= trust.get("at_most", 100)
    )


class Reference:
    """One scenario, read from its folder."""

    def __init__(self, folder: Path) -> None:
        self.tree: dict[str, Any] = YAML(typ="safe", pure=True).load(folder / "scenario.yaml")
        self.scenes: dict[str, Any] = self.tree["scenes"]

    @property
    def endings(self) -> list[str]:
        """The ids of the scenes that end it, in file order."""
        return [scene for scene, members in self.scenes.items() if "ending" in members]

    def begin(self) -> Standing:
        """Before the first choice."""
        return Standing(self.tree["start"], self.tree.get("trust", 50))

    def offered(self, standing: Standing) -> list[str]:
        """The choices that can be taken, in file order."""
        choices = self.scenes[standing.scene].get("choices", {})
        return [choice for choice, members in choices.items() if holds(members.get("needs"), standing)]

    def say(self, standing: Standing, choice: str) -> Standing:
        """After one choice: first what it does, then where it leads."""
        members = self.scenes[standing.scene]["choices"][choice]
        trust = min(100, max(0, standing.trust + members.get("trust", 0)))
        after = Standing(standing.scene, trust, standing.facts | set(members.get("learns", ())))
        goto = members["goto"]
        if isinstance(goto, list):
            goto = next(target["scene"] for target in goto if holds(target.get("needs"), after))
        return Standing(goto, after.trust, after.facts)

    def after(self, log: Iterable[str]) -> Standing:
        """After these choices."""
        standing = self.begin()
        for choice in log:
            standing = self.say(standing, choice)
        return standing

    def ways(self) -> dict[str, list[str]]:
        """A shortest list of choices to each ending that can be reached."""
        found: dict[str, list[str]] = {}
        seen = {self.begin()}
        waiting: deque[tuple[Standing, list[str]]] = deque([(self.begin(), [])])
        while waiting:
            standing, log = waiting.popleft()
            if "ending" in self.scenes[standing.scene]:
                found.setdefault(standing.scene, log)
            for choice in self.offered(standing):
                after = self.say(standing, choice)
                if after not in seen:
                    seen.add(after)
                    waiting.append((after, [*log, choice]))
        return found

    def friend_decisions(self) -> int:
        """D: the fewest distinct decisions on a way of friend replies that cross no red line."""
        waiting: list[tuple[frozenset[str], Standing]] = [(frozenset(), self.begin())]
        seen = set(waiting)
        fewest = []
        for answered, standing in waiting:
            if "ending" in self.scenes[standing.scene]:
                fewest.append(len(answered))
            for choice in self.offered(standing):
                members = self.scenes[standing.scene]["choices"][choice]
                way = (answered | {standing.scene}, self.say(standing, choice))
                if members["grade"] == "friend" and not members.get("red_line") and way not in seen:
                    seen.add(way)
                    waiting.append(way)
        return min(fewest)

    def result(self, log: list[str]) -> dict[str, Any]:
        """The result of a finished play in the shape of the outside contract."""
        standing = self.begin()
        firsts: dict[str, dict[str, Any]] = {}
        red_line = False
        for choice in log:
            said = self.scenes[standing.scene]["choices"][choice]
            firsts.setdefault(standing.scene, said)
            red_line = red_line or said.get("red_line", False)
            standing = self.say(standing, choice)
        ledger = self.scenes[standing.scene]["ending"]
        decisions = self.friend_decisions()
        lost = sum(PENALTY[said["grade"]] for said in firsts.values())
        missed = max(0, decisions - len(firsts))
        score = max(0, 1 - (lost + missed) / (2 * decisions))
        if ledger["returns"] == "never":
            score = min(score, 0.4)
        return {
            "score": score,
            "passed": score >= 0.75 and not red_line and ledger["returns"] != "never",
            "red_line": red_line,
            "lost": lost,
            "missed": missed,
            "friend_decisions": decisions,
            "principles": self._principles(firsts.values()),
            "ledger": {name: ledger[name] for name in ("sale", "returns", "tells")},
        }

    def _principles(self, said: Iterable[dict[str, Any]]) -> dict[str, dict[str, int]]:
        principles: dict[str, dict[str, int]] = {}
        for members in said:
            own = principles.setdefault(members["principle"], {"points": 0, "possible": 0})
            own["points"] += 2 - PENALTY[members["grade"]]
            own["possible"] += 2
        return principles


def screen_order(play: str, scene: str, choices: Iterable[str]) -> list[str]:
    """The order on screen: by the 32-bit FNV-1a hash of `<play>/<scene>/<choice>`, then by id."""

    def key(choice: str) -> tuple[int, str]:
        value = 2166136261
        for byte in f"{play}/{scene}/{choice}".encode():
            value = (value ^ byte) * 16777619 % 2**32
        return value, choice

    return sorted(choices, key=key)
