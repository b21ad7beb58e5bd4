"""From what age a text can be read, by a measure made for its language.

English: Kincaid et al. 1975 (Flesch-Kincaid grade). German: Bamberger and Vanecek 1984 (first Wiener
Sachtextformel). Spanish: Crawford 1984 (years of schooling). Any other: Björnsson's LIX with Anderson's grades
of 1983. Each gives a school grade, and a child is five years older than its grade on entering it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

FEWEST_WORDS = 100
AGE_AT_GRADE_0 = 5

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?…]+(?=\W|$)")
_VOWELS = re.compile(r"[aeiouyäöüáéíóúàèìòùâêîôû]+")
_SILENT_E = re.compile(r"(?<=[^aeiouy])(?:e|es|ed)$")
_SPANISH_WEAK = re.compile(r"[iuüy]*[aeoáéóíú][iuüy]*|[iuüy]+")


@dataclass(frozen=True, slots=True)
class Sample:
    """A text's words, the syllables of each, and its number of sentences."""

    words: tuple[str, ...]
    syllables: tuple[int, ...]
    sentences: int

    def share(self, count: int) -> float:
        """So many in a hundred words."""
        return 100 * count / len(self.words)

    @property
    def words_per_sentence(self) -> float:
        """The mean length of a sentence, in words."""
        return len(self.words) / self.sentences


def reading_age(lines: Iterable[str], *, language: str) -> float | None:
    """The age in years from which these lines can be read; None for fewer than 100 words, too few to measure."""
    sample = sample_of(lines, language=language)
    if len(sample.words) < FEWEST_WORDS:
        return None
    return AGE_AT_GRADE_0 + _GRADES.get(language, _lix_grade)(sample)


def sample_of(lines: Iterable[str], *, language: str) -> Sample:
    """Count words, syllables and sentences. The end of a line ends its sentence."""
    words: list[str] = []
    sentences = 0
    for line in lines:
        parts = [found for part in _SENTENCE.split(line) if (found := _WORD.findall(part.lower()))]
        sentences += len(parts)
        words.extend(word for part in parts for word in part)
    count = _SYLLABLES.get(language, _vowel_groups)
    return Sample(tuple(words), tuple(count(word) for word in words), max(1, sentences))


def _vowel_groups(word: str) -> int:
    return max(1, len(_VOWELS.findall(word)))


def _english_syllables(word: str) -> int:
    return _vowel_groups(_SILENT_E.sub("", word) if not word.endswith(("le", "ted", "ded", "ses", "ces")) else word)


def _spanish_syllables(word: str) -> int:
    """Strong vowels stand alone, weak ones lean on them: ma-íz, bue-no, a-é-re-o."""
    return max(1, len(_SPANISH_WEAK.findall(word)))


def _flesch_kincaid_grade(sample: Sample) -> float:
    return 0.39 * sample.words_per_sentence + 11.8 * sum(sample.syllables) / len(sample.words) - 15.59


def _wiener_grade(sample: Sample) -> float:
    return (
        0.1935 * sample.share(sum(syllables >= 3 for syllables in sample.syllables))
        + 0.1672 * sample.words_per_sentence
        + 0.1297 * sample.share(_long_words(sample))
        - 0.0327 * sample.share(sum(syllables == 1 for syllables in sample.syllables))
        - 0.875
    )


def _crawford_grade(sample: Sample) -> float:
    return 0.049 * sample.share(sum(sample.syllables)) - 0.205 * sample.share(sample.sentences) - 3.407


def _lix_grade(sample: Sample) -> float:
    """Anderson's table as a line: LIX 28 is grade 6, and every four more is one grade."""
    return (sample.words_per_sentence + sample.share(_long_words(sample)) - 4) / 4


def _long_words(sample: Sample) -> int:
    return sum(len(word) > 6 for word in sample.words)


_SYLLABLES: dict[str, Callable[[str], int]] = {"en": _english_syllables, "es": _spanish_syllables}
_GRADES: dict[str, Callable[[Sample], float]] = {
    "en": _flesch_kincaid_grade,
    "de": _wiener_grade,
    "es": _crawford_grade,
}
