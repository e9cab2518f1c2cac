"""The routes that serve the API's description: the OpenAPI 3.1 document, and an HTML page made from it."""

from __future__ import annotations

import json
from functools import lru_cache
from html import escape
from typing import Any, cast

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response

from functions.api.openapi_document import DESCRIPTION, document
from functions.api.routes.router import Routes

router = Routes()

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "h2{border-bottom:1px solid #ccc;text-transform:capitalize}code{background:#f2f2f2;padding:.1em .3em}"
    "pre{background:#f2f2f2;padding:1rem;overflow:auto}summary{cursor:pointer;margin:.3rem 0}"
)


@router.get("/openapi.json", include_in_schema=False)
def openapi() -> Response[str]:
    """The OpenAPI document as JSON."""
    return Response(200, "application/vnd.oai.openapi+json;version=3.1", json.dumps(_document(_resolver())))


@router.get("/docs", include_in_schema=False)
def docs() -> Response[str]:
    """The HTML page."""
    return Response(200, "text/html; charset=utf-8", page(_document(_resolver())))


def page(described: dict[str, Any]) -> str:
    """The document as an HTML page without scripts: operations grouped by tag, then the schemas."""
    parts = [f"<!doctype html><html lang=en><meta charset=utf-8><title>{described['info']['title']} API</title>"]
    parts.append(f"<style>{_STYLE}</style><h1>{described['info']['title']} API</h1><p>{escape(DESCRIPTION)}</p>")
    parts.append(f"<p>All paths begin with <code>{described['servers'][0]['url']}</code>; the whole document: ")
    parts.append("<a href=openapi.json>openapi.json</a>.</p>")
    by_tag: dict[str, list[str]] = {}
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            by_tag.setdefault(operation["tags"][0], []).append(_operation(method, path, operation))
    for tag, entries in by_tag.items():
        parts.append(f"<h2>{escape(tag)}</h2>{''.join(entries)}")
    parts.append("<h2>Schemas</h2>")
    for name, schema in sorted(described["components"]["schemas"].items()):
        text = escape(json.dumps(schema, indent=1, ensure_ascii=False))
        parts.append(f"<details id={escape(name)}><summary>{escape(name)}</summary><pre>{text}</pre></details>")
    return "".join(parts)


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    names = [parameter["name"] for parameter in operation.get("parameters", [])]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    asks = [*names, *([_name(body)] if body else [])]
    told = f"<p>{escape(operation.get('description', ''))}</p><p>Takes: {', '.join(asks) or 'nothing'}.</p>"
    heading = f"<code>{method.upper()} {escape(path)}</code> {escape(operation.get('summary', ''))}"
    return f"<details><summary>{heading}</summary>{told}</details>"


def _name(schema: dict[str, Any]) -> str:
    name = escape(str(schema.get("$ref", "a body")).rpartition("/")[2])
    return f"<a href=#{name}>{name}</a>" if "$ref" in schema else name


def _resolver() -> APIGatewayHttpResolver:
    return cast("APIGatewayHttpResolver", router.api_resolver)


@lru_cache(maxsize=1)
def _document(app: APIGatewayHttpResolver) -> dict[str, Any]:
    return document(app)
