"""Tables of the documentation as rows."""

from __future__ import annotations


def table(page: str, first: str) -> list[dict[str, str]]:
    """The rows of the table whose first column is called `first`, each by the names of its columns."""
    lines = page.splitlines()
    at = next(nth for nth, line in enumerate(lines) if line.startswith(f"| {first} |"))
    names = cells(lines[at])
    rows = lines[at + 2 :]
    end = next((nth for nth, line in enumerate(rows) if not line.startswith("|")), len(rows))
    return [dict(zip(names, cells(row), strict=True)) for row in rows[:end]]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def whole(cell: str) -> int:
    """A whole number with its thousands parted by commas."""
    return int(cell.replace(",", ""))
