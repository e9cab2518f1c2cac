"""Text without characters that are neither seen nor spoken: applied once, to every text field of a request."""

from __future__ import annotations

import re

_TERMINAL_SEQUENCES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])?")
"""ECMA-48 control sequences, such as colours, and operating system commands, such as writing to the clipboard."""

_LINE_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x9f]")
_INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphen, zero-width space, word joiner, byte order mark. The joiners U+200C and U+200D stay: Persian is written
with the one, and emoji are composed with the other."""

_DIRECTION_OVERRIDES = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
"""Embeddings and overrides show text in another order than it is stored in (CVE-2021-42574)."""


def clean(text: str) -> str:
    """The text with line breaks as `\\n` and without controls and invisible characters. NUL is left for an error."""
    text = _LINE_BREAKS.sub("\n", _TERMINAL_SEQUENCES.sub("", text))
    text = _INVISIBLE.sub("", _DIRECTION_OVERRIDES.sub("", text))
    return _CONTROLS.sub(" ", text)
