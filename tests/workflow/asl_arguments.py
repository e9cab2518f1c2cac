"""What a state gives to a service, held against the service's own model, as botocore ships it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import botocore.session


def argument_complaints(name: str, service: str, operation: str, given: object) -> Iterator[str]:
    """Arguments that the service does not know, lacks, or does not take; Step Functions capitalises their names."""
    model = botocore.session.get_session().get_service_model(service).operation_model(operation)
    yield from _about(f"{name}: {operation}", given, model.input_shape)


def _about(where: str, given: Any, shape: Any) -> Iterator[str]:
    """`.$` marks a path whose value is not known here; what a Lambda is given is no structure of the service's."""
    if shape.type_name == "structure" and isinstance(given, Mapping):
        yield from _about_structure(where, given, shape)
    elif shape.type_name == "list" and isinstance(given, list):
        for value in given:
            yield from _about(where, value, shape.member)
    elif getattr(shape, "enum", None) and given not in shape.enum:
        yield f"{where}: {given} is none of {shape.enum}"


def _about_structure(where: str, given: Mapping[str, Any], shape: Any) -> Iterator[str]:
    members = {_capital(member): inner for member, inner in shape.members.items()}
    names = {argument.removesuffix(".$"): argument for argument in given}
    yield from (f"{where} has no argument {name}" for name in names if name not in members)
    yield from (f"{where} lacks {name}" for name in map(_capital, shape.required_members) if name not in names)
    for name, argument in names.items():
        if name in members and name == argument:
            yield from _about(where, given[argument], members[name])


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]
