"""The form of the workspace's settings."""

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from training_app.domain.levels import Level
from training_app.services.workspace import LONGEST_MONTHS, SHORTEST_MONTHS
from training_app.web.forms import NO_CHOICE, BaseForm, whole_number

LEVELS = (
    SelectChoice(Level.STATES.value, _("Whether somebody is ready")),
    SelectChoice(Level.SCORES.value, _("Also the scores")),
    SelectChoice(Level.ANSWERS.value, _("Also the answers")),
)


class WorkspaceForm(BaseForm):
    """What managers see, and for how many months single answers are kept."""

    managers_see = RadioField(
        _("What managers see of their people"), choices=LEVELS, validators=[InputRequired(NO_CHOICE)]
    )
    keep_months = IntegerField(
        _("Months that single answers are kept"),
        description=_(
            "After that a play becomes a count. The first try and the best of each role-play keep their result."
        ),
        validators=[
            InputRequired(_("Write a whole number.")),
            NumberRange(
                SHORTEST_MONTHS,
                LONGEST_MONTHS,
                _("From %(least)s to %(most)s months.", least=SHORTEST_MONTHS, most=LONGEST_MONTHS),
            ),
        ],
        render_kw=whole_number(SHORTEST_MONTHS, LONGEST_MONTHS),
    )
