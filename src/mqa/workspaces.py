"""A workspace, opened: its folder found, `mqa.yaml` and the definitions read with their lists, its stores at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import permutations
from pathlib import Path
from zoneinfo import ZoneInfo

from mqa.definition.checking.remarks import remarks
from mqa.definition.fingerprint import identity
from mqa.definition.parts.lists import Lists, listed_files
from mqa.definition.reading import definition
from mqa.definition.signoff import sign_off
from mqa.explain.numbers import listed
from mqa.handoff.agreed import Channel, Sales, Schedule
from mqa.handoff.checking import remarks as sales_remarks
from mqa.handoff.settings import Settings, holiday_files, settings
from mqa.ledger import agreements, definitions, runs
from mqa.ledger.opening import open_ledger, workspace_identity
from mqa.renaming import remember
from mqa.sources.agreed import Workspace
from mqa.sources.checking import remarks as source_remarks
from mqa.sources.workspace import workspace
from mqa.terms.documents import did_you_mean, document_from_bytes, quoted
from mqa.terms.durations import date_of, day_number
from mqa.terms.problems import Place, Problem, Refused, Unavailable
from mqa.terms.rules import Agreement, Definition
from mqa.versions import kept as kept_version
from mqa.versions import short
from mqa.warehouse.opening import claim

FILE = "mqa.yaml"
FEWEST_DIGITS = 6  # of a version that somebody names
TO_SIGN = "mqa definition submit; then mqa definition sign --as TEAM --by WHO for each; then mqa definition activate."


@dataclass(frozen=True)
class Opened:
    """A workspace whose files could all be read. `files`: the definitions' paths, beside `agreements`.

    `sign_off`: the teams that must sign a version before it may run live (none: what the files say runs).
    """

    folder: Path
    agreed: Workspace
    files: tuple[str, ...]
    agreements: tuple[Agreement, ...]
    remarks: tuple[Problem, ...]
    settings: Settings
    sign_off: tuple[str, ...] = ()

    @property
    def sales(self) -> Sales:
        """Working hours, teams and absences."""
        return self.settings.sales

    @property
    def schedule(self) -> Schedule:
        """When the server loads, runs and delivers."""
        return self.settings.schedule

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Where messages go."""
        return self.settings.channels

    @property
    def warehouse(self) -> Path:
        """The folder of stored tables."""
        return self.folder / self.agreed.warehouse

    @property
    def ledger(self) -> Path:
        """The file of loads and runs."""
        return self.folder / self.agreed.ledger

    @property
    def today(self) -> int:
        """The number of this day in the workspace's time zone."""
        return day_number(_today(self.agreed.time_zone))

    def day_to_make(self, asked: int | None) -> int:
        """The day a run is to make: the one asked for, else today. Raises Refused where it is yet to come."""
        today = self.today
        if asked is None or asked <= today:
            return today if asked is None else asked
        what = f"{date_of(asked).isoformat()} is yet to come; today is {date_of(today).isoformat()}."
        mend = "Make today or a day before: a later one would let every score fade and withdraw what waits with sales."
        raise Refused([Problem(Place(""), what, mend)])

    def require_past(self, asked: int) -> None:
        """Raises Refused where a day that somebody asks about is yet to come: nothing is known of it."""
        if asked > self.today:
            what = f"{date_of(asked).isoformat()} is yet to come; today is {date_of(self.today).isoformat()}."
            mend = "Ask for today or a day before. An account's page says when its level ends if nobody does more."
            raise Refused([Problem(Place(""), what, mend)])


def found(start: Path) -> Path:
    """The folder at or above `start` that holds a workspace. Raises Unavailable where there is none."""
    beginning = start.absolute()
    for folder in (beginning, *beginning.parents):
        if (folder / FILE).is_file():
            return folder
    raise Unavailable(f"There is no {FILE} in {start} or above it. Write a workspace with “mqa init DIR”.")


def stamp(folder: Path, before: Opened | None) -> tuple[tuple[str, int, int], ...]:
    """Size and time of every file that a workspace is read from, the lists of its definitions among them.

    Another stamp, another reading. Nothing is remembered of a reading that failed, so that whatever mends it is seen.
    """
    files = [folder / FILE]
    if before:
        for name, agreement in zip(before.files, before.agreements, strict=True):
            beside = (folder / name).parent
            files += [folder / name, *(beside / path for path in _lists_in(agreement.text))]
    stats = [(file, file.stat()) for file in dict.fromkeys(files) if file.is_file()]
    return tuple((str(file), stat.st_mtime_ns, stat.st_size) for file, stat in stats)


@lru_cache(maxsize=16)
def _lists_in(text: str) -> tuple[str, ...]:
    return tuple(listed_files(text))


def opened(folder: Path) -> Opened:
    """The workspace in a folder. Raises Refused with all problems of `mqa.yaml` and the definitions at once."""
    agreed, said, text, problems = _agreed(folder)
    teams, _ = sign_off(text, FILE)
    read: list[Agreement] = []
    beside: list[Definition] = []
    if not agreed.definitions:
        mend = "Write “definitions: [definitions/yours.yaml]” under “workspace”."
        problems += (Problem(Place(FILE), "The workspace names no definition.", mend),)
    for file in agreed.definitions:
        agreement, noted = _agreement(folder, file, _line_of(text, file), _today(agreed.time_zone))
        problems += noted
        read += [agreement] if agreement else []
        beside += [agreement.definition] if agreement else _as_if_listed(folder, file)
    problems += (*_same_names(read), *_same_files(agreed.definitions))
    problems += (*sales_remarks(beside, said), *source_remarks(beside, agreed))
    if refusals := _refusals(problems):
        raise Refused(refusals)
    return Opened(folder, agreed, agreed.definitions, tuple(read), problems, said, teams)


def agreed_in(folder: Path) -> Workspace:
    """What `mqa.yaml` of a folder says, its definitions left aside. Raises Refused with all problems of it."""
    return _agreed(folder)[0]


def open_stores(workspace: Opened, *, to_read: bool = False) -> tuple[Problem, ...]:
    """Open the ledger, and see that the warehouse is this workspace's; the ledger learns what definitions are called.

    Raises Unavailable where one cannot be opened, Refused where a definition cannot go on from what it was called.
    Opened only `to_read`, that refuses nothing: it is given as remarks.
    """
    open_ledger(workspace.ledger)
    claim(workspace.warehouse, workspace_identity())
    try:
        remember(workspace.agreements, datetime.now(UTC))
    except Refused as error:
        if not to_read:
            raise
        return tuple(replace(one, weight="remark") for one in error.problems)
    return ()


def chosen(workspace: Opened, name: str = "") -> Agreement:
    """The agreement that a name (or its file's, or a former one) stands for; where there is one only, that one.

    Raises Refused where nothing is called so.
    """
    if not name and len(workspace.agreements) == 1:
        return workspace.agreements[0]
    named = {agreement.definition.name: agreement for agreement in workspace.agreements}
    by_file = {Path(file).stem: agreement for file, agreement in zip(workspace.files, named.values(), strict=True)}
    former = {name: agreement for agreement in workspace.agreements for name in agreement.definition.formerly}
    if agreement := named.get(name) or by_file.get(name) or former.get(name):
        return agreement
    what = f"This workspace has no definition {quoted(name)}." if name else "This workspace has several definitions."
    mend = did_you_mean(name, [*named, *by_file]) or f"Say --definition and one of: {', '.join(map(quoted, named))}."
    raise Refused([Problem(Place(FILE), what, mend)])


def live(workspace: Opened, agreement: Agreement) -> Agreement:
    """The version that live runs use: where teams sign off, the one that was activated last, else the file's.

    Raises Refused where none was activated yet, or where that one can no longer be read as it was signed.
    """
    if not workspace.sign_off or activated(workspace, agreement):
        return in_force(workspace, agreement)
    name, teams = quoted(agreement.definition.name), listed(workspace.sign_off, "and")
    what = f"No version of {name} is active, and {FILE} asks for the sign-off of {teams}."
    raise Refused([Problem(Place(FILE), what, TO_SIGN)])


def in_force(workspace: Opened, agreement: Agreement) -> Agreement:
    """The version that governs all live work beside the runs: clocks, answers, moments, and what is told of today.

    Where teams sign off, the one that was activated last, and before there is one, that of the last run; else the
    file's. Raises Refused where it can no longer be read as it was signed.
    """
    if not workspace.sign_off:
        return agreement
    version = activated(workspace, agreement)
    if not version and (last_run := runs.published(agreement.definition.name)):
        version = last_run.version
    if version in ("", agreement.version):
        return agreement
    try:
        return kept_version(version)
    except Unavailable as error:
        raise Refused([Problem(Place(FILE), f"{error} It is what live runs would use.", TO_SIGN)]) from error


def active(workspace: Opened, agreement: Agreement) -> str:
    """The version that “active” stands for: the one activated last; where nobody must sign, that of the last run.

    Empty where there is none yet.
    """
    if workspace.sign_off:
        return activated(workspace, agreement)
    run = runs.published(agreement.definition.name)
    return run.version if run else ""


def activated(workspace: Opened, agreement: Agreement) -> str:
    """The version that was activated last; empty where none was, or nobody must sign."""
    return agreements.active(agreement.definition.name) if workspace.sign_off else ""


def kept(workspace: Opened, name: str, version: str) -> Agreement:
    """A version of a definition, read whole from the ledger; `version`: its first digits, six or more.

    Raises Refused where no version of this definition, or more than one, begins so.
    """
    name = chosen(workspace, name).definition.name
    found = definitions.matching(name, version.lower()) if len(version) >= FEWEST_DIGITS else []
    if len(found) == 1:
        return kept_version(found[0])
    all_kept = ", ".join(short(one) for one in definitions.matching(name, "")) or "none yet"
    what = f"{quoted(version)} is {'the beginning of more than one' if found else 'no'} version of {quoted(name)}."
    mend = f"Write at least {FEWEST_DIGITS} digits of one that is kept: {all_kept}."
    raise Refused([Problem(Place(""), what, mend)])


def agreement_named(workspace: Opened, name: str, word: str) -> Agreement:
    """The agreement that a word stands for, of the definition of a name (empty: the only one).

    `draft` is what the file says; `active` what live runs use (where nobody must sign: what the last run used); else
    the first digits of a version that is kept, or the path of a definition's file. Raises Refused.
    """
    agreement = chosen(workspace, name)
    if word == "draft":
        return agreement
    if word == "active":
        return live(workspace, agreement) if workspace.sign_off else _as_last_run(agreement)
    if Path(word).suffix in (".yaml", ".yml"):
        return _in_a_file(workspace, word)
    return kept(workspace, name, word)


def _as_last_run(agreement: Agreement) -> Agreement:
    run = runs.published(agreement.definition.name)
    if run is None:
        what = f"{quoted(agreement.definition.name)} was never run, so that no version of it is active."
        raise Refused([Problem(Place(""), what, "Run it first: mqa run.")])
    return agreement if run.version == agreement.version else kept_version(run.version)


def _in_a_file(workspace: Opened, word: str) -> Agreement:
    """A definition that lies anywhere: from where the person stands, else from the workspace's folder."""
    path = Path(word) if Path(word).is_file() else workspace.folder / word
    found, problems = _agreement(path.parent, path.name, Place(word), _today(workspace.agreed.time_zone))
    if found is None:
        raise Refused(_refusals(problems))
    return found


def _agreed(folder: Path) -> tuple[Workspace, Settings, str, tuple[Problem, ...]]:
    """The workspace file, what it says of sales, its text, and what is to be said of both. Raises Refused."""
    text, problems = _text_of(folder, FILE, Place(FILE))
    if text is None:
        raise Refused(_refusals(problems))
    agreed, found = workspace(text, FILE)
    holidays = {file: _list_text(folder / file) for file in holiday_files(text)}
    said, wrong = settings(text, FILE, agreed.time_zone if agreed else "UTC", lists=holidays)
    wrong += sign_off(text, FILE)[1]
    problems += (*found, *wrong)
    if agreed is None or any(problem.weight == "problem" for problem in wrong):
        raise Refused(_refusals(problems))
    return agreed, said, text, problems


def _agreement(folder: Path, file: str, place: Place, today: date) -> tuple[Agreement | None, tuple[Problem, ...]]:
    text, problems = _text_of(folder, file, place)
    if text is None:
        return None, problems
    lists = _lists(folder, file, text)
    read, problems = definition(text, file, lists)
    if read is None:
        return None, problems
    kept_lists = tuple(sorted((path, content) for path, content in lists.items() if content is not None))
    return Agreement(read, identity(read), text, kept_lists), (*problems, *remarks(read, today))


def _as_if_listed(folder: Path, file: str) -> list[Definition]:
    """The definition of a file that only lacks lists, as if they were there: a missing one hides nothing else."""
    text = _text_of(folder, file, Place(file))[0] or ""
    lists = {path: content or "list.example" for path, content in _lists(folder, file, text).items()}
    found = definition(text, file, lists)[0]
    return [found] if found else []


def _lists(folder: Path, file: str, text: str) -> Lists:
    """The content of every list that a definition asks for; None where it cannot be read, and for what lies beside one
    that is not there and may be meant."""
    beside = (folder / file).parent
    found = {path: _list_text(beside / path) for path in listed_files(text, file)}
    missing = [Path(path) for path in found if not (beside / path).is_file()]
    near = {str(path.parent / one.name) for path in missing for one in (beside / path.parent).glob(f"*{path.suffix}")}
    return dict.fromkeys(sorted(near)) | found


def _list_text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None


def _text_of(folder: Path, file: str, place: Place) -> tuple[str | None, tuple[Problem, ...]]:
    """The text of a file that a person wrote; `place` is where it is asked for."""
    try:
        data = (folder / file).read_bytes()
    except OSError as error:
        beside = [found.name for found in (folder / file).parent.glob("*.yaml")]
        mend = did_you_mean(Path(file).name, beside) or "Check the path; it is relative to the workspace's folder."
        return None, (Problem(place, f"{file} cannot be read: {(error.strerror or str(error)).lower()}.", mend),)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return None, document_from_bytes(data, file)[1]


def _line_of(text: str, word: str) -> Place:
    lines = (number for number, line in enumerate(text.splitlines(), start=1) if word in line)
    return Place(FILE, next(lines, 0))


def _same_names(agreements: Sequence[Agreement]) -> Iterator[Problem]:
    """Definitions whose runs would take each other's place."""
    first: dict[str, Definition] = {}
    definitions = [agreement.definition for agreement in agreements]
    for one in definitions:
        other = first.setdefault(one.name, one)
        if other is not one:
            what = f"{quoted(one.name)} is also the name of the definition in {other.place.file}."
            yield Problem(Place(one.place.file), what, "Give each definition a name of its own.")
    for one, other in permutations(definitions, 2):
        for name in sorted({*one.formerly} & {other.name, *other.formerly}):
            is_now = "is" if name == other.name else "was formerly"
            what = f"{quoted(one.name)} was formerly {quoted(name)}, which the one in {other.place.file} {is_now}."
            yield Problem(Place(one.place.file), what, "Remove it from “formerly”: one alone can go on from it.")


def _same_files(files: Sequence[str]) -> Iterator[Problem]:
    """Definitions that one word on the command line, or one folder of stories, would mean."""
    first: dict[str, str] = {}
    for file in files:
        stem = Path(file).stem
        if stem in first:
            what = f"{file} has the name of {first[stem]}: “{stem}” would mean either."
            yield Problem(Place(file), what, "Call the file otherwise; its stories lie in a folder of its name.")
        first.setdefault(stem, file)


def _refusals(problems: Sequence[Problem]) -> list[Problem]:
    """All of them where at least one is a problem, else none: remarks alone refuse nothing."""
    return list(problems) if any(problem.weight == "problem" for problem in problems) else []


def _today(time_zone: str) -> date:
    return datetime.now(ZoneInfo(time_zone)).date()
