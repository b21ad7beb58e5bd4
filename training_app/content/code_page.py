"""The page of all codes for authors, made from what reading and the analysis say about their own."""

from collections.abc import Mapping
from types import MappingProxyType

from training_app.content.codes import CODES as FILE_CODES
from training_app.domain.analysis import CODES as STORY_CODES

FILE_NAME = "codes.md"
ADVICE: Mapping[str, str] = MappingProxyType(
    {
        "E201": "Correct the scene's id, or write that scene.",
        "E202": "Let a reply lead to it, loosen the conditions on the way, or delete it.",
        "E203": "Give the scene `choices` or an `ending`.",
        "E204": "Delete one of the two, or move the ending to a scene of its own.",
        "E205": "End the list of `goto` with an entry that has no `needs`.",
        "E206": "Add a reply without `needs`.",
        "E207": "Add a friend reply that is offered then; one with a red line does not count.",
        "E208": "Let a reply lead out of the circle.",
        "E209": "Let friend replies alone lead to an ending, without crossing a red line.",
        "E210": "Let the friend path end with `returns: gladly`.",
        "E211": "Use fewer facts, or trust in larger steps.",
        "E212": "Correct the id, or add the principle to principles.yaml.",
        "E213": "Let an earlier reply learn the fact, or take the condition out.",
        "E214": "Write `sale`, `returns` and `tells`.",
        "E215": "Write the text.",
        "E216": "Write `grade` and `principle`.",
        "W301": "Loosen the reply's `needs`, or delete it.",
        "W302": "Loosen the conditions on the way, or delete the ending.",
        "W303": "Add a second reply, or tell it within the scene before.",
        "W304": "Lengthen other replies: people learn that the longest is right.",
        "W305": "Look again at the grade, or at `trust`.",
        "W306": "Look again at the grade, or at `trust`.",
        "W307": "Let poor replies lead to a cooler ending.",
        "W308": "Let friend replies lead to a warmer ending.",
        "W309": "Let a play reach a reply that turns on it, or name another principle.",
        "W310": "Use fewer facts and fewer ways back, to have everything looked at.",
        "W401": "Translate the line.",
        "W402": "Delete the line, or move it to the id that it has now.",
        "W403": "Write shorter sentences and plainer words.",
        "W404": "Cut the reply to 25 words.",
    }
)


def code_page() -> str:
    """The text of the page: one line for each code, in order."""
    codes = {**FILE_CODES, **{code: (title, ADVICE[code]) for code, title in STORY_CODES.items()}}
    rows = [f"| {code} | {title} | {advice} |" for code, (title, advice) in sorted(codes.items())]
    return "\n".join([HEAD, "| code | what | what to do |", "|---|---|---|", *rows, ""])


HEAD = """# What the check says

Made by `flask --app training_app scenarios schema`. Codes that begin with E are errors and stop publishing; those with
W are warnings. The message beside a code always names the line and what to do there.
"""
