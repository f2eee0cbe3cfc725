"""Every check of the project: one line a phase with its time, and its words where it fails; the tests come last.

What reads the code runs beside the engine tests on the lowest DuckDB, each on a core of its own; then the tests have
both. A phase that fails does not keep the others from running. What was left out, and why, is said at the end.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from environment import PYTHON, ROOT, install, install_debian

BIN = PYTHON.parent
LOWEST_LOCK = ROOT / "tests" / "engines" / "duckdb-lowest.lock"
LOWEST = ROOT / ".cache" / "duckdb-lowest"
CHECKS = {
    "lint": [BIN / "ruff", "check", "."],
    "layout": [BIN / "ruff", "format", "--check", "."],
    "types": [BIN / "mypy"],
    "import contracts": [BIN / "lint-imports"],
}
TESTS = [PYTHON, "-m", "pytest", "-q"]
ON_BOTH_CORES = ["--numprocesses=2", "--dist=worksteal"]  # neighbours stay together, so what they share is made once
BYTECODE = ROOT / ".cache" / "bytecode"


def main() -> int:
    """Runs everything; 1 where anything failed."""
    started = time.monotonic()
    left_out = [reason for reason in (without_postgresql(), without_chromium(), without_real_data()) if reason]
    keep_bytecode()
    with ThreadPoolExecutor() as beside:
        read = beside.submit(lambda: [phase(name, command) for name, command in CHECKS.items()])
        passed = [on_lowest_duckdb(), *read.result()]
    passed.append(phase("tests, newest DuckDB, PostgreSQL", [*TESTS, *ON_BOTH_CORES], aloud=True))
    for reason in left_out:
        print(f"skipped {reason}")
    report("everything", all(passed), started)
    return 0 if all(passed) else 1


def keep_bytecode() -> None:
    """Lets each module be compiled once for all processes that the tests start, also where a machine says never."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(BYTECODE)


def phase(name: str, command: list[str | Path], *, aloud: bool = False, **environment: str) -> bool:
    """Whether a command succeeded; `aloud` shows its words as they come, else only where it fails."""
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=None if aloud else subprocess.PIPE,
        stderr=None if aloud else subprocess.STDOUT,
        text=True,
    )
    if done.returncode and not aloud:
        print(done.stdout)
    report(name, done.returncode == 0, started)
    return done.returncode == 0


def report(name: str, ok: bool, started: float) -> None:
    print(f"{'ok' if ok else 'FAILED':<8}{name:<36}{time.monotonic() - started:7.1f} s", flush=True)


def on_lowest_duckdb() -> bool:
    """The engine tests once more under the lowest DuckDB that is supported."""
    wanted = re.findall(r"^duckdb==(\S+)", LOWEST_LOCK.read_text(encoding="utf-8"), re.MULTILINE)[0]
    if not (LOWEST / f"duckdb-{wanted}.dist-info").is_dir():
        shutil.rmtree(LOWEST, ignore_errors=True)
        install("--require-hashes", "--requirement", str(LOWEST_LOCK), into=LOWEST)
    only = ["-p", "no:cacheprovider", "-m", "engines", "-k", "not postgresql", "tests"]
    return phase(f"engine tests, DuckDB {wanted}", [*TESTS, *only], PYTHONPATH=str(LOWEST), MQA_DUCKDB=wanted)


def without_postgresql() -> str:
    """Why there are no tests on PostgreSQL, or nothing where it is installed or can be."""
    if shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return ""
    why = install_debian("postgresql")
    return f"engine tests on PostgreSQL: it is not installed and cannot be ({why})" if why else ""


def without_chromium() -> str:
    """Why there are no tests in a browser, or nothing where Chromium is installed or can be."""
    if shutil.which("chromium") or shutil.which("chromium-browser"):
        return ""
    why = install_debian("chromium")
    return f"tests in a browser: Chromium is not installed and cannot be ({why})" if why else ""


def without_real_data() -> str:
    """Why there are no tests on real data, or nothing where it lies beside the project."""
    return "" if (ROOT.parent / "shared" / "data").is_dir() else "tests on real data: ../shared/data is absent"


if __name__ == "__main__":
    sys.exit(main())
