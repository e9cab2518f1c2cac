"""The border of every live adapter: whatever goes wrong behind it leaves as a ProviderError.

An adapter is a subclass of `VendorAdapter`. The methods of the provider protocols are wrapped when the class is made,
so an adapter cannot forget it: an exception that is no ProviderError becomes UnknownOutcome where an order may have
been taken, and ProviderUnavailable where nothing was ordered.

Odd answers do not come here: the accounts catch what the vendors' libraries raise, and answers are read by models of
this program. So an exception here is a fault of the program. It is logged as `adapter_defect` with its traceback,
counted in the metric `ProviderErrors` with `error=BadInput`, whose alarm calls a developer, and fails every test in
which it happens.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import wraps
from threading import RLock
from typing import Any

from omnigen import metrics
from omnigen.errors import BadInput, ProviderError, ProviderUnavailable, UnknownOutcome
from omnigen.providers.protocols import PredictionOutput

logger = logging.getLogger(__name__)

SDK_IMPORT_LOCK = RLock()
"""Held while a vendor's library is imported: two threads that import httpx for different vendors at the same moment
would see a half-loaded module."""

ORDERING_METHODS = frozenset({"write", "draw", "speak", "describe", "start", "find_existing"})
"""After an unreadable answer to these nobody knows whether an order stands."""

FREE_METHODS = frozenset({"poll", "cancel", "judge"})


class VendorAdapter:
    """Base of the adapters; wraps the protocol methods of every subclass."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name in (ORDERING_METHODS | FREE_METHODS) & vars(cls).keys():
            setattr(cls, name, _with_typed_errors(vars(cls)[name]))


def _with_typed_errors(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            result = method(self, *args, **kwargs)
        except ProviderError:
            raise
        except Exception as error:
            raise _typed(error, method.__name__) from error
        if isinstance(result, PredictionOutput):
            return replace(result, content=_guarded_chunks(result))
        return result

    return call


def _guarded_chunks(output: PredictionOutput) -> Iterator[bytes]:
    try:
        yield from output.content
    except ProviderError:
        raise
    except Exception as error:
        raise _typed(error, "poll") from error


def _typed(error: Exception, method: str) -> ProviderError:
    name = type(error).__name__
    logger.error("adapter_defect", extra={"method": method, "error": name}, exc_info=error)
    metrics.record_provider_error(os.environ.get("OMNIGEN_ENV", "local"), BadInput.__name__)
    kind = UnknownOutcome if method in ORDERING_METHODS else ProviderUnavailable
    return kind(f"A fault of this program ({name} in {method!r}), not of the vendor; its log has the traceback")
