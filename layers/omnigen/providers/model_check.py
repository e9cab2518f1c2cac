"""The daily check of the models in use: by our own dates, and by asking their vendors. Nothing is ordered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import Any, Literal, get_args

from omnigen.errors import ModelGone, ProviderError
from omnigen.providers import openai, replicate
from omnigen.providers.model_registry import Model, ModelFinding, Vendor, models_for
from omnigen.settings import Capability, Settings

Key = Callable[[Literal["openai", "replicate"]], str]
Kind = Literal["retired", "ending", "at_risk", "changed", "unpriced", "unchecked"]
_AT_ONCE = 4
"""A vendor may take 20 or 30 s for each model; whoever checks has not so much time for all of them in turn."""

Ask = Callable[["Model", date], "Iterator[ModelFinding]"]


def check_models(settings: Settings, key: Key, today: date) -> list[ModelFinding]:
    """What is wrong, or will be, with the models that these settings use; empty when all is well."""
    used = {model.id: model for capability in get_args(Capability) for model in models_for(capability, settings)}
    models = [model for model in used.values() if model.vendor != "offline"]
    ask = _asking(settings, key)

    def about(model: Model) -> list[ModelFinding]:
        return [*_by_our_books(model, today), *_by_vendor(model, ask, today)]

    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="check") as pool:
        return [finding for findings in pool.map(about, models) for finding in findings]


def _by_our_books(model: Model, today: date) -> Iterator[ModelFinding]:
    instead = f"; use {model.successor}" if model.successor else ""
    state = model.state(today)
    if state == "retired":
        yield _found(model, "retired", f"ended on {model.retires_on}{instead}")
    elif state == "ending":
        yield _found(model, "ending", f"ends on {model.retires_on}{instead}")
    elif state == "at_risk":
        yield _found(model, "at_risk", f"may end: {model.at_risk}{instead}")
    if model.price is None:
        yield _found(model, "unpriced", "has no known price, so nothing can be bought from it")


def _by_vendor(model: Model, ask: Mapping[Vendor, Ask], today: date) -> Iterator[ModelFinding]:
    try:
        yield from ask[model.vendor](model, today)
    except ModelGone:
        yield _found(model, "retired", f"is gone: {model.vendor} does not know it any more")
    except ProviderError as error:
        yield _found(model, "unchecked", f"could not be asked for: {error}")


def _asking(settings: Settings, key: Key) -> Mapping[Vendor, Ask]:
    at_openai = openai.OpenAIAccount(partial(key, "openai"), settings.openai_base_url)
    at_replicate = replicate.ReplicateAccount(partial(key, "replicate"), settings.replicate_base_url)
    return {"openai": partial(_ask_openai, at_openai), "replicate": partial(_ask_replicate, at_replicate)}


def _ask_openai(account: openai.OpenAIAccount, model: Model, today: date) -> Iterator[ModelFinding]:
    told = account.ask(model.id, lambda client: client.models.retrieve(model.id), seconds=20.0)
    announced = getattr(told, "shutdown_date", None)
    ends = date.fromisoformat(announced) if isinstance(announced, str) else announced
    if ends and ends != model.retires_on:
        kind: Kind = "retired" if ends <= today else "ending"
        yield _found(model, kind, f"ends on {ends} by its vendor, {model.retires_on or 'never'} by our books")


def _ask_replicate(account: replicate.ReplicateAccount, model: Model, today: date) -> Iterator[ModelFinding]:  # noqa: ARG001
    told = account.ask("GET", f"/v1/models/{model.id}", about=model.id)
    known = _fields(told)
    lost = sorted({*model.inputs.values(), *model.options} - known) if known else []
    if lost:
        yield _found(model, "changed", f"does not take {', '.join(lost)} any more; change providers/models")


def _fields(told: Any) -> set[str]:
    """The names of a model's input fields; empty where Replicate does not tell them."""
    found = told
    for name in ("latest_version", "openapi_schema", "components", "schemas", "Input", "properties"):
        found = found.get(name) if isinstance(found, Mapping) else None
    return set(found) if isinstance(found, Mapping) else set()


def _found(model: Model, kind: Kind, words: str) -> ModelFinding:
    return ModelFinding(model=model.id, kind=kind, message=f"{model.id} {words}")
