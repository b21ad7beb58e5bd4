"""Addresses that a browser brings along to go on from there: only pages of ours are followed."""

from urllib.parse import urlsplit


def own_page(target: str, *, otherwise: str) -> str:
    """The target if it is a path on this server, else the other address."""
    is_path = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if is_path and not urlsplit(target).netloc else otherwise
