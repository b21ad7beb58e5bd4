"""The words a scenario may use for people, places and trades.

Each is drawn from parts by the templates under `portraits/`, so that a new scenario needs no drawing.
More may be added; those that stand here stay, since published scenarios name them
(the page on scenarios and their format, "Vocabularies").
"""

HAIR: tuple[str, ...] = (
    "short-dark",
    "short-grey",
    "short-red",
    "long-dark",
    "long-blond",
    "curly-black",
    "bun-grey",
    "bald",
    "headscarf",
)
SKINS: range = range(1, 7)
TOPS: tuple[str, ...] = ("blue", "green", "orange", "red", "grey", "white")
AGES: tuple[str, ...] = ("young", "adult", "old")
COMPANIONS: tuple[str, ...] = ("child", "baby", "dog", "friend")
PLACES: tuple[str, ...] = (
    "supermarket",
    "taqueria",
    "bakery",
    "cafe",
    "clothes-shop",
    "shoe-shop",
    "hardware-shop",
    "pharmacy",
    "hotel-desk",
    "phone-line",
    "delivery-door",
    "drive-through",
)
TRADES: tuple[str, ...] = ("food-service", "grocery", "retail", "hospitality", "services")
