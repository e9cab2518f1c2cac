/** Limits of the API's fields, written by `make openapi` from docs/openapi.json. Do not change this file by hand. */

export const LIMITS = {
  "brand": {
    "call_to_action": {
      "maxLength": 200
    },
    "display_url": {
      "maxLength": 60
    },
    "legal_line": {
      "maxLength": 300
    },
    "must_say": {
      "maxItems": 50
    },
    "name": {
      "maxLength": 200
    },
    "never_say": {
      "maxItems": 50
    },
    "tagline": {
      "maxLength": 200
    },
    "tone.avoid": {
      "maxItems": 50
    },
    "tone.do": {
      "maxItems": 50
    },
    "voice": {
      "maxLength": 200
    }
  },
  "brief": {
    "display_url": {
      "maxLength": 60
    },
    "duration": {
      "maximum": 120,
      "minimum": 6
    },
    "legal_line": {
      "maxLength": 300
    },
    "markets": {
      "maxItems": 2
    },
    "max_cost_usd": {
      "maximum": 1000
    },
    "music.volume_db": {
      "maximum": 6,
      "minimum": -18
    },
    "narration.language": {
      "maxLength": 35
    },
    "narration.voice": {
      "maxLength": 200
    },
    "own_pictures": {
      "maxItems": 24
    },
    "own_pictures.scene": {
      "maximum": 24,
      "minimum": 1
    },
    "own_pictures.start_seconds": {
      "maximum": 120,
      "minimum": 0
    },
    "product.description": {
      "maxLength": 2000
    },
    "product.name": {
      "maxLength": 200
    },
    "product.photos": {
      "maxItems": 10
    },
    "product.photos.shows": {
      "maxItems": 10
    },
    "product.selling_points": {
      "maxItems": 10
    },
    "product.target_audience": {
      "maxLength": 200
    },
    "prompt": {
      "maxLength": 4000
    },
    "review": {
      "maxItems": 4
    },
    "script_text": {
      "maxLength": 8000
    },
    "seed": {
      "minimum": 0
    },
    "style_images": {
      "maxItems": 3
    },
    "title": {
      "maxLength": 200
    },
    "webhook_url": {
      "maxLength": 2000
    }
  },
  "product": {
    "product.description": {
      "maxLength": 2000
    },
    "product.name": {
      "maxLength": 200
    },
    "product.photos": {
      "maxItems": 10
    },
    "product.photos.shows": {
      "maxItems": 10
    },
    "product.selling_points": {
      "maxItems": 10
    },
    "product.target_audience": {
      "maxLength": 200
    },
    "title": {
      "maxLength": 200
    }
  },
  "regeneration": {
    "reason": {
      "maxLength": 500
    },
    "scenes": {
      "maxItems": 24
    }
  },
  "rejection": {
    "reason": {
      "maxLength": 500
    }
  },
  "scene": {
    "action": {
      "maxLength": 300
    },
    "duration": {
      "maximum": 60,
      "minimum": 1,
      "multipleOf": 0.25
    },
    "on_screen_text": {
      "maxLength": 60
    },
    "text": {
      "maxLength": 1000
    },
    "visual_prompt": {
      "maxLength": 2000
    }
  },
  "script": {
    "call_to_action": {
      "maxLength": 200
    },
    "product_name": {
      "maxLength": 200
    },
    "segments": {
      "maxItems": 24
    },
    "segments.duration": {
      "maximum": 60,
      "minimum": 1,
      "multipleOf": 0.25
    },
    "segments.text": {
      "maxLength": 1000
    },
    "text": {
      "maxLength": 8000
    },
    "title": {
      "maxLength": 200
    }
  }
};
