"""Examples of requests in the OpenAPI document; a test sends each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

AN_UPLOAD = "users/ada/uploads/01M7YQNG5N91ZWTV4P7J6JG8BY.png"
"""The uploaded file that the examples name."""

AN_ASSET = "ast_01M7YQNG5N91ZWTV4P7J6JG8BY"
"""The clip that the examples name."""

A_JOB = "job_01M7YQNG5N91ZWTV4P7J6JG8BY"
"""The job whose scenes the examples name."""

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
    ("post", "/assets"): {
        "a logo": {"kind": "logo", "upload": AN_UPLOAD, "file_name": "logo.png", "licence": "our own trade mark"}
    },
    ("post", "/voices/samples"): {"the default voice in German": {"voice": "narrator", "language": "de"}},
    ("post", "/webhooks/secret/rotate"): {"both secrets sign for two days": {"overlap_hours": 48}},
    ("post", "/jobs/{job_id}/regenerate"): {
        "what it would cost": {"scenes": [f"{A_JOB}-s02"], "reason": "darker", "dry_run": True},
        "do it": {"scenes": [f"{A_JOB}-s02"], "reason": "darker"},
        "only what edits have made stale": {},
    },
    ("put", "/scripts/{script_id}"): {
        "a draft's text": {"text": _OWN_TEXT},
        "a written script": {
            "title": "Morning",
            "segments": [{"text": "Morning starts quietly.", "duration": 3}, {"text": "Take it along.", "duration": 3}],
        },
    },
    ("post", "/scripts/{script_id}/reject"): {"with a reason": {"reason": "shorter sentences"}},
    ("put", "/scenes/{scene_id}"): {
        "what is seen": {"visual_prompt": "A red bottle on a rock by the sea"},
        "what is said, and for how long": {"text": "Take it along.", "duration": 2.5},
    },
    ("put", "/scenes/{scene_id}/picture"): {
        "a clip, from its third second on, with its sound": {
            "asset": AN_ASSET,
            "start_seconds": 2,
            "keep_sound": True,
        },
        "a still": {"asset": AN_ASSET},
    },
    ("post", "/scenes/{scene_id}/reject"): {"with a reason": {"reason": "show the lid"}},
    ("post", "/images/{image_id}/reject"): {"with a reason": {"reason": "warmer light"}},
}
