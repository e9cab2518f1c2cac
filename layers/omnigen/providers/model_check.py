"""The daily check of the models in use, by the dates in the registry and by asking their vendors; orders nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import Any, Literal, get_args

from omnigen.errors import ModelGone, ProviderError
from omnigen.providers import openai, replicate
from omnigen.providers.model_registry import Model, ModelFinding, Vendor, models_for
from omnigen.settings import Capability, Settings

Key = Callable[[Literal["openai", "replicate"]], str]
logger = logging.getLogger(__name__)

Kind = Literal["retired", "ending", "at_risk", "changed", "unpriced", "unchecked"]
_PARALLEL_REQUESTS = 4
"""A vendor may take 20 or 30 s for each model, and the caller has a minute for all of them."""

Ask = Callable[["Model", date], "Iterator[ModelFinding]"]


def check_models(settings: Settings, key: Key, today: date) -> list[ModelFinding]:
    """What is wrong, or will be, with the models that these settings use; empty when all is well."""
    used = {model.id: model for capability in get_args(Capability) for model in models_for(capability, settings)}
    models = [model for model in used.values() if model.vendor != "offline"]
    ask = _asking(settings, key)

    def about(model: Model) -> list[ModelFinding]:
        return [*_by_registry(model, today), *_by_vendor(model, ask, today)]

    with ThreadPoolExecutor(_PARALLEL_REQUESTS, thread_name_prefix="check") as pool:
        return [finding for findings in pool.map(about, models) for finding in findings]


def _by_registry(model: Model, today: date) -> Iterator[ModelFinding]:
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
    except ModelGone as error:
        yield _found(model, "retired", f"is gone: {model.vendor} does not know it any more ({error})")
    except ProviderError as error:
        yield _found(model, "unchecked", f"could not be asked for: {error}")
    except Exception as error:  # one odd answer must not hide what was found about the other models
        logger.exception("model_check_failed", extra={"model": model.id})
        yield _found(
            model, "unchecked", f"could not be checked: its vendor's answer is unreadable ({type(error).__name__})"
        )


def _asking(settings: Settings, key: Key) -> Mapping[Vendor, Ask]:
    at_openai = openai.OpenAIAccount(partial(key, "openai"), settings.openai_base_url)
    at_replicate = replicate.ReplicateAccount(partial(key, "replicate"), settings.replicate_base_url)
    return {"openai": partial(_ask_openai, at_openai), "replicate": partial(_ask_replicate, at_replicate)}


def _ask_openai(account: openai.OpenAIAccount, model: Model, today: date) -> Iterator[ModelFinding]:
    told = account.request(model.id, lambda client: client.models.retrieve(model.id), seconds=20.0, ordering=False)
    announced = getattr(told, "shutdown_date", None)
    if not announced:
        return
    try:
        ends = date.fromisoformat(str(announced))
    except ValueError:
        yield _found(model, "unchecked", f"has an end date that cannot be read: {str(announced)[:40]!r}")
        return
    if ends != model.retires_on:
        kind: Kind = "retired" if ends <= today else "ending"
        yield _found(model, kind, f"ends on {ends} by its vendor, {model.retires_on or 'never'} by the registry")


def _ask_replicate(account: replicate.ReplicateAccount, model: Model, today: date) -> Iterator[ModelFinding]:  # noqa: ARG001
    told = account.request("GET", f"/v1/models/{model.id}", about=model.id)
    schemas = _schemas(told)
    fields = _mapping(_mapping(schemas.get("Input")).get("properties"))
    if not fields:
        return
    lost = sorted({*model.inputs.values(), *model.options} - set(fields))
    if lost:
        yield _found(model, "changed", f"does not take {', '.join(lost)} any more; change providers/models")
    for name, value in _values_sent(model):
        allowed = _allowed(_mapping(fields.get(name)), schemas)
        if allowed and value not in allowed:
            yield _found(model, "changed", f"does not take {name}={value!r}, only {', '.join(map(str, allowed))}")


def _values_sent(model: Model) -> Iterator[tuple[str, object]]:
    """Field and value of everything that is sent with a fixed choice: options, aspect ratios, resolutions."""
    yield from model.options.items()
    for ours, values in (("aspect_ratio", model.ratios), ("resolution", model.resolutions)):
        if ours in model.inputs:
            yield from ((model.inputs[ours], value) for value in sorted(set(values.values())))


def _allowed(field: Mapping[str, Any], schemas: Mapping[str, Any]) -> Sequence[object]:
    """The values that a field may take; empty where the schema does not limit them."""
    refs = [_mapping(part).get("$ref", "") for part in field.get("allOf", ())]
    named = [_mapping(schemas.get(str(ref).rpartition("/")[2])) for ref in refs]
    return next((list(part["enum"]) for part in (field, *named) if isinstance(part.get("enum"), list)), ())


def _schemas(told: Any) -> Mapping[str, Any]:
    """The schemas of a model's latest version; empty where Replicate does not tell them."""
    for name in ("latest_version", "openapi_schema", "components", "schemas"):
        told = _mapping(told).get(name)
    return _mapping(told)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _found(model: Model, kind: Kind, words: str) -> ModelFinding:
    return ModelFinding(model=model.id, kind=kind, message=f"{model.id} {words}")
