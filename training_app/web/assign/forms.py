"""The one form that assigns, and the ones that look after what is assigned."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from training_app.domain.enrolment import check_later
from training_app.domain.errors import Invalid
from training_app.models import Location, Module
from training_app.queries.modules import title_in
from training_app.services.assigning import LONGEST_NOTE, MOST_NAMED, NEWCOMER_DAYS, REPEAT_DAYS
from training_app.web.answers import can_be_kept
from training_app.web.asked import named_id
from training_app.web.forms import NO_CHOICE, BaseForm, whole_number
from training_app.web.places import place_choices

NEWCOMERS_HAVE = 14
LONGEST_NUMBER = 6


class IdsField(Field):  # type: ignore[misc]
    """Ids, each in a field of this name. Raises NotFound for what is none."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = tuple(dict.fromkeys(named_id(text) for text in valuelist))


class DaysField(IntegerField):  # type: ignore[misc]
    """A number of days within a range, or nothing at all."""

    def __init__(self, label: str, *, hint: str, days: range, **options: Any) -> None:
        keys = whole_number(days[0], days[-1])
        super().__init__(label, validators=[Optional()], description=hint, render_kw=keys, **options)
        self.days = days

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else None
        if text and self.data not in self.days:
            raise ValueError(
                gettext("A number from %(least)s to %(most)s, or nothing.", least=self.days[0], most=self.days[-1])
            )


class AssignmentForm(BaseForm):
    """A module, whom it is for, and until when. What is not the viewer's own is not found.

    `words` look for people, and `place_words` for a place where there are many.
    """

    assignment = HiddenField()
    module = SelectField(_("Module"), validators=[DataRequired(NO_CHOICE)], validate_choice=False)
    target = SelectField(
        _("Who does it?"),
        choices=[SelectChoice("place", _("A store or region")), SelectChoice("people", _("Single people"))],
        default="place",
        invalid_choice_message=NO_CHOICE,
    )
    place = SelectField(_("Store or region"), validate_choice=False)
    place_words = HiddenField()
    everyone = BooleanField(_("Trainers and managers too"))
    person = IdsField(default=())
    due_on = DateField(
        _("Due on"),
        validators=[DataRequired(_("Choose a day."))],
        description=_("The day counts in each store’s own time zone."),
    )
    newcomer_days = DaysField(
        _("Days for newcomers"),
        hint=_("Whoever joins later has so many days. Leave it empty, and newcomers are left out."),
        days=NEWCOMER_DAYS,
    )
    repeat_days = DaysField(
        _("Again after so many days"), hint=_("Leave it empty, and once is enough."), days=REPEAT_DAYS
    )
    note = TextAreaField(
        _("A note to them"),
        description=_("They read it beside the module, with your name."),
        validators=[
            Optional(),
            Length(max=LONGEST_NOTE, message=_("Use at most %(count)s characters.", count=LONGEST_NOTE)),
        ],
        render_kw={"maxlength": LONGEST_NOTE, "rows": 3},
    )
    words = HiddenField()

    class Meta(BaseForm.Meta):
        def wrap_formdata(self, form: Any, formdata: object) -> MultiDict[str, str] | None:
            """What was sent with all the people in it; from the address where a page is asked for."""
            if request.method == "GET":
                fields = [(name, text) for name, text in request.args.items(multi=True) if can_be_kept(text)]
                return MultiDict(fields) if fields else None
            known: MultiDict[str, str] | None = super().wrap_formdata(form, formdata)
            if known is not None and not request.is_json:
                known.setlist("person", request.form.getlist("person"))
            return known

    def offer(self, modules: Iterable[Module], places: Sequence[Location], *, language: str) -> None:
        """Let the viewer choose among these modules and places."""
        self.module.choices = [SelectChoice(str(one.id), title_in(one, language)) for one in modules]
        self.place.choices = place_choices(places)
        if not self.place.data and places:
            self.place.data = self.place.choices[0].value

    def leave_out(self, gone: Mapping[UUID, str]) -> None:
        """Take these people out, who have left, and say so."""
        self.person.data = tuple(one for one in self.person.data if one not in gone)
        named = gettext("%(names)s left meanwhile. Look at the others once more.", names=", ".join(gone.values()))
        self.person.errors = [named]

    @property
    def is_for_people(self) -> bool:
        """Whether single people are named."""
        return bool(self.target.data == "people")

    def validate_place(self, field: SelectField) -> None:
        if not self.is_for_people and not field.data:
            raise ValidationError(str(NO_CHOICE))

    def validate_person(self, field: IdsField) -> None:
        if not self.is_for_people:
            return
        if not field.data:
            raise ValidationError(gettext("Choose at least one person."))
        if len(field.data) > MOST_NAMED:
            raise ValidationError(gettext("Choose at most %(count)s people, or their store.", count=MOST_NAMED))


class LaterForm(BaseForm):
    """A later day."""

    due_on = DateField(_("New day"), validators=[DataRequired(_("Choose a day."))])

    def is_later(self, *, than: date, today: date) -> bool:
        """Whether the day that was sent is later than the old one, and not over; else the field says so."""
        if not self.validate():
            return False
        try:
            check_later(self.due_on.data, than=than, today=today)
        except Invalid:
            self.due_on.errors = [gettext("Choose a later day.")]
            return False
        return True
