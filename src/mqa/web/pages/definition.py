"""The page Definition: the text at the left, what it says in words at the right, and everything about its versions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.http import Http404, HttpResponse

from mqa import agreeing, versions
from mqa.agreeing import Standing
from mqa.comparing.beside import all_beside
from mqa.explain.agreement import Sentence, in_words
from mqa.ledger import agreements, definitions, leases
from mqa.ledger.definitions import KeptVersion
from mqa.terms.durations import date_of
from mqa.terms.problems import Place, Problem, Unavailable
from mqa.terms.rules import Agreement
from mqa.web.access import may
from mqa.web.drawing import load
from mqa.web.pages.comparing import still_judged
from mqa.web.showing import shown
from mqa.web.workspace import asked_for

KEY = re.compile(r"[a-z_]+(?=:)")
PARTS = re.compile(r"""^(\s*)((?:"[^"]*"|[^\s"'#{\[:-][^:#{\[]*?):(?=\s|$))?(.*)$""")
COMMENT = re.compile(r"(^|\s)#")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
RULER = re.compile(r"[-=~*_─═]{8,}\s*$")
LONG = 76  # characters that have room beside the words on a screen of 1,280 px


@dataclass(frozen=True)
class Line:
    """One line of the text, cut where its colours change: indent, key, the rest, comment.

    `weight`: of what is `said` of it, or `changed`. `shape`: `ruled`, one that ends in a ruler, which may be cut;
    `long`, one whose comment goes below it; else empty.
    """

    number: int
    indent: str
    key: str
    rest: str
    comment: str
    weight: str
    shape: str = ""
    said: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Section:
    """One section of the file: its lines, and beside them what it says."""

    key: str
    lines: tuple[Line, ...]
    sentences: tuple[Sentence, ...]


def definition(request: Any) -> Any:
    """The definition as it is now, with its problems and remarks, and beside the version that runs."""
    if still_judged(request):
        return HttpResponse(status=204)
    agreement: Agreement = request.agreement
    file = dict(zip((one.version for one in request.workspace.agreements), request.workspace.files, strict=True))[
        agreement.version
    ]
    said = request.refused or request.workspace.remarks
    problems = [one for one in said if one.place.file == file]
    elsewhere = [one for one in said if one.place.file != file]
    text = _on_disk(request, file) if any(one.weight == "problem" for one in problems) else agreement.text
    standing = agreeing.standing(request.workspace, agreement)
    # A file that can't be read says nothing that could be compared.
    found = [] if request.refused else all_beside(request.workspace, agreement)
    context = {
        **_agreed(request, agreement, standing),
        "beside": [(one, load(one.result["periods"][-1]) if one.result else None) for one in found],
        "may_compare": may(request.roles, "compare-definition", "POST"),
        "at_work": leases.at_work(),
        "text_file": file,
        "sections": sections(text, _in_words(request, agreement), problems),
        "problems": [one for one in problems if one.weight == "problem"],
        "remarks": [one for one in problems if one.weight == "remark"],
        "elsewhere": elsewhere,
        "versions": definitions.versions(agreement.definition.name),
    }
    document = _document(agreement, text, said) | {
        "agreement": standing.document(),
        "beside": [one.document() for one in found],
    }
    return shown(request, "definition.html", context, document=document, rows=_rows(request, agreement))


def definition_version(request: Any, version: str) -> Any:
    """A version that was run once, as it was then, with what differs from the present text marked."""
    try:
        version = definitions.whole(version)
        text, name = definitions.text_of(version), definitions.name_of(version)
    except Unavailable as error:
        raise Http404(str(error)) from error
    request.agreement = asked_for(request.workspace, name)
    all_kept = definitions.versions(name)
    kept = next(one for one in all_kept if one.version == version)
    then, why = _kept(version)
    if then is None and request.path.endswith(".csv"):
        raise Unavailable(why)  # its sentences are all that a table of it would hold
    words = _in_words(request, then) if then else {}
    context = {
        **_agreed(request, request.agreement, agreeing.standing(request.workspace, request.agreement)),
        "kept": kept,
        "why_not_in_words": why,
        "sections": sections(text, words, (), changed=_changed(text, request.agreement.text)),
        "versions": all_kept,
    }
    document = _document(then, text, ()) if then else _only_kept(kept, text, why)
    return shown(
        request, "definition_version.html", context, document=document, rows=_rows(request, then) if then else ()
    )


def _kept(version: str) -> tuple[Agreement | None, str]:
    """A version as it was; None where it can't be read so any more, and why not."""
    try:
        return versions.kept(version), ""
    except Unavailable as error:
        return None, str(error)


def _agreed(request: Any, agreement: Agreement, standing: Standing) -> dict[str, Any]:
    """Where the definition stands, every step so far, and which step this person may take."""
    routes = {"submit": "submit-definition", "sign": "sign-definition", "activate": "activate-definition"}
    allowed = {step: may(request.roles, route, "POST") for step, route in routes.items()}
    new = standing.draft not in {one.version for one in (standing.proposed, standing.active) if one}
    return {
        "standing": standing,
        "steps": agreements.history(agreement.definition.name),
        "teams": [(team, standing.signed.get(team)) for team in dict.fromkeys((*standing.required, *standing.signed))],
        "may_submit": allowed["submit"] and new,
        "may_sign": allowed["sign"] and standing.waits and request.role not in standing.signed,
        "may_activate": allowed["activate"] and standing.ready,
        "unsubmitted": new,
        "role": request.role,
        "longest_note": agreeing.NOTE,
    }


def sections(
    text: str,
    words: Mapping[str, Sequence[Sentence]],
    problems: Sequence[Problem],
    *,
    changed: frozenset[int] = frozenset(),
) -> list[Section]:
    """The text cut into its sections, a comment going with the section that follows it."""
    said: dict[int, list[Problem]] = {}
    for one in sorted(problems, key=lambda one: one.weight):  # problems before remarks
        said.setdefault(one.place.line, []).append(one)
    found: list[tuple[str, list[Line]]] = [("", [])]
    waiting: list[Line] = []
    for number, written in enumerate(text.splitlines(), start=1):
        line = _line(number, written, said.get(number, ()), changed=number in changed)
        if key := KEY.match(written):
            found.append((key[0], [*waiting, line]))
            waiting = []
        elif written[:1] in ("#", "") and not written.startswith(" "):
            waiting.append(line)
        else:
            found[-1][1].extend([*waiting, line])
            waiting = []
    found[-1][1].extend(waiting)
    return [Section(key, tuple(_trimmed(lines)), tuple(words.get(key, ()))) for key, lines in found if lines]


def _trimmed(lines: list[Line]) -> list[Line]:
    """Lines without the empty ones at both ends."""
    filled = [nth for nth, line in enumerate(lines) if line.key or line.rest or line.comment]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _line(number: int, written: str, said: Sequence[Problem], *, changed: bool) -> Line:
    hidden = QUOTED.sub(lambda quoted: "_" * len(quoted[0]), written)
    comment = COMMENT.search(hidden)
    cut = comment.start() + len(comment[1]) if comment else len(written)
    parts = PARTS.match(written[:cut])
    indent, key, rest = parts.groups() if parts else ("", "", written[:cut])
    aside = bool(written[cut:] and written[:cut].strip())
    shape = "ruled" if RULER.search(written[cut:]) else "long" if aside and len(written) > LONG else ""
    weight = said[0].weight if said else "changed" if changed else ""
    return Line(number, indent, key or "", rest, written[cut:], weight, shape, tuple(said))


def _changed(text: str, other: str) -> frozenset[int]:
    """The lines of a text that stand nowhere in another."""
    there = {line.strip() for line in other.splitlines()}
    return frozenset(
        number for number, line in enumerate(text.splitlines(), start=1) if line.strip() and line.strip() not in there
    )


def _on_disk(request: Any, file: str) -> str:
    path = request.workspace.folder / file
    try:
        return str(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        return str(request.agreement.text)


def _document(agreement: Agreement, text: str, problems: Sequence[Problem]) -> dict[str, Any]:
    of = agreement.definition
    return {
        "name": of.name,
        "version": agreement.version,
        "agreed_on": of.agreed_on,
        "agreed_by": of.agreed_by,
        "review_on": of.review_on,
        **_written(of.name, text, problems),
    }


def _only_kept(kept: KeptVersion, text: str, why: str) -> dict[str, Any]:
    """The document of a version that cannot be read any more: what is kept of it, and why there is no more."""
    unknown = dict.fromkeys(("agreed_on", "agreed_by", "review_on"))
    return {
        "name": kept.name,
        "version": kept.version,
        **unknown,
        **_written(kept.name, text, [Problem(Place(""), why, "")]),
    }


def _written(name: str, text: str, problems: Sequence[Problem]) -> dict[str, Any]:
    return {
        "text": text,
        "problems": [
            {"file": one.place.file, "line": one.place.line, "what": one.what, "mend": one.mend, "weight": one.weight}
            for one in problems
        ],
        "versions": [
            {**asdict(one), "last_as_of": date_of(one.last_as_of) if one.last_as_of is not None else None}
            for one in definitions.versions(name)
        ],
    }


def _in_words(request: Any, agreement: Agreement) -> dict[str, tuple[Sentence, ...]]:
    return in_words(agreement.definition, agreeing.signed_words(request.workspace, agreement))


def _rows(request: Any, agreement: Agreement) -> list[dict[str, Any]]:
    return [
        {"section": section, "line": one.line or None, "name": one.name, "words": one.words}
        for section, sentences in _in_words(request, agreement).items()
        for one in sentences
    ]
