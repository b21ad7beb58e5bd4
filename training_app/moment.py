"""The clock and the randomness: read at the edges (web and command line), passed to the layers below."""

import secrets
from datetime import UTC, datetime
from uuid import UUID

from training_app.domain.identity import RANDOM_BYTES, uuid7
from training_app.domain.pairing import ALPHABET, LENGTH


def now() -> datetime:
    """The current moment in UTC."""
    return datetime.now(UTC)


def new_id() -> UUID:
    """A fresh public id."""
    return uuid7(now(), secrets.token_bytes(RANDOM_BYTES))


def new_token() -> str:
    """A fresh secret of 256 bits, safe in an address."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A fresh code to connect a tablet with."""
    return "".join(secrets.choice(ALPHABET) for _letter in range(LENGTH))
