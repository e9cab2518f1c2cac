"""Examples of requests in the OpenAPI document; a test sends each of them."""

from __future__ import annotations

import json
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

_BRAND = {
    "name": "Aqua",
    "palette": {"primary": "#0B3C49", "accent": "#F4D35E"},
    "tagline": "Made for mornings",
    "call_to_action": "Refill today",
    "display_url": "aqua.example",
    "legal_line": "Aqua Ltd, Harbour Road 4, Cork.",
    "tone": {"do": ["calm", "short sentences"], "avoid": ["exclamation marks"]},
    "must_say": ["made to be refilled"],
    "never_say": ["cheap"],
}
_LABEL = {
    "market": "US",
    "ad_type": "product_claim",
    "brand": "Veloria",
    "generic": "samplezumab",
    "indications": ["Veloria is indicated for adults with moderate plaque psoriasis."],
    "key_risk_terms": ["serious liver injury", "headache"],
    "major_statement": "Veloria can cause serious liver injury. The most common side effect is headache.",
    "provision": {
        "phone": "1-800-555-0123",
        "url": "https://veloria.example",
        "print_reference": "our ad in Health Monthly",
        "ask_your_doctor": "Ask your doctor",
    },
    "claims": [
        {
            "id": "use",
            "text": "Veloria treats adults with moderate plaque psoriasis.",
            "section": "1 Indications and usage",
            "evidence": ["label-1"],
        }
    ],
}
"""Of a medicine that does not exist."""

EXAMPLES: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("post", "/keys"): {
        "for a program that makes videos": {
            "name": "nightly campaign",
            "scopes": ["read", "create", "spend"],
            "spend_usd_per_day": "20",
        }
    },
    ("put", "/admin/limits"): {"a lower limit of the day": {"rev": 0, "deployment": {"day_usd": "200"}}},
    ("put", "/admin/pause"): {"nobody spends": {"paused": True, "reason": "The vendor's prices are wrong"}},
    ("put", "/admin/users/{user_id}/limits"): {"a limit of their own": {"day_usd": "50"}},
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
        "an ad for a medicine, by its label": {
            "prompt": "Veloria",
            "mode": "pharma",
            "duration": 60,
            "pictures": "stills",
            "label": _LABEL,
        },
    },
    ("post", "/generate/script"): {
        "script and storyboard": {"product": _PRODUCT, "mode": "functional_intro", "duration": 30}
    },
    ("post", "/estimate"): {"thirty seconds of clips": {"product": _PRODUCT, "duration": 30}},
    ("post", "/scripts"): {"your own words": {"script_text": _OWN_TEXT, "duration": 15}},
    ("post", "/labels"): {"a label as JSON": {"files": [json.dumps(_LABEL)]}},
    ("post", "/videos/{video_id}/waivers"): {
        "a named person accepts a finding": {
            "rule_id": "PH-041",
            "person": "Ada Lovelace",
            "reason": "The camera moves as slowly as in the rest",
        }
    },
    ("post", "/videos/{video_id}/approvals"): {
        "a named person approves the file": {"role": "medical", "person": "Grace Hopper"}
    },
    ("post", "/projects"): {"a product": {"product": _PRODUCT, "mode": "creative_ad"}},
    ("put", "/projects/{project_id}"): {"another description": {"product": _PRODUCT, "rev": 1}},
    ("post", "/brands"): {"colours, words and an end card": _BRAND},
    ("put", "/brands/{brand_id}"): {"another tagline": _BRAND | {"tagline": "Cold all day", "rev": 1}},
    ("put", "/jobs/{job_id}/drawn"): {
        "what it would cost": {"title": "Morning", "dry_run": True},
        "another call to action, softer music": {"call_to_action": "Find yours", "music_volume_db": -4},
    },
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
    ("post", "/scenes/{scene_id}/estimate"): {
        "another picture": {"visual_prompt": "A red bottle on a rock by the sea"},
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
