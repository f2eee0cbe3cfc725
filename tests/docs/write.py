"""`python -m tests.docs.write [PAGE]...`: puts what commands really print into pages that tell something else.

What is told with `...` and still fits stays as it is; look at the difference before it is kept.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.cli.workspace import DAY, done, written
from tests.docs.pages import followed, matches
from tests.docs.test_pages import PAGES, TUTORIAL


def renewed(page: str, folder: Path) -> str:
    """The page with what its commands print."""
    for fence, command, printed in list(followed(page, folder)):
        if not matches(command.printed, printed):
            lines = "".join(f"{line.rstrip()}\n" for line in printed.strip("\n").splitlines())
            told = f"$ {command.words}\n{command.printed}"
            assert told in fence.text
            page = page.replace(told, f"$ {command.words}\n{lines}", 1)
    return page


def main() -> None:
    wanted = [Path(name).resolve() for name in sys.argv[1:]] or PAGES
    with TemporaryDirectory() as scratch:
        made = written(Path(scratch) / "made" / "my-company")
        done(made, "load")
        done(made, "run", "--as-of", DAY)
        for nth, file in enumerate(wanted):
            folder = Path(scratch) / str(nth)
            folder.mkdir()
            begin = folder if file == TUTORIAL else shutil.copytree(made, folder / "my-company")
            try:
                file.write_text(renewed(file.read_text(encoding="utf-8"), begin), encoding="utf-8")
            except AssertionError as stopped:
                print(f"{file}: {stopped}")  # noqa: T201 - it talks to a person


if __name__ == "__main__":
    main()
