"""The picture's words: place, light, people and face, and the two chips over it."""

import re
from collections.abc import Mapping

from flask_babel import gettext as _

from training_app.content.version import Content
from training_app.domain.scenario import Mood
from training_app.web.play.pages import Stage

CLOCK = re.compile(r"\b([01]?\d|2[0-3])[:.](\d\d)\b")
NAME_FACT = "name"


def stage_of(
    content: Content, texts: Mapping[str, str], *, mood: Mood, knows_name: bool, is_ending: bool = False
) -> Stage:
    """The picture with this face; the customer's name stands in the chip once it is known.

    At an ending the chip names the place alone: by then the clock has moved on.
    """
    place = content.place
    where = place_names()[place]
    return Stage(
        place=place,
        light=light_of(content),
        portrait=content.portrait,
        companions=content.companions,
        mood=mood.value,
        where_and_when=where if is_ending else f"{where} · {texts['when']}",
        who=customer_name(texts, knows_name=knows_name),
    )


def customer_name(texts: Mapping[str, str], *, knows_name: bool) -> str:
    """What the customer is called: as they are seen, until the fact `name` is learned."""
    seen_as = texts.get("customer.seen_as")
    return seen_as if seen_as and not knows_name else texts["customer.name"]


def light_of(content: Content) -> str:
    """The light of the place at the hour that the scenario's own `when` names; day when it names none."""
    clock = CLOCK.search(content.texts[content.language]["when"])
    hour = int(clock.group(1)) if clock else 12
    if 5 <= hour < 8:
        return "dawn"
    if 8 <= hour < 17:
        return "day"
    return "dusk" if 17 <= hour < 21 else "night"


def place_names() -> dict[str, str]:
    """The places of the vocabulary in the page's language."""
    return {
        "supermarket": _("Supermarket"),
        "taqueria": _("Taqueria"),
        "bakery": _("Bakery"),
        "cafe": _("Café"),
        "clothes-shop": _("Clothes shop"),
        "shoe-shop": _("Shoe shop"),
        "hardware-shop": _("Hardware shop"),
        "pharmacy": _("Pharmacy"),
        "hotel-desk": _("Hotel desk"),
        "phone-line": _("On the phone"),
        "delivery-door": _("At the door"),
        "drive-through": _("Drive-through"),
    }
