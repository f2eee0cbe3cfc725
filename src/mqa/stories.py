"""Stories: read beside their definition, judged all at once, compared with what they expect, and what they show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from mqa.definition.stories import definition_named_in, story
from mqa.evidence import Evidence, person_names
from mqa.explain.account import Explanation, explanation
from mqa.explain.coverage import Shown, coverage
from mqa.explain.expectations import Unmet, unmet
from mqa.supposing import supposed_together
from mqa.terms.documents import did_you_mean, quoted
from mqa.terms.problems import Place, Problem, Refused
from mqa.terms.rules import Agreement, Definition
from mqa.terms.stories import Story
from mqa.workspaces import Opened


@dataclass(frozen=True)
class Judged:
    """A story and all that came out otherwise than it expects; nothing: it passed."""

    story: Story
    unmet: tuple[Unmet, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return not self.unmet


@dataclass(frozen=True)
class Read:
    """The stories of a definition as their files tell them, and remarks on them."""

    agreement: Agreement
    stories: tuple[Story, ...]
    remarks: tuple[Problem, ...] = ()


def stories_of(workspace: Opened, files: Sequence[Path] = (), *, only: Collection[str] = ()) -> tuple[Read, ...]:
    """The stories of each definition that has any, or those in some files; `only`: of definitions of these names.

    A story lies in a folder that is named like the file of its definition, or names it. Raises Refused with all
    problems of all of them at once.
    """
    called = {Path(file).stem: one for file, one in zip(workspace.files, workspace.agreements, strict=True)}
    found: dict[str, list[Story]] = {stem: [] for stem in called}
    noted: dict[str, list[Problem]] = {stem: [] for stem in called}
    problems: list[Problem] = []
    for path in files or story_files(workspace):
        file = _shown(path, workspace.folder)
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            why = (getattr(error, "strerror", "") or "it is not UTF-8 text").lower()
            problems.append(Problem(Place(file), f"{file} cannot be read: {why}.", "Check the path of the story."))
            continue
        stem = _whose(path, text, called)
        if stem not in called:
            problems.append(_of_nobody(file, stem, called))
        elif not only or called[stem].definition.name in only:
            read, said = story(text, file, called[stem].definition, called=[stem])
            noted[stem] += said
            found[stem] += [read] if read else []
    everything = [*problems, *(problem for some in noted.values() for problem in some)]
    if any(problem.weight == "problem" for problem in everything):
        raise Refused(everything)
    return tuple(Read(called[stem], tuple(some), tuple(noted[stem])) for stem, some in found.items() if some)


def story_files(workspace: Opened) -> list[Path]:
    """Every story of a workspace, in the order of their paths."""
    folder = workspace.folder / workspace.agreed.stories
    return sorted(path for path in folder.rglob("*.y*ml") if path.is_file())


def judged(definition: Definition, stories: Sequence[Story]) -> tuple[Judged, ...]:
    """The stories, each with what came out otherwise than it expects; all of them are judged at once."""
    found = supposed_together(definition, [(one.world, [day.on for day in one.becomes]) for one in stories])
    return tuple(
        Judged(one, tuple(wrong for day in one.becomes for wrong in _unmet(one, day.on, by_day, definition)))
        for one, by_day in zip(stories, found, strict=True)
    )


def shown(definition: Definition, found: Sequence[Judged]) -> tuple[Shown, ...]:
    """Every level, gate and route of a definition, with the titles of the passed stories that show it."""
    return coverage([one.story for one in found if one.passed], definition)


def explained(found: Evidence, definition: Definition) -> Explanation | None:
    """What came out for a made-up company on a day, as its page would tell it; None where it was not known yet."""
    return explanation(found.tables, person_names(found), found.occasions, definition)


def _unmet(one: Story, on: int, by_day: dict[int, Evidence], definition: Definition) -> tuple[Unmet, ...]:
    said = explained(by_day[on], definition)
    expected = (becomes for becomes in one.becomes if becomes.on == on)
    return tuple(wrong for becomes in expected for wrong in unmet(becomes, said, one.world.owner, definition))


def _whose(path: Path, text: str, called: dict[str, Agreement]) -> str:
    """The file's name of the definition that a story is of: its folder's, else the one it names, else the only one."""
    if path.absolute().parent.name in called:
        return path.absolute().parent.name
    named = definition_named_in(text)
    by_name = {name: stem for stem, one in called.items() for name in (one.definition.name, *one.definition.formerly)}
    return by_name.get(named, named) or (next(iter(called)) if len(called) == 1 else "")


def _of_nobody(file: str, stem: str, called: dict[str, Agreement]) -> Problem:
    what = f"The workspace has no definition {quoted(stem)}." if stem else "It is not said which definition this is of."
    mend = did_you_mean(stem, called) or f"Write “definition:” and one of: {', '.join(called)}."
    return Problem(Place(file), what, mend)


def _shown(path: Path, folder: Path) -> str:
    """A path as messages name it: relative to the workspace where it lies in it."""
    whole = path.absolute()
    return str(whole.relative_to(folder.absolute())) if whole.is_relative_to(folder.absolute()) else str(path)
