"""What a prompt is about: the thing to draw, what stands beside it, where, and the words for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType

THINGS = MappingProxyType(
    {
        "bottle": "water bottle|bottle|flask|thermos|wine|beer|juice|shampoo|soda",
        "cup": "coffee cup|coffee|cup|mug|espresso|latte|cappuccino|tea|cocoa",
        "shoe": "running shoe|shoe|sneaker|trainer|boot|footwear",
        "phone": "smartphone|phone|mobile|app|cellphone|iphone",
        "laptop": "laptop|computer|notebook computer|software|website|dashboard|saas|screen",
        "watch": "smartwatch|smart watch|wristwatch|watch|fitness tracker",
        "bag": "handbag|backpack|bag|purse|luggage|suitcase|tote",
        "pills": "pill|tablet|capsule|medication|medicine|vitamin|supplement|drug|inhaler|treatment",
        "bowl": "salad|soup|bowl|meal|noodle|ramen|pasta|breakfast|lunch|dinner|cereal|oatmeal|rice",
        "fruit": "fruit|apple|orange|lemon|peach|berry|berries|strawberry|tomato|vegetable",
        "burger": "burger|hamburger|sandwich|fast food",
        "pizza": "pizza",
        "cake": "cake|cupcake|pastry|dessert|muffin|bakery|bread|chocolate",
        "car": "electric car|car|suv|vehicle|automobile|taxi|truck|van",
        "bicycle": "bicycle|bike|e-bike|ebike|cyclist|cycling",
        "plane": "airplane|plane|aircraft|flight|jet",
        "house": "house|home|cottage|cabin|real estate|villa|mortgage",
        "flower": "flower|rose|tulip|bouquet|blossom|daisy|sunflower",
        "plant": "houseplant|potted plant|plant|seedling|herb|leaf",
        "book": "book|novel|magazine|notebook|journal",
        "gift": "gift|present|package|parcel|box|delivery",
        "headphones": "headphone|headset|earbud|earphone|speaker|podcast",
        "camera": "camera|lens|photography|photographer",
        "lamp": "lamp|light bulb|bulb|lantern|candle",
        "cream": "cream|lotion|serum|skincare|moisturizer|cosmetic|perfume|fragrance|jar|soap",
        "glasses": "sunglasses|eyeglasses|glasses|eyewear|goggles",
        "sofa": "sofa|couch|armchair|chair|mattress|furniture",
        "dumbbell": "dumbbell|weights|kettlebell|workout equipment",
        "ball": "ball|football|soccer|basketball|tennis",
        "umbrella": "umbrella|parasol|raincoat",
        "guitar": "guitar|music instrument|violin|ukulele",
        "key": "key|keys|lock|security",
        "coins": "coin|coins|money|savings|bank|credit card|payment|finance|wallet",
    }
)

BEINGS = MappingProxyType(
    {
        "family": "family|families|parents|children playing",
        "people": "people|couple|friend|team|crowd|colleague|guest|group|audience|women|men|adults|children|kids",
        "doctor": "doctor|nurse|physician|pharmacist|scientist|researcher|surgeon|dentist",
        "runner": "runner|jogger|athlete|running woman|running man",
        "woman": "woman|girl|mother|mom|grandmother|lady|actress|waitress|businesswoman|she",
        "man": "man|boy|father|dad|grandfather|gentleman|businessman|he",
        "person": "person|patient|customer|barista|chef|student|teacher|hiker|traveler|traveller|commuter|worker|"
        "farmer|artist|child|adult|someone|baker|swimmer|dancer|presenter|narrator",
        "dog": "dog|puppy|golden retriever|labrador",
        "cat": "cat|kitten",
        "bird": "bird|sparrow|eagle|seagull|parrot|swallow",
        "fish": "fish|salmon|dolphin|whale",
    }
)

PLACES = MappingProxyType(
    {
        "beach": "beach|coast|seaside|shore|tropical|island|palm",
        "city": "city|skyline|downtown|street|skyscraper|urban|buildings|rooftop|town|market",
        "forest": "forest|woods|woodland|trees|tree|jungle|pines|trail",
        "mountain": "mountain|mountains|peak|summit|alps|alpine|cliff|canyon|hiking",
        "road": "road|highway|driving|asphalt|journey|road trip",
        "water": "river|lake|ocean|sea|waterfall|waves|wave|stream|pool|water|spring",
        "meadow": "meadow|field|garden|park|grass|farm|countryside|lawn|hill|hills|vineyard|nature|outdoors|outdoor",
        "sky": "sky|sun|clouds|sunrise|sunset|horizon|moon|stars|space",
        "kitchen": "kitchen|cafe|café|restaurant|countertop|counter|dining",
        "desk": "desk|office|workspace|meeting|workshop|boardroom|classroom|school|library",
        "gym": "gym|fitness|workout|exercise|yoga|training",
        "clinic": "clinic|hospital|pharmacy|laboratory|lab|waiting room|examination room",
        "room": "living room|bedroom|bathroom|apartment|room|hallway|indoor|indoors|interior|window",
        "table": "table|tabletop|wooden surface|marble",
        "studio": "studio|pedestal|podium|plain background|white background|seamless",
    }
)

_KINDS = (THINGS, BEINGS, PLACES)


Mention = tuple[str, int, int]
"""A known word: its name in the vocabulary, where it starts and ends in the prompt."""


@dataclass(frozen=True)
class Topic:
    """What to draw: a subject from the vocabulary (None if no word is known), a companion, and a place."""

    subject: str | None
    companion: str | None
    place: str | None


def read_topic(prompt: str) -> Topic:
    """The topic of a prompt: beings and things before places, the first one named before later ones."""
    found = sorted(_mentions(prompt), key=lambda mention: mention[1])
    actors = [mention for mention in found if mention[0] not in PLACES]
    places = [mention for mention in found if mention[0] in PLACES]
    leading = actors[0] if actors else places[0] if places else None
    others = [name for name, *_ in actors if leading and name != leading[0] and name in THINGS]
    return Topic(
        subject=leading[0] if leading else None,
        companion=others[0] if others else None,
        place=places[0][0] if places else None,
    )


def _mentions(prompt: str) -> list[Mention]:
    """Every known word; of overlapping ones the longest, so that a water bottle is no lake."""
    spans = [(name, match.start(), match.end()) for name, pattern in _PATTERNS for match in pattern.finditer(prompt)]
    longest: list[Mention] = []
    for span in sorted(spans, key=lambda span: (span[1] - span[2], span[1])):
        if all(span[2] <= other[1] or span[1] >= other[2] for other in longest):
            longest.append(span)
    return longest


_PATTERNS = tuple(
    (name, re.compile(rf"\b(?:{words})(?:s|es|'s)?\b", re.IGNORECASE))
    for kind in _KINDS
    for name, words in kind.items()
)
