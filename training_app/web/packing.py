"""What is the same for everybody and lies at an address with its hash: kept compressed, and by browsers for a year."""

import gzip
import hashlib
from dataclasses import dataclass

from flask import Response, request

FOREVER = 31_536_000


@dataclass(frozen=True, slots=True)
class Packed:
    """Bytes and their hash, 16 hexadecimal digits."""

    digest: str
    compressed: bytes


def pack(plain: bytes) -> Packed:
    """The bytes, compressed once."""
    return Packed(hashlib.sha256(plain).hexdigest()[:16], gzip.compress(plain, mtime=0))


def answer_packed(packed: Packed, mimetype: str, *, is_public: bool) -> Response:
    """The answer at the address that names the hash; shared caches keep only what is public."""
    if request.accept_encodings["gzip"]:
        answer = Response(packed.compressed, mimetype=mimetype)
        answer.content_encoding = "gzip"
    else:
        answer = Response(gzip.decompress(packed.compressed), mimetype=mimetype)
    answer.vary.add("Accept-Encoding")
    answer.headers["Cache-Control"] = f"max-age={FOREVER}, {'public' if is_public else 'private'}, immutable"
    return answer
