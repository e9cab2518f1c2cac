"""The border of every live adapter: whatever goes wrong behind it leaves as a ProviderError.

An adapter is a subclass of `VendorAdapter`. The methods of the provider protocols are wrapped when the class is made,
so an adapter cannot forget it: an exception that is no ProviderError (a body on which an SDK chokes, a field of an
unexpected type) becomes UnknownOutcome where an order may have been taken, and ProviderUnavailable where nothing was
ordered.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import wraps
from threading import RLock
from typing import Any

from omnigen.errors import ProviderError, ProviderUnavailable, UnknownOutcome
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
    logger.error("vendor_answer_unreadable", extra={"method": method, "error": type(error).__name__}, exc_info=error)
    kind = UnknownOutcome if method in ORDERING_METHODS else ProviderUnavailable
    return kind(f"The vendor answered {method!r} with something that cannot be read ({type(error).__name__})")
