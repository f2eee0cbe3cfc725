"""Presets: definitions after published descriptions, each with its stories, to begin with."""

from __future__ import annotations

import re
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from mqa.terms.documents import did_you_mean, quoted
from mqa.terms.problems import Place, Problem, Refused

TEAM = re.compile(r'"(?:pair|round robin): ([^"]+)"')


def presets() -> dict[str, str]:
    """What each preset is, in one line: the title that its file begins with."""
    found = {item.name: item for item in _folder().iterdir() if item.name.endswith(".yaml")}
    titles = {name: found[name].read_text(encoding="utf-8").partition("\n")[0] for name in sorted(found)}
    return {name.removesuffix(".yaml"): title.removeprefix("# ") for name, title in titles.items()}


def preset_files(name: str) -> dict[str, str]:
    """The texts of a preset by their path in a workspace: its definition, and its stories.

    Raises Refused where there is none of this name.
    """
    known = presets()
    if name not in known:
        mend = did_you_mean(name, known) or f"Choose from: {', '.join(known)}."
        raise Refused([Problem(Place("--preset"), f"There is no preset {quoted(name)}.", mend)])
    told = (_folder() / "stories" / name).iterdir()
    texts = {f"definitions/{name}.yaml": _folder() / f"{name}.yaml"} | {
        f"stories/{name}/{one.name}": one for one in told
    }
    deeper, here = "$schema=../../schemas/", "$schema=../schemas/"  # in a workspace it lies one folder higher
    return {path: file.read_text(encoding="utf-8").replace(deeper, here) for path, file in sorted(texts.items())}


def with_teams(workspace: str, definition: str) -> str:
    """The workspace file with a pair of sellers, to be replaced, for each team that only the definition names."""
    missing = [team for team in dict.fromkeys(TEAM.findall(definition)) if f"    {team}: [" not in workspace]
    pairs = "".join(f"    {team}: [mila@harrow-example.com, noor@harrow-example.com]\n" for team in missing)
    return re.sub(r"(?m)^  teams:.*\n", lambda line: line[0] + pairs, workspace)


def _folder() -> Traversable:
    """Where the presets lie: in the package; in a checkout beside its sources."""
    packed = resources.files("mqa") / "definitions" / "presets"
    return packed if packed.is_dir() else Path(__file__).parents[3] / "definitions" / "presets"
