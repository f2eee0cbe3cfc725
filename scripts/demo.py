"""A made-up company with a past: its data, runs, handoffs and answers of half a year, and the pages to look at them."""

from __future__ import annotations

import argparse
import json
import subprocess
import time

from environment import PYTHON, ROOT

DEMO = ROOT / "demo"
MQA = PYTHON.parent / "mqa"


def main() -> None:
    """Makes the company where it is not there yet, and serves its pages; raises CalledProcessError where that fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", choices=["0", "1"], default="1", help="0: show the accounts here instead")
    asked = parser.parse_args()
    started = time.monotonic()
    run(MQA, "demo", DEMO)
    if asked.serve == "0":
        run(MQA, "--workspace", DEMO, "accounts")
        run(MQA, "--workspace", DEMO, "explain", best())
    print(f"\nfrom nothing to here in {time.monotonic() - started:.1f} s", flush=True)
    if asked.serve == "1":
        serve()


def run(*command: object) -> None:
    shown = " ".join(str(word) for word in command).replace(f"{PYTHON.parent}/", "").replace(f"{ROOT}/", "")
    print(f"\n$ {shown}", flush=True)
    subprocess.run([str(word) for word in command], cwd=ROOT, check=True)


def serve() -> None:
    """The pages, until ctrl-c."""
    try:
        run(MQA, "--workspace", DEMO, "serve")
    except KeyboardInterrupt:
        print("The company stays in demo/; make demo shows it again, make clean removes it.")


def best() -> str:
    """The account at the top of the list."""
    command = [MQA, "--workspace", DEMO, "accounts", "--json"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    account: str = json.loads(listed)["accounts"][0]["domain"]
    return account


if __name__ == "__main__":
    main()
