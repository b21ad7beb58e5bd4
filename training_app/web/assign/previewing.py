"""The preview: exactly whom an assignment would reach. It writes nothing."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from training_app.queries.assignable import PersonReached, StoreReached, people_reached, stores_reached
from training_app.queries.modules import title_in
from training_app.web.assign.drafting import Wish
from training_app.web.assign.forms import AssignmentForm
from training_app.web.assign.pages import NameLine, PreviewPage, StoreLine
from training_app.web.assign.wording import due_words, people_count, people_words, place_words, rules
from training_app.web.languages import language_now

MOST_NAMES = 50
MOST_STORES = 50
BETWEEN = " · "
SENT_ON = ("assignment", "module", "target", "place", "due_on", "newcomer_days", "repeat_days", "note")


def preview_page(form: AssignmentForm, wish: Wish, session: Session) -> PreviewPage:
    """By store; by name up to fifty, else those whom the words find."""
    stores = stores_reached(session, wish.meant, module_id=wish.module.id)
    people, have_it, passed_it = (
        sum(getattr(store, name) for store in stores) for name in ("people", "have_it", "passed_it")
    )
    is_searchable = people > MOST_NAMES
    words = (form.words.data or "").strip() if is_searchable else ""
    names = []
    if words or not is_searchable:
        names = people_reached(session, wish.meant, module_id=wish.module.id, words=words, most=MOST_NAMES)
    return PreviewPage(
        fields=_fields(form),
        title=title_in(wish.module, language_now()),
        to_whom=_to_whom(wish, people, names[0].name if names else ""),
        due=due_words(wish.terms.due_on),
        reached=_reached(people, have_it),
        remarks=tuple(_remarks(have_it, passed_it)),
        rules=rules(wish.terms.newcomer_days, wish.terms.repeat_days, is_for_place=wish.meant.person_ids is None),
        note=wish.terms.note,
        stores=tuple(_store_line(store) for store in stores[:MOST_STORES]),
        more_stores=_more_stores(stores),
        names=tuple(_name_line(one) for one in names),
        is_searchable=is_searchable,
        words=words,
        button=_button(people - have_it),
    )


def _fields(form: AssignmentForm) -> tuple[tuple[str, str], ...]:
    """The form's fields as they were sent."""
    single = [(name, (form[name].raw_data or [""])[0]) for name in SENT_ON]
    people = [("person", str(one)) for one in form.person.data]
    return (*single, *people, *([("everyone", "y")] if form.everyone.data else []))


def _to_whom(wish: Wish, people: int, first: str) -> str:
    if wish.meant.person_ids is not None:
        return people_words(people, first)
    return place_words(wish.place, wish.meant.audience)


def _reached(people: int, have_it: int) -> str:
    """What the button will do, in one sentence."""
    if not people:
        return str(_("This reaches nobody now."))
    if not have_it:
        return str(_("This reaches %(people)s.", people=people_count(people)))
    if people == have_it:
        return str(_("Everybody whom this reaches has it already."))
    words: str = ngettext(
        "%(num)s of %(people)s gets it.", "%(num)s of %(people)s get it.", people - have_it, people=people_count(people)
    )
    return words


def _remarks(have_it: int, passed_it: int) -> Iterator[str]:
    """What to know of those who are no strangers to the module."""
    if have_it:
        yield ngettext(
            "%(num)s person has this module to do already and goes on with that.",
            "%(num)s people have this module to do already and go on with that.",
            have_it,
        )
    if passed_it:
        yield ngettext(
            "%(num)s person has passed this module before and does it once more.",
            "%(num)s people have passed this module before and do it once more.",
            passed_it,
        )


def _store_line(store: StoreReached) -> StoreLine:
    more = (
        ngettext("%(num)s has it already", "%(num)s have it already", store.have_it) if store.have_it else "",
        ngettext("%(num)s passed it before", "%(num)s passed it before", store.passed_it) if store.passed_it else "",
    )
    return StoreLine(store.name, people_count(store.people), BETWEEN.join(filter(None, more)))


def _name_line(person: PersonReached) -> NameLine:
    more = _("has it already") if person.has_it else _("passed it before") if person.passed_it else ""
    return NameLine(person.name, BETWEEN.join(filter(None, (person.store, more))))


def _more_stores(stores: Sequence[StoreReached]) -> str | None:
    rest = stores[MOST_STORES:]
    if not rest:
        return None
    words: str = ngettext(
        "and %(num)s more store with %(people)s",
        "and %(num)s more stores with %(people)s",
        len(rest),
        people=people_count(sum(store.people for store in rest)),
    )
    return words


def _button(new: int) -> str:
    if not new:
        return str(_("Assign it all the same"))
    words: str = ngettext("Assign it to %(num)s person", "Assign it to %(num)s people", new)
    return words
