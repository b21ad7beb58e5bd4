"""How an enrolment stands, in the viewer's words."""

from flask_babel import gettext as _

from training_app.domain.enrolment import State


def state_name(state: State) -> str:
    """One state on screen; templates/components/states.html gives its shape."""
    names = {
        State.WITHDRAWN: _("Withdrawn"),
        State.EXCUSED: _("Excused"),
        State.PASSED: _("Passed"),
        State.PASSED_LATE: _("Passed late"),
        State.FAILED: _("Not passed"),
        State.OVERDUE: _("Overdue"),
        State.STARTED: _("Started"),
        State.NOT_STARTED: _("Not started"),
    }
    return str(names[state])
