"""The documentation page, rendered from the OpenAPI document: no script, no other origin."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup, escape

from portal.api.description import SIGNATURE
from portal.api.problems import KINDS
from portal.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def show(request: Request) -> Response:
    document = request.app.openapi()
    base = document["servers"][0]["url"]
    return page(
        request,
        "api/docs.html",
        document=document,
        base=base,
        topics=[(tag, _operations(document, tag["name"])) for tag in document["tags"]],
        kinds=KINDS,
        signature=SIGNATURE,
        events=list(document["webhooks"]),
        prose=prose,
        pretty=lambda value: json.dumps(value, indent=2, ensure_ascii=False),
        paragraphs=lambda text: [prose(part.replace("\n", " ")) for part in text.strip().split("\n\n")],
    )


def prose(text: str) -> Markup:
    """The two marks of Markdown that the descriptions use: `code` and **strong**."""
    marked = str(escape(text))
    for mark, tag in (("**", "strong"), ("`", "code")):
        pieces = marked.split(mark)
        marked = "".join(piece if i % 2 == 0 else f"<{tag}>{piece}</{tag}>" for i, piece in enumerate(pieces))
    return Markup(marked)


def _operations(document: dict[str, Any], tag: str) -> list[dict[str, Any]]:
    found = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if tag in operation["tags"]:
                found.append(
                    {
                        "method": method.upper(),
                        "path": path,
                        "id": operation["operationId"],
                        "summary": operation["summary"],
                        "description": operation.get("description", "").replace("\n", " "),
                        "scope": operation["security"][0]["token"][0],
                        "parameters": operation.get("parameters", []),
                        "body": _body(document, operation),
                        "responses": operation["responses"],
                    }
                )
    return found


def _body(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any] | None:
    """fields: (name, required, description); example: a dictionary."""
    if "requestBody" not in operation:
        return None
    name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    schema = document["components"]["schemas"][name]
    required = schema.get("required", [])
    fields = [
        (field, field in required, facts.get("description", ""))
        for field, facts in schema["properties"].items()
    ]
    return {"fields": fields, "example": schema["examples"][0]}
