"""`python -m benchmarks.identity DATA --write benchmarks/identity.md`: how well and how fast is told who is who.

DATA holds the folders `names`, `titles`, `ip` and `cncf`; their lists are no part of the project. Ends with 1 where a
promise is broken.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks import contacts, name_page, networks, titles
from benchmarks.tables import machine

SECTIONS = {"names": name_page.section, "titles": titles.section, "ip": networks.section, "cncf": contacts.section}
OPENING = """# Who is who

How this is measured, and what the words mean: [README.md](README.md), "Who is who".
Measured on {machine}, with `python -m benchmarks.identity DATA --write benchmarks/identity.md`.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", choices=SECTIONS, action="append", help="one section; may be given again")
    parser.add_argument("--write", type=Path, help="a Markdown file for the figures")
    asked = parser.parse_args()
    measured = [SECTIONS[folder](asked.data / folder) for folder in asked.only or SECTIONS]
    text = "\n".join([OPENING.format(machine=machine()), *(section for section, _ in measured)])
    broken = [line for _, lines in measured for line in lines]
    if asked.write:
        asked.write.write_text(text, "utf-8")
    print("\n".join([text, *broken]))
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
