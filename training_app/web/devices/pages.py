"""What the pages about tablets take: plain values, already in the viewer's language."""

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class DeviceCard:
    """One tablet. `offline` is its practice without a network: ready, unknown, insecure, refused or full.

    `unsent` says how many answers it held at its last contact; None when there were none, or once it forgot them.
    """

    device: str
    name: str
    connected: str
    seen: str
    unsent: str | None
    offline: str
    locks: str
    is_in_use: bool
    afterwards: str | None


@dataclass(frozen=True, slots=True)
class StoreOfDevices:
    """A store with its tablets in use, and those that were disconnected not long ago.

    `troubles` are the reasons for which practice without a network is off, each with the names of its tablets.
    """

    key: str
    name: str
    troubles: tuple[tuple[str, str], ...]
    devices: tuple[DeviceCard, ...]
    gone: tuple[DeviceCard, ...]


@dataclass(frozen=True, slots=True)
class CodePage:
    """A code as it is shown to be used. `state` is open, used or over; `until` a time of day in the store.

    `warning` is none, loopback (no other machine reaches the address) or insecure (it is no https).
    """

    state: str
    name: str
    store: str
    letters: str
    until: str
    address: str
    code: str
    picture: Markup
    warning: str | None
