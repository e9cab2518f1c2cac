"""The daily check of the models in use, by the dates in the registry and by asking their vendors; orders nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
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


@dataclass(frozen=True, kw_only=True)
class VendorReport:
    """What a vendor says of a model: whether it is gone, when it ends, and the fields that it takes.

    `ends_on` is the vendor's own text, empty where it announces no end. `fields` are JSON schemas by name with named
    ones resolved; empty where the vendor does not tell them.
    """

    gone: bool = False
    ends_on: str = ""
    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def end(self) -> date | None:
        """The announced end; None where there is none, or none that can be read."""
        try:
            return date.fromisoformat(self.ends_on)
        except ValueError:
            return None

    def allowed(self, name: str) -> Sequence[object]:
        """The values that a field may take; empty where the schema does not limit them."""
        told = self.fields.get(name, {}).get("enum")
        return list(told) if isinstance(told, list) else []


Ask = Callable[["Model"], VendorReport]


@dataclass(frozen=True, kw_only=True)
class CheckedModel:
    """A model, what its vendor says of it (None when it could not be asked), and what is found."""

    model: Model
    report: VendorReport | None
    findings: tuple[ModelFinding, ...]


def check_models(settings: Settings, key: Key, today: date) -> list[ModelFinding]:
    """What is wrong, or will be, with the models that these settings use; empty when all is well."""
    return [finding for checked in ask_about_models(settings, key, today) for finding in checked.findings]


def ask_about_models(settings: Settings, key: Key, today: date) -> list[CheckedModel]:
    """Each model that these settings use, with what its vendor says of it now."""
    used = {model.id: model for capability in get_args(Capability) for model in models_for(capability, settings)}
    models = [model for model in used.values() if model.vendor != "offline"]
    ask = _asking(settings, key)

    def about(model: Model) -> CheckedModel:
        report, trouble = _asked(model, ask)
        told = _by_vendor(model, report, today) if report else ()
        return CheckedModel(model=model, report=report, findings=(*_by_registry(model, today), *told, *trouble))

    with ThreadPoolExecutor(_PARALLEL_REQUESTS, thread_name_prefix="check") as pool:
        return list(pool.map(about, models))


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


def _asked(model: Model, ask: Mapping[Vendor, Ask]) -> tuple[VendorReport | None, Sequence[ModelFinding]]:
    """What the vendor says, or why that is not known."""
    try:
        return ask[model.vendor](model), ()
    except ModelGone as error:
        return VendorReport(gone=True), [
            _found(model, "retired", f"is gone: {model.vendor} does not know it any more ({error})")
        ]
    except ProviderError as error:
        return None, [_found(model, "unchecked", f"could not be asked for: {error}")]
    except Exception as error:  # one odd answer must not hide what was found about the other models
        logger.exception("model_check_failed", extra={"model": model.id})
        odd = f"could not be checked: its vendor's answer is unreadable ({type(error).__name__})"
        return None, [_found(model, "unchecked", odd)]


def _by_vendor(model: Model, report: VendorReport, today: date) -> Iterator[ModelFinding]:
    if report.ends_on and report.end is None:
        yield _found(model, "unchecked", f"has an end date that cannot be read: {report.ends_on[:40]!r}")
    elif report.end and report.end != model.retires_on:
        kind: Kind = "retired" if report.end <= today else "ending"
        yield _found(model, kind, f"ends on {report.end} by its vendor, {model.retires_on or 'never'} by the registry")
    if not report.fields:
        return
    lost = sorted({*model.inputs.values(), *model.options} - set(report.fields))
    if lost:
        yield _found(model, "changed", f"does not take {', '.join(lost)} any more; change providers/models")
    for name, value in _values_sent(model):
        allowed = report.allowed(name)
        if allowed and value not in allowed:
            yield _found(model, "changed", f"does not take {name}={value!r}, only {', '.join(map(str, allowed))}")


def _asking(settings: Settings, key: Key) -> Mapping[Vendor, Ask]:
    at_openai = openai.OpenAIAccount(partial(key, "openai"), settings.openai_base_url)
    at_replicate = replicate.ReplicateAccount(partial(key, "replicate"), settings.replicate_base_url)
    return {"openai": partial(_ask_openai, at_openai), "replicate": partial(_ask_replicate, at_replicate)}


def _ask_openai(account: openai.OpenAIAccount, model: Model) -> VendorReport:
    told = account.request(model.id, lambda client: client.models.retrieve(model.id), seconds=20.0, ordering=False)
    return VendorReport(ends_on=str(getattr(told, "shutdown_date", None) or ""))


def _ask_replicate(account: replicate.ReplicateAccount, model: Model) -> VendorReport:
    told = account.request("GET", f"/v1/models/{model.id}", about=model.id)
    schemas = _schemas(told)
    fields = _mapping(_mapping(schemas.get("Input")).get("properties"))
    return VendorReport(fields={name: _resolved(_mapping(schema), schemas) for name, schema in fields.items()})


def _values_sent(model: Model) -> Iterator[tuple[str, object]]:
    """Field and value of everything that is sent with a fixed choice: options, ratios, resolutions, lengths."""
    yield from model.options.items()
    for ours, values in (("aspect_ratio", model.ratios), ("resolution", model.resolutions)):
        if ours in model.inputs:
            yield from ((model.inputs[ours], value) for value in sorted(set(values.values())))
    if "seconds" in model.inputs:
        yield from ((model.inputs["seconds"], int(seconds)) for seconds in model.durations_seconds)


def _resolved(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    """A field's schema together with the named ones that it refers to."""
    refs = [_mapping(part).get("$ref", "") for part in schema.get("allOf", ())]
    named = [_mapping(schemas.get(str(ref).rpartition("/")[2])) for ref in refs]
    return {name: value for part in (*named, schema) for name, value in part.items()}


def _schemas(told: Any) -> Mapping[str, Any]:
    """The schemas of a model's latest version; empty where Replicate does not tell them."""
    for name in ("latest_version", "openapi_schema", "components", "schemas"):
        told = _mapping(told).get(name)
    return _mapping(told)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _found(model: Model, kind: Kind, words: str) -> ModelFinding:
    return ModelFinding(model=model.id, kind=kind, message=f"{model.id} {words}")
