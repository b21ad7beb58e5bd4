"""The principles in the page's language."""

from flask import current_app

from training_app.content.principles import Principle, Principles


def all_principles(language: str) -> list[Principle]:
    """Every principle in screen order."""
    principles: Principles = current_app.extensions["principles"]
    return principles.in_language(language)


def principle_named(principle_id: str, language: str) -> Principle:
    """One principle of a published scenario, which the check has found to exist."""
    return next(principle for principle in all_principles(language) if principle.id == principle_id)
