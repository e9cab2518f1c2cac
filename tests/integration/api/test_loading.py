"""What the API's function loads before its first request."""

from __future__ import annotations

import subprocess
import sys

VENDORS = ("openai", "replicate", "httpx", "httpx2")


def test_no_vendor_s_library_is_loaded_with_the_api() -> None:
    program = f"import sys, functions.api.handler; print([name for name in {VENDORS} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    assert said.stdout.strip() == "[]"
