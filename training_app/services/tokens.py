"""Secret tokens: the person carries the token, the database keeps only its SHA-256."""

import hashlib


def token_hash(token: str) -> str:
    """The hexadecimal SHA-256 under which a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()
