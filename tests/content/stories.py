"""A small sound story, and folders made from it by changing some of its text."""

from pathlib import Path

from training_app.content.check import Report, check_folder
from training_app.content.folder import FILE_NAME
from training_app.content.version import Content

HERE = Path(__file__).parent
BROKEN = HERE / "broken"
SOUND = (HERE / "sound" / "my-story" / FILE_NAME).read_text(encoding="utf-8")
PRINCIPLES = ("welcome",)


def changed(*changes: tuple[str, str], text: str = SOUND) -> str:
    """The sound story with parts of its text replaced; each has to stand in it exactly once."""
    for before, after in changes:
        assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in the story"
        text = text.replace(before, after)
    return text


def write_story(folder: Path, text: str | bytes = SOUND, **translations: str) -> Path:
    """A scenario's folder `my-story` with this text and these translations by language."""
    story = folder / "my-story"
    story.mkdir(parents=True, exist_ok=True)
    (story / FILE_NAME).write_bytes(text if isinstance(text, bytes) else text.encode())
    for language, translation in translations.items():
        (story / f"{language}.yaml").write_text(translation, encoding="utf-8")
    return story


def check(story: Path) -> Report:
    """The check of a folder, with `welcome` as the only principle."""
    return check_folder(story, principles=PRINCIPLES)


def content_of(story: Path) -> Content:
    """What may be published of a sound folder."""
    content = check(story).content
    assert content is not None
    return content


def codes(report: Report) -> list[str]:
    """The codes of the findings, in order."""
    return [finding.code for finding in report.findings]
