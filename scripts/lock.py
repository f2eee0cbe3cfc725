"""Writes the lock files: every package with its version and hashes, and no word about where it came from."""

from __future__ import annotations

import re
import subprocess

from environment import LOCK, PYTHON, ROOT

LOWEST_DUCKDB = ROOT / "tests" / "engines" / "duckdb-lowest.lock"
FORM = (
    *("--upgrade", "--universal", "--python-version=3.11", "--generate-hashes"),
    *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
)


def lock() -> None:
    compiled("pyproject.toml", "--all-extras", "--group=dev", f"--output-file={LOCK}")
    wanted = re.search(r"duckdb>=([\d.]+)", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if not wanted:
        raise SystemExit("pyproject.toml names no lowest DuckDB")
    compiled("-", f"--output-file={LOWEST_DUCKDB}", given=f"duckdb=={wanted[1]}")


def compiled(*words: str, given: str = "") -> None:
    command = [PYTHON.parent / "uv", "pip", "compile", "--quiet", *FORM, *words]
    subprocess.run(command, input=given, text=True, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    lock()
