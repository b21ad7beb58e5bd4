"""Passwords: Argon2id (argon2-cffi's RFC 9106 profile) and what a new one must be."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from training_app.domain.errors import Invalid

SHORTEST = 12
LONGEST = 200
_hasher = PasswordHasher()
# Checked when there is no such account, so that the time of an answer tells nothing.
_NOBODY = _hasher.hash("nobody signs in with this")


def hash_password(password: str) -> str:
    """The Argon2id hash. Raises Invalid `weak-password` when it is too short, too long or one repeated sign."""
    if not SHORTEST <= len(password) <= LONGEST or len(set(password)) < 4:
        raise Invalid("weak-password", f"Use {SHORTEST} to {LONGEST} signs, and not one repeated.")
    return hash_secret(password)


def hash_secret(secret: str) -> str:
    """The Argon2id hash of a secret that has been found good enough."""
    return _hasher.hash(secret)


def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether the password, or PIN, fits. Takes as long where there is no hash."""
    try:
        _hasher.verify(password_hash or _NOBODY, password[: LONGEST + 1])
    except (VerifyMismatchError, InvalidHashError):
        return False
    return bool(password_hash)
