"""`mqa init`: a workspace that works at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from mqa.cli.options import DAY, Asked, shared
from mqa.cli.presets import preset_files, presets, with_teams
from mqa.cli.printing import print_json, say
from mqa.schemas import schema_files
from mqa.terms.documents import quoted
from mqa.terms.durations import date_of
from mqa.terms.problems import Place, Problem, Refused

WRITTEN_ON = date(2026, 6, 30)  # the day that the files of the package speak of as today
OWN = "definitions/harrow.yaml"  # the definition that a preset takes the place of, with its stories
OWN_STORIES = "stories/harrow/"
DATE = re.compile(r"\b20\d\d-\d\d-\d\d")


@click.command(name="init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path), required=False)
@click.option("--as-of", type=DAY, help="The day up to which the made-up data reach [default: today].")
@click.option("--preset", metavar="NAME", default="", help="Begin with a definition after a published description.")
@click.option("--list-presets", "listed", is_flag=True, help="List the presets, and write nothing.")
@shared
def command(asked: Asked, folder: Path | None, as_of: int | None, preset: str, listed: bool) -> None:
    """Write a workspace into DIR: mqa.yaml, a commented definition, lists, a story, made-up data.

    Nothing that is there is overwritten. Replace the made-up files by your own, one source at a time.
    """
    if listed:
        _tell_presets(asked)
        return
    if folder is None:
        raise click.UsageError("Missing argument 'DIR'.")
    today = date.today() if as_of is None else date_of(as_of)  # noqa: DTZ011 - the day where the person sits
    written = write(folder, today, preset)
    if asked.as_json:
        print_json({"folder": str(folder), "files": written})
        return
    for file in written:
        say(f"  {file}")
    say(f"{len(written)} files written to {folder}. Next: cd {folder}, then mqa check, mqa load, mqa run.")


def _tell_presets(asked: Asked) -> None:
    found = presets()
    if asked.as_json:
        print_json([{"preset": name, "title": title} for name, title in found.items()])
        return
    for name, title in found.items():
        say(f"  {name:<24}{title}")
    say("Begin with one: mqa init my-company --preset NAME. What differs from the description stands in its file.")


def write(folder: Path, today: date, preset: str = "") -> list[str]:
    """Write the files of a first workspace, their dates moved so that they end today; returns their names.

    Raises Refused, naming all of them, where files of these names are there already, or there is no such preset.
    """
    files = {name: moved(text, today - WRITTEN_ON) for name, text in _files(resources.files("mqa") / "initial")}
    if preset:
        files = {name: text for name, text in files.items() if name != OWN and not name.startswith(OWN_STORIES)}
        files |= preset_files(preset)
        begun = f"definitions/{preset}.yaml"
        files["mqa.yaml"] = with_teams(files["mqa.yaml"].replace(OWN, begun), files[begun])
    files |= schema_files()
    if there := [name for name in files if (folder / name).exists()]:
        mend = "Choose another folder, or move it away; nothing was overwritten."
        raise Refused([Problem(Place(str(folder / name)), f"{quoted(name)} is there already.", mend) for name in there])
    for name, text in sorted(files.items(), key=lambda file: file[0] == "mqa.yaml"):  # it makes the workspace: last
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return sorted(files)


def moved(text: str, by: timedelta) -> str:
    """A text with every date in it moved.

    >>> moved("seen on 2026-06-30T10:00:00, not on 12026-06-30", timedelta(days=2))
    'seen on 2026-07-02T10:00:00, not on 12026-06-30'
    """
    return DATE.sub(lambda found: (date.fromisoformat(found[0]) + by).isoformat(), text)


def _files(folder: Traversable, above: str = "") -> Iterator[tuple[str, str]]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _files(item, f"{above}{item.name}/")
        else:
            yield f"{above}{item.name}", item.read_text(encoding="utf-8")
