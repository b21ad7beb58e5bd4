"""Each person's pair of P-256 keys: with the public one a tablet seals what it has not sent, the private one opens it.

The public key is the uncompressed point and the private one the scalar, both hexadecimal (SEC 1, section 2.3).
"""

import base64
from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select
from sqlalchemy.orm import Session

from training_app.models import SealingKey
from training_app.models.upsert import insert_new

SCALAR_BYTES = 32


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A private scalar (64 hexadecimal digits) and its public point (130, beginning with 04)."""

    private: str
    public: str


def new_key_pair() -> KeyPair:
    """A fresh pair, from the system's randomness."""
    key = ec.generate_private_key(ec.SECP256R1())
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return KeyPair(f"{key.private_numbers().private_value:0{2 * SCALAR_BYTES}x}", point.hex())


def key_pairs(session: Session, *, people: Collection[UUID]) -> dict[UUID, KeyPair]:
    """The pairs of those persons who have one."""
    rows = session.scalars(select(SealingKey).where(SealingKey.person_id.in_(people)))
    return {row.person_id: KeyPair(row.private, row.public) for row in rows}


def make_key_pairs(
    session: Session, *, people: Collection[UUID], make: Callable[[], KeyPair] = new_key_pair
) -> dict[UUID, KeyPair]:
    """The pairs of all these persons; those who have none get one, and of two who make it the first stays."""
    known = key_pairs(session, people=people)
    missing = sorted(set(people) - set(known))
    for person in missing:
        pair = make()
        insert_new(session, SealingKey, {"person_id": person, "private": pair.private, "public": pair.public})
    return known | key_pairs(session, people=missing) if missing else known


def private_jwk(pair: KeyPair) -> dict[str, str]:
    """The private key as a browser's WebCrypto imports it (RFC 7518, section 6.2)."""
    point = bytes.fromhex(pair.public)[1:]
    return {
        "kty": "EC",
        "crv": "P-256",
        "x": _base64url(point[:SCALAR_BYTES]),
        "y": _base64url(point[SCALAR_BYTES:]),
        "d": _base64url(bytes.fromhex(pair.private)),
    }


def _base64url(number: bytes) -> str:
    return base64.urlsafe_b64encode(number).rstrip(b"=").decode()
