"""How the API says that something cannot be done: problem+json with what is wrong, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from mqa.terms.problems import Busy, Place, Problem, Refused, Unavailable
from mqa.web.problem_json import problem_response

NOT_UNDERSTOOD = 422
SEE = "The contract at /api/v1/openapi.json says what may be sent."
WRONG = {  # by how the validator calls it
    "missing": "It is missing.",
    "extra_forbidden": "There is no such field.",
    "int": "It is no whole number.",
    "bool": "It is neither true nor false.",
    "date": "It is no day.",
    "string_type": "It is no text.",
    "string_too_long": "It has more than {max_length} characters.",
    "string_pattern": "It has characters that are not allowed.",
    "too_long": "It has more than {max_length} values.",
    "greater_than_equal": "It is less than {ge}.",
    "less_than_equal": "It is more than {le}.",
    "literal_error": "It is none of what may be said.",
    "model": "It is no JSON object.",
    "dict": "It is no JSON object.",
}
PLACES = {"path": "the address", "query": "the address", "header": "a header", "body": "the body"}


class Wrong(Schema):
    """One thing that is wrong: what, where (a parameter, a field, or a file and line), and how to mend it."""

    what: str
    where: str
    mend: str


class Problems(Schema):
    """Why a call came to nothing. Nothing was changed."""

    type: str
    title: str
    status: int
    problems: list[Wrong]


class Missing(Exception):
    """There is no such thing."""

    def __init__(self, what: str, mend: str) -> None:
        self.problem = Problem(Place(""), what, mend)
        super().__init__(what)


class Conflicting(Exception):
    """It cannot be done any more: somebody was quicker, or the thing is closed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(str(problems[0].what))


def tell_problems(api: NinjaAPI) -> None:
    """Let every error of the API become an answer in this form; what is unforeseen is left to the server."""
    for kind in (Missing, Conflicting, Refused, ValidationError, Unavailable, HttpError, Http404):
        api.add_exception_handler(kind, _told)


def _told(_: Any, error: Any) -> Any:
    match error:
        case Missing():
            return problem_response(404, [error.problem])
        case Conflicting():
            return problem_response(409, error.problems)
        case Refused():
            return problem_response(NOT_UNDERSTOOD, error.problems)
        case ValidationError():
            return problem_response(NOT_UNDERSTOOD, [_field(one) for one in error.errors])
        case Busy():
            response = problem_response(503, [_plain(str(error), f"Try again in {error.again_after} seconds.")])
            response.headers["Retry-After"] = str(error.again_after)
            return response
        case Unavailable():
            return problem_response(503, [_plain(str(error), "Try again later.")])
        case HttpError():
            return problem_response(error.status_code, [_unread(error)])
    return problem_response(404, [_plain("There is nothing here.", "")])


def _field(one: dict[str, Any]) -> Problem:
    source, *rest = [str(part) for part in one["loc"]]
    name = ".".join(rest[1:] if source == "body" and len(rest) > 1 else rest)
    where = f"{PLACES.get(source, source)}: {name}" if name else PLACES.get(source, source)
    return Problem(Place(where), _what(one), _mend(one))


def _what(one: Mapping[str, Any]) -> str:
    """What is wrong with a parameter or field, in our words."""
    bounds, kind = one.get("ctx", {}), str(one["type"])
    if kind == "value_error":
        return f"{bounds.get('error', one['msg'])}."
    known = next((words for start, words in WRONG.items() if kind.startswith(start)), "")
    return known.format(**bounds) if known else f"{one['msg']}."


def _mend(one: Mapping[str, Any]) -> str:
    if one["type"] == "literal_error":
        return f"Say one of: {one['ctx']['expected']}."
    return "Write a day as 2026-07-31." if str(one["type"]).startswith("date") else SEE


def _unread(error: HttpError) -> Problem:
    return _plain(f"{str(error).rstrip('.')}.", "Send a body of JSON as the contract at /api/v1/openapi.json says.")


def _plain(what: str, mend: str) -> Problem:
    return Problem(Place(""), what, mend)
