"""`python find_scenes.py VIDEO`: the seconds at which PySceneDetect sees another picture begin, as JSON.

Runs in an environment of its own: PySceneDetect wants OpenCV, which nothing of ours needs.
"""

from __future__ import annotations

import json
import sys

from scenedetect import ContentDetector, detect

THRESHOLD = 12
"""Of its content detector, whose usual 27 misses cuts between drawings in one palette."""

if __name__ == "__main__":
    found = detect(sys.argv[1], ContentDetector(threshold=THRESHOLD))
    print(json.dumps([start.seconds for start, _ in found[1:]]))
