"""The contract of the API as OpenAPI: every route, every parameter, every status that may be answered."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.http import JsonResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from mqa.web.api.problems import Problems
from mqa.web.problem_json import MEDIA_TYPE

PREFIX = "api/v1/"
ALWAYS = {
    401: "No key was sent, or it is unknown or revoked; nobody is signed in.",
    403: "The key has not the scope, or the person not the role.",
    405: "The address exists, but not for this method.",
    422: "A parameter or field cannot be used; each is named with its place and mend.",
    503: "What is asked for is not there yet, such as a first run, or a store did not answer in time. "
    "With Retry-After: accounts are judged for other days one at a time, and several wait already.",
}
WITH_PATH = {404: "There is no such account, handoff, comparison or definition."}
WITH_BODY = {
    400: "The body is no JSON.",
    409: "It cannot be done: answered, withdrawn, the key was used, nothing to compare.",
}
KEY = {"type": "http", "scheme": "bearer", "description": "A key from the page Keys or `mqa key add`."}
SESSION = {"type": "apiKey", "in": "cookie", "name": "mqa_session", "description": "A browser that is signed in."}


@cache
def contract(api: NinjaAPI) -> dict[str, Any]:
    """The OpenAPI document of the API."""
    said = OpenAPISchema(api, PREFIX)
    components = said["components"]
    schema = Problems.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    components["schemas"] |= schema.pop("$defs", {})
    components["schemas"]["Problems"] = schema
    components["securitySchemes"] = {"key": KEY, "session": SESSION}
    for method, operation in _operations(said):
        operation["security"] = [{"key": []}, *([{"session": []}] if method == "get" else [])]
        operation["responses"] |= {status: _problems(words) for status, words in _statuses(method).items()}
    return {**said}


def openapi(api: NinjaAPI) -> Any:
    """A view that answers with the contract."""

    def answered(request: Any) -> Any:
        del request
        return JsonResponse(contract(api), json_dumps_params={"ensure_ascii": False})

    return answered


def _operations(said: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in said["paths"].values():
        yield from path.items()


def _statuses(method: str) -> dict[int, str]:
    return ALWAYS | WITH_PATH | (WITH_BODY if method == "post" else {})


def _problems(words: str) -> dict[str, Any]:
    return {"description": words, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problems"}}}}
