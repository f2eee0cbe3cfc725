"""Writes a made-up company's workspace: its definition with stories, its systems' exports, the truth beside them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import duckdb

from mqa.demo.making import make_chunk, quoted, rolled_up, text_of, world
from mqa.demo.size import LAST_DAY, Size
from mqa.terms.problems import Unavailable

ACTS_A_FILE = 3_000_000
FEWEST_CHUNKS = 4  # a folder of files even in a small world
MEASURED_CHUNKS = 2  # of which the roll-up is measured
WRITTEN_AS = {
    ".csv": "(format csv, header)",
    ".parquet": "(format parquet, compression zstd)",
    ".jsonl": "(format json)",
}
ACTS = {"acts_web": "data/web/pages", "acts_email": "data/email/mails", "acts_product": "data/product/events"}
TOUCHES = {
    "downloads": "data/downloads.csv",
    "webinars": "data/webinars.csv",
    "event_scans": "data/events.csv",
    "forms": "data/forms.csv",
    "sales_activities": "data/crm/activities.csv",
}
OTHERS = {
    "crm_accounts": "data/crm/accounts.csv",
    "crm_contacts": "data/crm/contacts.csv",
    "intent": "data/intent.jsonl",
    "opportunity_steps": "data/crm/opportunities.csv",
    "competitors": "definitions/lists/competitors.csv",
    "named_accounts": "definitions/lists/named-accounts.csv",
    "never_accounts": "definitions/lists/never-accounts.csv",
    "truth_accounts": "truth/accounts.parquet",
    "truth_people": "truth/people.parquet",
    "truth_episodes": "truth/episodes.parquet",
    "truth_participants": "truth/participants.parquet",
}
LISTS = (OTHERS["competitors"], OTHERS["named_accounts"])  # which a definition has of its own, and its stories speak of
DEFINITION = "halyard"  # as its file and the folder of its stories are called
FORMULA = (
    "log-odds of an opportunity in 180 days = base + fit * by_fit + intensity * by_intensity + breadth * by_breadth"
)
ABSENCE = re.compile(r"from: (?P<first>[\d-]{10}), until: (?P<last>[\d-]{10})")
MODEL = ("opportunity_base", "opportunity_by_fit", "opportunity_by_intensity", "opportunity_by_breadth")


@dataclass(frozen=True)
class Written:
    """What was written: rows of each file or folder, and how far the acts roll up (measured on the first chunks)."""

    rows: dict[str, int]
    measured_acts: int
    measured_days: int

    @property
    def acts(self) -> int:
        """All acts of all sources."""
        return sum(count for path, count in self.rows.items() if path in {*ACTS.values(), *TOUCHES.values()})

    @property
    def acts_per_day(self) -> float:
        """Acts that make one activity day, on average."""
        return self.measured_acts / max(1, self.measured_days)


def write_workspace(
    folder: Path, size: Size, *, definition: Path | None = None, tell: Callable[[str], None] = lambda _: None
) -> Written:
    """Write the whole workspace into `folder`: the same bytes' worth of rows for the same size and seed.

    What an earlier call wrote there is replaced; stores and anything else in the folder stay. Raises Unavailable
    where the shipped definition is missing.
    """
    definition = definition or shipped_definition()
    _clear(folder)
    _copy_agreement(folder, definition, size.last_day - LAST_DAY)
    with world(folder, size) as con:
        rows = dict.fromkeys(ACTS.values(), 0)
        measured = [0, 0]
        for number, (first, last) in enumerate(chunks(size), start=1):
            tell(f"acts of accounts {first:,} to {last:,}")
            make_chunk(con, first, last)
            con.execute("create table if not exists all_touches as from touches limit 0")
            con.execute("insert into all_touches from touches")
            for name, stem in ACTS.items():
                rows[stem] += _copy(con, name, folder / f"{stem}-{number:04}.{size.file_format}")
            if number <= MEASURED_CHUNKS:
                measured = [total + more for total, more in zip(measured, rolled_up(con), strict=True)]
        tell("records, intent, opportunities and the truth")
        rows |= {path: _copy(con, text_of(name), folder / path) for name, path in {**TOUCHES, **OTHERS}.items()}
        for path in LISTS:
            rows[path] += _append(folder / path, definition.parent / "lists" / Path(path).name)
        _write_model(con, folder)
    return Written(rows, *measured)


def chunks(size: Size) -> Iterator[tuple[int, int]]:
    """First and last account of each chunk: about three million acts in each."""
    count = min(size.accounts, max(FEWEST_CHUNKS, -(-size.expected_acts // ACTS_A_FILE)))
    bounds = [size.accounts * number // count for number in range(count + 1)]
    return ((low + 1, high) for low, high in pairwise(bounds))


def shipped_definition() -> Path:
    """Where Halyard's definition lies: in the installed package, or in the checkout. Raises Unavailable."""
    package = Path(str(files("mqa")))
    for folder in (package / "definitions", package.parent.parent / "definitions"):
        if (folder / "halyard.yaml").is_file():
            return folder / "halyard.yaml"
    raise Unavailable("The definition of the made-up company, definitions/halyard.yaml, is missing: install mqa again.")


def stories_of(definition: Path) -> Path:
    """The folder of a definition's stories: beside its folder, as in a workspace, or within it, as in the package."""
    beside, within = (folder / "stories" / definition.stem for folder in (definition.parent.parent, definition.parent))
    return beside if beside.is_dir() else within


def _clear(folder: Path) -> None:
    """Make the folder, without the data of an earlier world."""
    for part in ("data", "truth", f"stories/{DEFINITION}"):
        shutil.rmtree(folder / part, ignore_errors=True)
    for path in {*ACTS.values(), *TOUCHES.values(), *OTHERS.values()}:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)


def _copy_agreement(folder: Path, definition: Path, later: timedelta) -> None:
    """Copy the workspace file, the definition and its stories; who is away on the world's last days stays away then."""
    workspace = (files("mqa.demo") / "company" / "mqa.yaml").read_text(encoding="utf-8")
    (folder / "mqa.yaml").write_text(ABSENCE.sub(lambda found: _moved(found, later), workspace), encoding="utf-8")
    shutil.copyfile(definition, folder / "definitions" / f"{DEFINITION}.yaml")
    if (stories := stories_of(definition)).is_dir():
        shutil.copytree(stories, folder / "stories" / DEFINITION)


def _moved(absence: re.Match[str], later: timedelta) -> str:
    first, last = (date.fromisoformat(absence[day]) + later for day in ("first", "last"))
    return f"from: {first}, until: {last}"


def _copy(con: duckdb.DuckDBPyConnection, what: str, path: Path) -> int:
    """Write a table or the rows of a query to a file in the form its name says; the number of rows."""
    query = what if what.lstrip().startswith("--") else f"from {what}"
    ((count,),) = con.execute(f"copy (\n{query}\n) to '{quoted(path)}' {WRITTEN_AS[path.suffix]}").fetchall()
    return int(count)


def _append(path: Path, listed: Path) -> int:
    """Add what a definition's own list holds to the list of the made-up company; how many lines."""
    lines = listed.read_text(encoding="utf-8-sig").splitlines() if listed.is_file() else []
    names = [line for line in lines if line and not line.startswith("#")][1:]
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{name}\n" for name in names)
    return len(names)


def _write_model(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write the planted coefficients."""
    (coefficients,) = con.execute("select " + ", ".join(f"{name}()::double" for name in MODEL)).fetchall()
    model = {"formula": FORMULA, **dict(zip(MODEL, coefficients, strict=True))}
    (folder / "truth" / "model.json").write_text(json.dumps(model, indent=2) + "\n", encoding="utf-8")
