"""`python -m benchmarks.fuzz --minutes 10`: breaks files that we ship by chance, and sees that no reader breaks.

Whatever stands in a definition or in mqa.yaml, its reader answers with what it says or with problems that have a place
and a mend. With atheris, where it is installed, changes are led by the code of ours that they reach; else they are by
chance. What breaks a reader is written to --folder, and the exit code is not 0.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from contextlib import nullcontext
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

READERS = "tests.definition.mutations"
INSTRUMENTED = ["mqa", "ruamel"]  # the parser is read beside us: what it accepts is where we begin


def broken(readers: ModuleType, text: str) -> str:
    """What a reader broke at; empty where it read the text or said what is wrong."""
    try:
        silent = [problem for problem in readers.read_everything(text) if not readers.owed(problem)]
    except Exception:
        return traceback.format_exc()
    return f"These say too little: {silent}" if silent else ""


def by_chance(readers: ModuleType, until: float, seed: int, folder: Path) -> int:
    """Texts are broken and read until the time is up; returns how many broke a reader."""
    tried = crashes = 0
    slowest, slow_seed = 0.0, seed
    while time.monotonic() < until:
        text, begun = readers.mutated(seed + tried), time.process_time()
        if said := broken(readers, text):
            crashes += 1
            file = folder / f"crash-{seed + tried}.yaml"
            file.write_text(text, encoding="utf-8", errors="surrogateescape")
            print(f"{file}:\n{said}")
        took = time.process_time() - begun
        if took > slowest:
            slowest, slow_seed = took, seed + tried
        tried += 1
    print(f"{tried:,} texts, {crashes} crashes; the slowest took {slowest:.2f} s (seed {slow_seed})")
    return crashes


def led_by_code(readers: ModuleType, seconds: int, folder: Path) -> None:
    """Texts that atheris makes of the files we ship; half of its changes are those that we make by chance."""
    import atheris

    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for nth, text in enumerate(readers.SEEDS):
        (corpus / f"{nth}.yaml").write_text(text, encoding="utf-8")

    def one(data: bytes) -> None:
        if said := broken(readers, data.decode("utf-8", errors="replace")):
            raise AssertionError(said)

    def change(data: bytes, longest: int, seed: int) -> bytes:
        if seed % 2:
            return bytes(atheris.Mutate(data, longest))
        text = readers.changed(data.decode("utf-8", errors="replace") or "a", random.Random(seed))
        return text.encode("utf-8", errors="replace")[:longest]

    options = [f"-max_total_time={seconds}", f"-artifact_prefix={folder}/", "-timeout=60", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one, custom_mutator=change)
    atheris.Fuzz()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--folder", type=Path, default=Path())
    asked.add_argument("--by-chance", action="store_true", help="even where atheris is installed")
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    led = bool(find_spec("atheris")) and not given.by_chance
    with import_module("atheris").instrument_imports(include=INSTRUMENTED) if led else nullcontext():
        readers = import_module(READERS)
    if led:
        led_by_code(readers, int(given.minutes * 60), given.folder)
    sys.exit(by_chance(readers, time.monotonic() + given.minutes * 60, given.seed, given.folder) > 0)


if __name__ == "__main__":
    main()
