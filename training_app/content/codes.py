"""Every code that reading gives, with its title and what to do. Codes are stable: programs and pages name them."""

from collections.abc import Mapping
from types import MappingProxyType

CODES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "E001": ("file missing or unreadable", "Add the file, or make it readable."),
        "E002": ("file too large", "Keep each file under 1 MB; split the story into two scenarios."),
        "E003": ("not UTF-8", "Save the file again with the encoding UTF-8."),
        "E004": ("tab", "Replace each tab by spaces; indent by two."),
        "E005": ("not YAML", "Look at the line and the one before: an indent, a colon or a quote is out of place."),
        "E006": ("key written twice", "Keep one of the two."),
        "E007": ("anchor or alias", "Write the text out where it is needed."),
        "E008": ("explicit tag", "Delete the tag; put quotes around what is a text."),
        "E009": ("more than one document", "Keep one document a file; delete the line `---` and what follows."),
        "E010": ("not a mapping", "Begin with `key: value` lines."),
        "E011": ("key that is no text", "Rename the key, or put it in quotes."),
        "E012": ("too deep or too much", "Write it in fewer levels, or shorten the file."),
        "E013": ("symbolic link", "Put the file itself there."),
        "E014": ("folder and id differ", "Give the folder the name of the id."),
        "E015": ("file that nothing reads", "Name it scenario.yaml or after a language, such as de.yaml, or delete."),
        "E016": ("directive", "Delete the line that begins with %."),
        "E101": ("unknown key", "Correct its spelling, or delete it."),
        "E102": ("missing key", "Add it."),
        "E103": ("wrong kind of value", "Write what the message asks for; texts that look like numbers need quotes."),
        "E104": ("not one of the words", "Choose one of the words in the message."),
        "E105": ("number out of range", "Choose a number in the range."),
        "E106": ("malformed id", "Use small letters, digits and single hyphens, beginning with a letter."),
        "E107": ("empty text", "Write the text, or delete the key."),
        "E108": ("text too long", "Shorten it."),
        "E109": ("character that cannot be shown", "Delete the character; type the word again."),
        "E110": ("list of the wrong length, or with a repetition", "Add or delete entries."),
        "E111": ("condition that asks for nothing, or cannot hold", "Correct its numbers or facts, or delete it."),
        "E112": ("grade in a companion", "Delete the key: a companion has no grades and no principles."),
        "E113": ("hurry in an ending", "Move `hurry` to a scene with choices."),
        "E114": ("translation of a principle or module that is not there", "Correct its id, or delete it."),
        "E115": ("principle or module listed twice", "Keep one of the two."),
        "E116": ("scenario of a module that is not there", "Correct its id, or write the scenario."),
        "E117": ("module that cannot be", "Give each check `attempts` and graded scenarios; practice has no attempts."),
    }
)
