"""Public ids: UUIDv7 (RFC 9562), sortable by time and impossible to guess."""

from datetime import datetime
from uuid import UUID

RANDOM_BYTES = 10
_VERSION_7 = 0x7
_VARIANT = 0b10


def uuid7(now: datetime, random_bytes: bytes) -> UUID:
    """A UUIDv7 of the moment (milliseconds) and ten random bytes."""
    if len(random_bytes) != RANDOM_BYTES:
        raise ValueError(f"a UUIDv7 takes {RANDOM_BYTES} random bytes")
    milliseconds = int(now.timestamp() * 1000)
    noise = int.from_bytes(random_bytes, "big")
    high = noise >> 68
    low = noise & ((1 << 62) - 1)
    return UUID(int=(milliseconds & ((1 << 48) - 1)) << 80 | _VERSION_7 << 76 | high << 64 | _VARIANT << 62 | low)


def is_uuid7(value: UUID) -> bool:
    """Whether the id is of the form that plays carry."""
    return value.version == _VERSION_7
