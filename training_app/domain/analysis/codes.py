"""Every code that the analysis gives, with a short title. Codes are stable: programs and pages name them."""

from collections.abc import Mapping
from types import MappingProxyType

CODES: Mapping[str, str] = MappingProxyType(
    {
        "E201": "dangling target",
        "E202": "unreachable scene",
        "E203": "dead end",
        "E204": "decision and ending at once",
        "E205": "goto without a last resort",
        "E206": "no reply offered",
        "E207": "no friend reply offered",
        "E208": "loop with no way out",
        "E209": "no friend path",
        "E210": "friend path does not end gladly",
        "E211": "length of the friend path unknown",
        "E212": "principle does not exist",
        "E213": "fact does not exist",
        "E214": "ending without its ledger",
        "E215": "missing text",
        "E216": "reply without grade or principle",
        "W301": "choice never offered",
        "W302": "ending that cannot happen",
        "W303": "decision with only one reply",
        "W304": "friend reply is the longest too often",
        "W305": "friend reply lowers trust",
        "W306": "prey reply raises trust",
        "W307": "gladly after a poor play",
        "W308": "never after a perfect play",
        "W309": "principle never tested",
        "W310": "too many plays to look at all of them",
        "W401": "missing translation",
        "W402": "outdated translation",
        "W403": "hard to read",
        "W404": "long reply",
    }
)
