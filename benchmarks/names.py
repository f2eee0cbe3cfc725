"""`python -m benchmarks.names`: what the matching of names is made from, and what a million of them take.

    python -m benchmarks.names --fit FOLDER           # the coefficients of mqa.identity.matching
    python -m benchmarks.names --invented 1000000     # seconds and memory on made-up names

FOLDER holds the lists that `benchmarks.name_sets` reads; they are no part of the project.
"""

from __future__ import annotations

import argparse
import resource
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from benchmarks.name_finding import found
from benchmarks.name_fitting import fitted
from benchmarks.name_making import names
from mqa.identity.matching import MATCH


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", type=Path, metavar="FOLDER", help="print the coefficients")
    parser.add_argument("--invented", type=int, metavar="NAMES", help="match so many made-up names with as many")
    asked = parser.parse_args()
    if asked.fit:
        print("\n".join(f"{name or 'INTERCEPT':<16}{value:7.2f}" for name, value in fitted(asked.fit).items()))
    if asked.invented:
        print(invented(asked.invented))


def invented(many: int) -> str:
    """What it takes to match made-up names with as many others, and how many of the answers are right."""
    known, wanted, truth = names(many, seed=7)
    meant = np.array(truth)
    began, worked = perf_counter(), process_time()
    taken = right = 0
    for table in found(wanted, known):
        matched = table.filter(np.array(table["outcome"]) == MATCH)
        taken += len(matched)
        right += int((meant[matched["wanted_id"].to_numpy()] == matched["known_id"].to_numpy()).sum())
    seconds, processor = perf_counter() - began, process_time() - worked
    return (
        f"{many:,} wanted, {many:,} known: {seconds:.0f} s, {processor:.0f} processor seconds, "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB; "
        f"{taken:,} matches, {right / taken:.1%} right, {right / (meant >= 0).sum():.1%} of those that there are"
    )


if __name__ == "__main__":
    main()
