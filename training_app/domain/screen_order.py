"""The order of replies on screen: the same in both engines, on every device and at every reload."""

from collections.abc import Iterable

from training_app.domain.scenario import Choice

_OFFSET = 0x811C9DC5
_PRIME = 0x01000193


def fnv1a_32(text: str) -> int:
    """The 32-bit FNV-1a hash of the text's UTF-8 bytes."""
    value = _OFFSET
    for byte in text.encode():
        value = ((value ^ byte) * _PRIME) & 0xFFFFFFFF
    return value


def on_screen(choices: Iterable[Choice], *, play_id: str, scene_id: str) -> list[Choice]:
    """The choices sorted by the hash of `<play>/<scene>/<choice>`, then by id."""
    return sorted(choices, key=lambda choice: (fnv1a_32(f"{play_id}/{scene_id}/{choice.id}"), choice.id))
