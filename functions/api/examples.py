"""Examples of requests, shown in the API's description; a test sends each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_PRODUCT = {
    "name": "Aqua One",
    "description": "A steel bottle that keeps drinks cold for a day",
    "selling_points": ["no plastic", "fits every cup holder"],
    "target_audience": "people who commute",
}
_OWN_TEXT = "Morning starts quietly. One bottle, filled at home, stays cold until the evening. Take it along."

EXAMPLES: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("post", "/generate"): {
        "one-shot": {"prompt": "A calm ad for a reusable water bottle", "duration": 15},
        "from a product, on its side, at most five dollars": {
            "product": _PRODUCT,
            "duration": 30,
            "aspect_ratio": "9:16",
            "max_cost_usd": "5.00",
        },
        "reviewed stills": {
            "prompt": "A warm ad for a bakery",
            "duration": 15,
            "pictures": "stills",
            "review": ["script", "images", "spend"],
        },
    },
    ("post", "/generate/script"): {
        "script and storyboard": {"product": _PRODUCT, "mode": "functional_intro", "duration": 30}
    },
    ("post", "/estimate"): {"thirty seconds of clips": {"product": _PRODUCT, "duration": 30}},
    ("post", "/scripts"): {"your own words": {"script_text": _OWN_TEXT, "duration": 15}},
    ("post", "/projects"): {"a product": {"product": _PRODUCT, "mode": "creative_ad"}},
    ("post", "/uploads"): {"a picture whose style to follow": {"kind": "style_image", "media_type": "image/png"}},
}
