"""The content of published versions, parsed once per process: a version never changes."""

from flask import current_app

from training_app.content.cache import ContentCache
from training_app.content.version import Content
from training_app.db import current_reader
from training_app.queries.versions import PublishedVersion, content_of


def content(version: PublishedVersion) -> Content:
    """The version's scenario and texts."""
    cache: ContentCache = current_app.extensions["contents"]
    return cache.get(version.sha256, lambda: content_of(current_reader(), version.id))
