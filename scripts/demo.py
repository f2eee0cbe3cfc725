"""A made-up company through the whole line: its data, the load, a run, who qualifies, and one full explanation."""

from __future__ import annotations

import argparse
import json
import subprocess
import time

from environment import PYTHON, ROOT

DEMO = ROOT / "demo"
LAST_DAY = "2026-06-30"  # of the made-up company's data
MQA = PYTHON.parent / "mqa"


def main() -> None:
    """Shows the line at work; raises CalledProcessError where a step of it fails."""
    argparse.ArgumentParser(description=__doc__).parse_known_args()  # --serve: there is no server yet
    started = time.monotonic()
    if not (DEMO / "mqa.yaml").exists():
        run(PYTHON, "-m", "mqa.demo", DEMO, "--accounts", "2000", "--days", "365")
    for command in (("load",), ("run", "--as-of", LAST_DAY), ("accounts",)):
        run(MQA, *command)
    run(MQA, "explain", best())
    print(
        f"\nfrom nothing to here in {time.monotonic() - started:.1f} s; look around: cd demo, ../.venv/bin/mqa --help"
    )


def run(*command: object) -> None:
    print(f"\n$ {' '.join(str(word) for word in command).replace(f'{PYTHON.parent}/', '')}", flush=True)
    subprocess.run([str(word) for word in command], cwd=DEMO if DEMO.exists() else ROOT, check=True)


def best() -> str:
    """The account at the top of the list."""
    listed = subprocess.run([MQA, "accounts", "--json"], cwd=DEMO, check=True, capture_output=True, text=True).stdout
    account: str = json.loads(listed)["accounts"][0]["domain"]
    return account


if __name__ == "__main__":
    main()
