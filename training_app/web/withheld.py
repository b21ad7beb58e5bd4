"""What is kept from a person for as long as they are being checked on it."""

from collections.abc import Sequence

from training_app.queries.enrolments import OwnEnrolment


def in_open_checks(enrolments: Sequence[OwnEnrolment]) -> frozenset[str]:
    """The scenarios that the person has in checks which are not settled."""
    open_checks = (own for own in enrolments if own.is_check and own.is_open)
    return frozenset(item.scenario_id for own in open_checks for item in own.items)
