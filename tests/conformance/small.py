"""Small vectors that are worth reading: one for each thing that an engine can easily get wrong.

`python -m tests.conformance.small` writes them to `vectors/`.
"""

import json
from pathlib import Path
from typing import Any

from tests.conformance.vectors import Plain, vector
from tests.domain.pieces import GLADLY, MAYBE, NEVER, cold, cool, needs, reply, scenario, warm
from training_app.domain.friend_path import friend_path
from training_app.domain.scenario import Grade, Mood, Perspective, Scenario, Scene, Target

HERE = Path(__file__).parent / "vectors"
WIDTH = 240

EFFECTS = scenario(
    trust=55,
    start=(
        reply("listen", Grade.FRIEND, Target("glad", needs("name", at_least=60)), "so-so", trust=5, learns=["name"]),
        reply("ask", Grade.FAIR, Target("glad", needs("name")), "start", trust=-5),
        warm("glad", name="at-most", offered=needs(at_most=50)),
        warm("glad", name="without", offered=needs("name", without=["b", "ä"])),
    ),
    glad=GLADLY,
    **{"so-so": MAYBE},
)
BOUNDS = scenario(
    trust=90,
    start=(warm("start", trust=30, name="up"), cold("start", trust=-100, name="down"), cool("end", trust=1)),
    end=MAYBE,
)
FACTS = scenario(
    start=(
        reply("astral", Grade.FRIEND, "start", learns=["😀", "～", "z"]),
        reply("plain", Grade.FAIR, "start", learns=["a", "Z", "é", "～"]),
        reply("done", Grade.FAIR, "end", offered=needs("😀", "é")),
    ),
    end=GLADLY,
)
COSTS = scenario(
    trust=40,
    start=(warm("one", trust=10), cool("one", trust=-10), cold("gone", trust=-30)),
    one=(
        reply("warm", Grade.FRIEND, "two", principle="sincere", trust=10),
        cool("two"),
        cold("gone", trust=-10),
        cold("start", name="back", trust=-20),
    ),
    two=(
        warm("glad", trust=20),
        cool("maybe"),
        cold("gone", trust=-50),
        reply("red", Grade.PREY, "glad", trust=10, red_line=True),
    ),
    glad=GLADLY,
    maybe=MAYBE,
    gone=NEVER,
)
TEN = scenario(
    start=(warm("s1"), cool("s1"), cold("s1")),
    **{f"s{n}": (warm(f"s{n + 1}"), cool(f"s{n + 1}"), cold(f"s{n + 1}")) for n in range(1, 10)},
    s10=GLADLY,
)
COMPANION = scenario(
    start=(reply("go", None, "end", principle=None, trust=-20), reply("stay", None, "end", principle=None)),
    end=GLADLY,
    perspective=Perspective.CUSTOMER,
)
FACES = Scenario(
    "piece",
    "start",
    {
        "start": Scene("start", (warm("own", trust=-31), *(warm("start", name=f"to-{n}", trust=n) for n in (-20, 9)))),
        "own": Scene("own", (warm("end"), warm("start", name="back")), mood=Mood.DELIGHTED),
        "end": Scene("end", ending=GLADLY),
    },
    trust=100,
)
# Each pair has one hash in the play 00000000-0000-0000-0000-000000000000, so that the ids alone decide.
TWINS = scenario(
    start=tuple(
        warm("end", name=name) for name in ("😀tjvtla", "～ridfwr", "bjtcyht", "arwfenu", "äzhlijw", "xkhuges")
    ),
    end=GLADLY,
)


def small_vectors() -> dict[str, Plain]:
    """All of them, by the name of their file."""
    return {
        "effects-before-targets": _vector(
            "Trust and facts change first; then the first target whose condition holds is taken. Bounds are inclusive.",
            EFFECTS,
            ["listen"],
            ["ask", "listen"],
            ["ask", "ask", "at-most"],
            ["ask", "ask", "ask", "ask"],
        ),
        "trust-stays-between-0-and-100": _vector(
            "A change is what took effect after clamping, and so are the turning point and the trust won back.",
            BOUNDS,
            ["up", "up", "cool"],
            ["down", "down", "up", "up", "up", "down", "up", "cool"],
            ["cool"],
        ),
        "facts-by-code-point": _vector(
            "Facts stand in the order of their code points, which is not that of UTF-16.",
            FACTS,
            ["astral", "plain", "astral", "done"],
        ),
        "what-a-play-costs": _vector(
            "First answers alone cost; never caps at 0.4; a red line fails even at a later answer.",
            COSTS,
            ["warm", "warm", "warm"],
            ["cool", "back", "warm", "warm", "warm"],
            ["cold"],
            ["warm", "warm", "cold"],
            ["warm", "warm", "red"],
            ["cool", "cool", "cool"],
        ),
        "scores-to-the-last-bit": _vector(
            "1 - 11/20 is a little less than 0.45; nothing is rounded.",
            TEN,
            *(["cool"] * cools + ["cold"] * colds + ["warm"] * (10 - cools - colds) for cools, colds in _MIXES),
        ),
        "a-companion-has-no-score": _vector("Neither grades nor a score.", COMPANION, ["go"], ["stay"]),
        "faces": _vector("Five faces by trust, and a scene's own.", FACES, ["warm", "back", *["to--20"] * 3, "to-9"]),
        "order-on-screen": _vector("By hash, then by id in the order of code points.", TWINS, []),
    }


_MIXES = ((3, 0), (7, 2), (0, 7))


def _vector(about: str, piece: Scenario, *logs: list[str]) -> Plain:
    path = friend_path(piece) if piece.is_graded else None
    return vector(about, piece, logs, friend_decisions=path.decisions if path else None)


def text_of(value: Any, indent: str = "") -> str:
    """JSON with on one line what fits on it."""
    whole = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(whole) <= WIDTH or not isinstance(value, dict | list):
        return whole
    inner = indent + " "
    if isinstance(value, dict):
        members = [f"{inner}{json.dumps(name)}: {text_of(one, inner)}" for name, one in value.items()]
    else:
        members = [inner + text_of(one, inner) for one in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return "\n".join((opening, ",\n".join(members), indent + closing))


if __name__ == "__main__":
    for name, plain in small_vectors().items():
        (HERE / f"{name}.json").write_text(text_of(plain) + "\n", encoding="utf-8")
