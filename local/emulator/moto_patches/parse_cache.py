"""A state machine text is parsed once, when it is first executed.

Reason: moto parses it when the machine is created and anew for every execution, 0.2 s of CPU for our machine, which
would be a fifth of a start. A text that is wrong fails its first execution. The parsed program holds no state of a run
(checked by reading moto 5.2.5: only distributed Maps keep a record on a component, and we have none).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.models import StepFunctionsParserBackend

from local.emulator.moto_patches.hooks import Hooks


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """Remembers the last few texts."""
    parse = functools.lru_cache(maxsize=8)(AmazonStateLanguageParser.parse)
    yield AmazonStateLanguageParser, "parse", staticmethod(parse)
    yield StepFunctionsParserBackend, "_validate_definition", staticmethod(lambda definition: None)
