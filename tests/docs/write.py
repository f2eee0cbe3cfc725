"""`python -m tests.docs.write [PAGE]...`: puts what commands really print into pages that tell something else.

What is told with `...` and still fits stays as it is; look at the difference before it is kept.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.docs.conftest import TUTORIAL, follow_tutorial
from tests.docs.pages import Told, followed
from tests.docs.test_pages import PAGES


def renewed(page: str, told: Iterable[Told]) -> str:
    """The page with what its commands print."""
    for one in told:
        if not one.holds:
            lines = "".join(f"{line.rstrip()}\n" for line in one.printed.strip("\n").splitlines())
            page = page.replace(f"$ {one.command.words}\n{one.command.printed}", f"$ {one.command.words}\n{lines}", 1)
    return page


def write(file: Path, told: Iterable[Told]) -> None:
    """Renews a page; where a command of it fails, says so and leaves it as it is."""
    try:
        file.write_text(renewed(file.read_text(encoding="utf-8"), told), encoding="utf-8")
    except AssertionError as failed:
        print(f"{file}: {failed}")  # noqa: T201 - it talks to a person


def main() -> None:
    wanted = [Path(name).resolve() for name in sys.argv[1:]] or PAGES
    with TemporaryDirectory() as scratch:
        (empty := Path(scratch) / "tutorial").mkdir()
        tutorial = follow_tutorial(empty, Path(scratch) / "made")
        for nth, file in enumerate(wanted):
            workspace = shutil.copytree(tutorial.made, Path(scratch) / str(nth) / "my-company")
            write(file, tutorial.told if file == TUTORIAL else followed(file.read_text(encoding="utf-8"), workspace))


if __name__ == "__main__":
    main()
